#pragma once

#include <string>
#include <string_view>

namespace mg::mime {

// Beyond these the rest is left out: a mail is for people, and no person wrote that deep or that
// much. What a mail costs to understand is bounded by them, at worst about a second.
inline constexpr int html_depth_max = 400;
inline constexpr std::size_t html_bytes_max = 2u << 20;

// Renders HTML (UTF-8) as plain text: blocks become lines, lists get "- " or "1. ", table cells are
// set apart, quotes get "> ", a link's address follows its words in parentheses when it says more
// than they do. Script, style, head and comments are left out. LF line ends, no trailing blanks.
// Linear in the size of `html`; pure, any thread.
std::string text_of_html(std::string_view html);

}  // namespace mg::mime
