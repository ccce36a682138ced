#pragma once

#include <string_view>
#include <vector>

#include "mime/email.h"

namespace mg::mime {

// One field names no more people than this; the rest is left out.
inline constexpr std::size_t addresses_max = 1000;

// The addresses of From, To, Cc, ... as raw bytes of the field (encoded words not yet decoded).
// Reads groups (flattened), comments, routes, quoted local parts, semicolons as separators, names
// without quotes, addresses without brackets and encoded words that hide an address. Time is linear
// in the bytes.
std::vector<Address> parse_addresses(std::string_view value);

}  // namespace mg::mime
