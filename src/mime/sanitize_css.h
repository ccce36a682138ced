#pragma once

#include <string>
#include <string_view>

namespace mg::mime::html {

inline constexpr std::size_t style_bytes_max = 4000;  // Of one attribute; the rest is cut.

// The declarations of a style attribute that only change how the text looks: a list of allowed
// properties, no url(), expression() or other function but colours, no position (row X7).
// Idempotent.
std::string safe_style(std::string_view style);

}  // namespace mg::mime::html
