#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "main/demo_random.h"
#include "main/demo_story.h"

// When each story is told, and how far it has come by now.
namespace mg::app::demo {

inline constexpr int days_told = 60;
inline constexpr int conversations_told = 200;

struct When {
  Instant at;
  Instant due;  // Of the promise that the step makes; the epoch: none.
};

struct Casting {
  const Story* story = nullptr;
  std::string_view who;     // A certain person; empty: anybody.
  int pence = 0;            // What it is about; 0: any amount.
  std::vector<When> steps;  // Of the story's first steps, in order, none after now.
};

// The first casting is the one whose customer's page is shown.
std::vector<Casting> plan(Instant now, Random& random);

}  // namespace mg::app::demo
