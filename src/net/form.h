#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/http.h"

namespace mg::net {

struct FormLimits {
  std::size_t fields_max = 100;
  std::size_t files_max = 20;
  std::size_t part_header_bytes_max = 4 * 1024;
};

struct FormFile {
  std::string name;        // The field's.
  std::string file_name;   // As the browser sent it, UTF-8, not safe as a path; "" for none chosen.
  std::string type;        // As claimed; a well-formed type/subtype, or application/octet-stream.
  std::string_view bytes;  // Within the request's body: lives as long as that.
};

struct Form {
  std::vector<Parameter> fields;  // Valid UTF-8 without U+0000.
  std::vector<FormFile> files;
  // Of a request that is_cut: the field in which it was cut, as far as it came. No name when it was
  // cut elsewhere.
  Parameter begun;

  // The first field of this name; empty when absent.
  std::string_view field(std::string_view name) const;
};

// The body of a POST by its Content-Type: application/x-www-form-urlencoded or
// multipart/form-data (RFC 7578). Strict: CRLF only, a final boundary, a name in every part, no
// transfer encodings. Refusal bad_input, too_large for a limit. `request` outlives the form. Of a
// request that is_cut, what is whole, and `begun`.
Result<Form> parse_form(const Request& request, const FormLimits& limits = {});

// Content-Disposition (RFC 6266, RFC 8187): an ASCII fallback and, when it differs, filename*.
// Controls, path separators, bidi and zero-width characters are taken out of the name.
enum class Disposition { attachment, inline_ };
std::string content_disposition(Disposition disposition, std::string_view file_name);

// "type/subtype" of RFC 9110 tokens, with no parameters.
bool is_media_type(std::string_view text);

}  // namespace mg::net
