#pragma once

#include <string>
#include <string_view>

namespace mg::mime {

// Undoes a Content-Transfer-Encoding ("base64", "quoted-printable", "x-uuencode"); anything else,
// such as "7bit" or a name nobody knows, leaves the bytes as they are. Never fails: what is broken
// is decoded as far as it goes.
std::string decode_transfer(std::string_view bytes, std::string_view encoding);

bool is_known_transfer(std::string_view encoding);

}  // namespace mg::mime
