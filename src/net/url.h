#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace mg::net {

inline constexpr std::size_t query_parameters_max = 100;

struct Target {
  std::string path;
  std::vector<Parameter> query;
};

// The origin-form request target (RFC 9112, 3.2.1), decoded once. Refused (bad_input): bad percent
// escapes, encoded '/', '\\' or NUL, "." and ".." segments, empty segments within the path,
// control characters, invalid UTF-8, fragments, more than query_parameters_max parameters.
Result<Target> parse_target(std::string_view target);

// name=value pairs joined by '&', '+' is a space (WHATWG application/x-www-form-urlencoded).
Result<std::vector<Parameter>> parse_parameters(std::string_view text, std::size_t count_max);

// Percent-encodes all but RFC 3986 unreserved characters: for one segment or one value.
std::string encode_component(std::string_view text);

}  // namespace mg::net
