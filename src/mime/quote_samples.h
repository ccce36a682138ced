#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "mime/quote.h"

// What the tests of quotes by language share. Their lines are as mail programs make them, with
// invented names; the tables that they try are quote_*phrases.cc.
namespace mg::mime::samples {

inline const std::string words = "Yes, it works now.\n\nThank you!";

inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

inline std::string visible(std::string_view text) {
  return split_quote(text).visible;
}

}  // namespace mg::mime::samples
