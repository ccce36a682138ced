#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mime/reason.h"

namespace mg::mime {

// `bytes` as UTF-8. `label` is a charset name as found in a mail; it is read as browsers read it
// (https://encoding.spec.whatwg.org), and names that browsers do not know are asked of ICU.
// Labels lie, so what is valid UTF-8 beyond ASCII is UTF-8 where the label says ASCII, Latin-1 or
// nothing; what is not valid UTF-8 although labelled so is windows-1252.
// The result is always valid UTF-8 without NUL; what cannot be read becomes U+FFFD.
std::string to_utf8(std::string_view bytes, std::string_view label);

// The same, and why it was read otherwise than the label says.
struct Decoded {
  std::string text;
  std::optional<Reason> reason;
};
Decoded decode_charset(std::string_view bytes, std::string_view label);

// The character set that an HTML text names of itself, in a meta tag near its start, or "".
std::string charset_in_html(std::string_view html);

// Whether decode_charset knows the label (an empty one counts as known).
bool is_known_charset(std::string_view label);

bool is_utf8(std::string_view bytes);

// NUL is dropped and broken sequences become U+FFFD.
std::string clean_utf8(std::string_view text);

}  // namespace mg::mime
