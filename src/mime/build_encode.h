#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mime/email.h"

// How words and bytes are written in a mail: RFC 2047, 2231, 2045, 5322.
namespace mg::mime::wire {

inline constexpr std::size_t line_bytes_max = 76;

bool has_control(std::string_view value);  // CR, LF, NUL and the rest below 0x20 but tab; DEL.
bool is_ascii(std::string_view value);

// A header line with CRLF, folded at blanks. `value` must be ASCII without controls.
std::string header(std::string_view name, std::string_view value);

// Text for an unstructured header: itself, or encoded words when it is not plain ASCII.
std::string words(std::string_view text);

// "Name <a@b>"; `address` must have passed checked_address.
std::string mailbox(const Address& address);
std::string mailbox_list(const std::vector<Address>& list);

// The address as it goes on the wire (domain in ASCII); nullopt when it is not an addr-spec that
// any server takes: quoted local parts, comments, blanks and non-ASCII names are refused.
std::optional<std::string> checked_address(std::string_view addr);

// "; filename=..." in the forms that old and new readers know (RFC 2231, RFC 6266).
std::string name_parameter(std::string_view parameter, std::string_view name);

std::string date(std::int64_t unix_seconds);  // "Sun, 22 Nov 2026 00:11:02 +0000"

// Text with CRLF line ends, in whichever encoding is shortest; `encoding` is its name.
std::string text_body(std::string_view text, std::string& encoding);
std::size_t base64_body_size(std::size_t bytes);
void append_base64_body(std::string_view bytes, std::string& out);

}  // namespace mg::mime::wire
