#pragma once

#include <optional>
#include <string_view>

namespace mg::net {

inline constexpr std::size_t header_fields_max = 100;

struct HeadFault {
  int status;
  std::string_view code;
  std::string_view detail;
};

// Stricter than the parser behind it, because whoever reads a request otherwise than a proxy in
// front can be made to see another request (RFC 9112, 11.2). `head` ends with the empty line.
// Refused: line ends other than CRLF, controls and NUL, folded lines, spaces before the colon,
// names that are no tokens, any Content-Length but one of digits, any Transfer-Encoding but
// exactly "chunked", both together, no or two Host fields, versions other than 1.0 and 1.1.
std::optional<HeadFault> check_head(std::string_view head);

// True when `bytes` has a LF that no CR precedes: such a head would never end with CRLF CRLF.
bool has_bare_lf(std::string_view bytes);

}  // namespace mg::net
