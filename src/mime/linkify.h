#pragma once

#include <string>
#include <string_view>

namespace mg::mime {

inline constexpr std::size_t link_bytes_max = 2048;  // A longer address stays plain text.

// Plain text (UTF-8) as HTML: escaped, line ends as <br>, and http(s) addresses, www. names and
// mail addresses as links that open apart (row X15). Linear; pure, any thread.
std::string linkify(std::string_view text);

}  // namespace mg::mime
