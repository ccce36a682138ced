#pragma once

#include <string>

#include "main/demo_random.h"
#include "main/demo_story.h"
#include "main/demo_words.h"

// What customers attach: small, real files.
namespace mg::app::demo {

struct Paper {
  std::string name, type, bytes;
};

// `papers` must not be none.
Paper paper(Papers papers, const Slots& slots, Random& random);

}  // namespace mg::app::demo
