#pragma once

#include <string>
#include <string_view>

#include "mime/quote.h"

// What the tests of quotes by language share. Their lines are as mail programs make them, with
// invented names; the tables that they try are quote_*phrases.cc.
namespace mg::mime::samples {

inline const std::string words = "Yes, it works now.\n\nThank you!";

inline std::string visible(std::string_view text) {
  return split_quote(text).visible;
}

}  // namespace mg::mime::samples
