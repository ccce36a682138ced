#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mime/reason.h"

// The header of a message or of a body part: RFC 5322 section 2.2, read with the tolerance that
// mail in the wild needs.
namespace mg::mime {

// One field longer than this is cut; nothing a person wrote is.
inline constexpr std::size_t field_bytes_max = 1u << 20;

struct Field {
  std::string name;   // As it came, without the colon.
  std::string value;  // Unfolded bytes, trimmed; neither decoded nor converted.
};

struct Header {
  std::vector<Field> fields;

  // The first field of that name (any case), or "".
  std::string_view first(std::string_view name) const;
  bool has(std::string_view name) const;
};

// Takes the header off the front of `rest`, with the empty line that ends it. At most
// `fields_max` fields are kept. Oddities are appended. Time is linear in the bytes.
Header take_header(std::string_view& rest, std::size_t fields_max, Reasons& oddities);

// Whether the line begins "Name:", with a name that RFC 5322 allows.
bool looks_like_field(std::string_view line);

// Decodes the encoded words (RFC 2047) of an unstructured value, also where they may not stand;
// adjacent words join, and 8-bit bytes without a label are read as UTF-8, then as windows-1252.
std::string decode_words(std::string_view value);

// "value; name=value; ..." (RFC 2045 with RFC 2231 continuations and charsets, and encoded words
// within quotes). `value` is lower case, names too; parameter values are decoded UTF-8. Of two
// parameters with one name the first counts.
struct Parameters {
  std::string value;
  std::map<std::string, std::string, std::less<>> all;

  std::string_view get(std::string_view name) const;
};
Parameters parse_parameters(std::string_view text);

// The ids of Message-ID, In-Reply-To or References, without brackets and inner whitespace. Ids
// without brackets count when they stand alone or contain "@".
std::vector<std::string> parse_ids(std::string_view value);

// A stable stand-in for a missing Message-ID: the same bytes always give the same id.
std::string derived_message_id(std::string_view raw);

}  // namespace mg::mime
