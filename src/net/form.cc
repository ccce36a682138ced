#include "net/form.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/utf8.h"
#include "net/url.h"

namespace mg::net {
namespace {

std::unexpected<Refusal> bad_form(std::string detail) {
  return refuse(RefusalKind::bad_input, "bad_form", std::move(detail));
}

// "name=value" parameters after the first ';' of a header value. Values are tokens or quoted
// strings; in a quoted string browsers (WHATWG) write %22 for '"' and escape nothing else.
struct HeaderParameters {
  std::string_view main;
  std::vector<Parameter> parameters;

  const std::string* find(std::string_view name) const {
    const auto found = std::ranges::find_if(parameters, [&](const Parameter& parameter) {
      return ascii::equals(parameter.name, name);
    });
    return found == parameters.end() ? nullptr : &found->value;
  }
};

void skip_spaces(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::optional<std::string> take_value(std::string_view& rest) {
  if (!rest.starts_with('"')) {
    const std::string_view word = rest.substr(0, std::min(rest.find_first_of("; \t"), rest.size()));
    if (!is_token(word)) return {};
    rest.remove_prefix(word.size());
    return std::string(word);
  }
  std::string value;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return value;
    }
    if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) ++i;
    value += rest[i];
  }
  return {};
}

std::optional<HeaderParameters> parse_header_parameters(std::string_view text) {
  HeaderParameters out;
  std::string_view rest = text.substr(std::min(text.find(';'), text.size()));
  out.main = text.substr(0, text.size() - rest.size());
  while (!out.main.empty() && out.main.back() == ' ') out.main.remove_suffix(1);
  while (true) {
    skip_spaces(rest);
    if (rest.empty()) return out;
    if (rest.front() != ';') return {};
    rest.remove_prefix(1);
    skip_spaces(rest);
    if (rest.empty()) return out;
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos || !is_token(rest.substr(0, equals))) return {};
    std::string name(rest.substr(0, equals));
    if (out.find(name) != nullptr) return {};
    rest.remove_prefix(equals + 1);
    auto value = take_value(rest);
    if (!value) return {};
    out.parameters.push_back({std::move(name), std::move(*value)});
  }
}

bool is_text(std::string_view text) {
  return text.find('\0') == std::string_view::npos && is_utf8(text);
}

// Without the first bytes of a character whose rest was cut off.
std::string_view whole_characters(std::string_view text) {
  constexpr std::size_t bytes_of_character_max = 4;
  for (std::size_t back = 1; back < std::min(bytes_of_character_max, text.size() + 1); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte >= 0xC0) {
      const bool is_whole = utf8_sequence_length(text.substr(text.size() - back)) == back;
      return is_whole ? text : text.substr(0, text.size() - back);
    }
    if (byte < 0x80) return text;
  }
  return text;
}

// A field whose end was cut off: perhaps within the delimiter after it.
Parameter begun_part(std::string name, std::string_view bytes, std::string_view delimiter) {
  for (std::size_t size = std::min(delimiter.size() - 1, bytes.size()); size > 0; --size) {
    if (!bytes.ends_with(delimiter.substr(0, size))) continue;
    bytes.remove_suffix(size);
    break;
  }
  bytes = whole_characters(bytes);
  return is_text(bytes) ? Parameter{std::move(name), std::string(bytes)} : Parameter{};
}

// "name=value" whose end was cut off, perhaps within the escapes of one character.
Parameter begun_pair(std::string_view pair) {
  constexpr std::size_t escaped_character_bytes_max = 12;
  for (std::size_t cut = 0; cut <= std::min(escaped_character_bytes_max, pair.size()); ++cut) {
    auto read = parse_parameters(pair.substr(0, pair.size() - cut), 1);
    if (read && read->size() == 1) return std::move(read->front());
  }
  return {};
}

struct PartHead {
  std::string name;
  std::optional<std::string> file_name;
  std::string type;
};

Result<PartHead> parse_part_head(std::string_view head) {
  PartHead part;
  bool has_disposition = false;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, std::min(end, head.size()));
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
        !is_header_value(line)) {
      return bad_form("A part of the form has a malformed header.");
    }
    std::string_view value = line.substr(colon + 1);
    skip_spaces(value);
    if (ascii::equals(line.substr(0, colon), "content-disposition")) {
      const auto parsed = parse_header_parameters(value);
      if (has_disposition || !parsed || !ascii::equals(parsed->main, "form-data")) {
        return bad_form("A part of the form has a malformed Content-Disposition.");
      }
      has_disposition = true;
      if (const std::string* name = parsed->find("name")) part.name = *name;
      if (const std::string* name = parsed->find("filename")) part.file_name = *name;
    } else if (ascii::equals(line.substr(0, colon), "content-type")) {
      const auto parsed = parse_header_parameters(value);
      if (parsed && is_media_type(parsed->main)) part.type = parsed->main;
    } else if (ascii::equals(line.substr(0, colon), "content-transfer-encoding")) {
      return bad_form("Transfer encodings are not allowed in forms.");
    }
  }
  if (part.name.empty()) return bad_form("A part of the form has no name.");
  if (!is_text(part.name) || (part.file_name && !is_text(*part.file_name))) {
    return bad_form("A name in the form is not UTF-8.");
  }
  return part;
}

Result<void> add_part(Form& form, PartHead head, std::string_view bytes, const FormLimits& limits) {
  if (head.file_name) {
    if (form.files.size() == limits.files_max) {
      return refuse(RefusalKind::too_large, "too_many_files", "There are too many files.");
    }
    if (head.type.empty()) head.type = "application/octet-stream";
    form.files.push_back(
        {std::move(head.name), std::move(*head.file_name), std::move(head.type), bytes});
    return {};
  }
  if (form.fields.size() == limits.fields_max) {
    return refuse(RefusalKind::too_large, "too_many_fields", "There are too many fields.");
  }
  if (!is_text(bytes)) return bad_form("A field of the form is not UTF-8.");
  form.fields.push_back({std::move(head.name), std::string(bytes)});
  return {};
}

Result<Form> parse_urlencoded(std::string_view body, bool is_cut, const FormLimits& limits) {
  Form form;
  if (is_cut) {
    const std::size_t last = body.rfind('&');
    const std::size_t begin = last == std::string_view::npos ? 0 : last + 1;
    const std::string_view pair = body.substr(begin);
    if (pair.find('=') != std::string_view::npos) form.begun = begun_pair(pair);
    body = body.substr(0, begin);
  }
  auto fields = parse_parameters(body, limits.fields_max);
  if (!fields) {
    Refusal refusal = std::move(fields.error());
    if (refusal.kind == RefusalKind::bad_input) refusal.code = "bad_form";
    return std::unexpected(std::move(refusal));
  }
  form.fields = std::move(*fields);
  return form;
}

Result<Form> parse_multipart(std::string_view body, std::string_view boundary, bool is_cut,
                             const FormLimits& limits) {
  Form form;
  const std::string delimiter = "\r\n--" + std::string(boundary);
  // The first delimiter has no CRLF of its own before it.
  if (!body.starts_with(std::string_view(delimiter).substr(2))) {
    return bad_form("The form does not begin with its boundary.");
  }
  body.remove_prefix(delimiter.size() - 2);
  while (true) {
    if (is_cut && body.size() < 2) return form;
    if (body.starts_with("--")) {
      if (body != "--" && body != "--\r\n") return bad_form("There is something after the form.");
      return form;
    }
    if (!body.starts_with("\r\n")) return bad_form("A boundary of the form is malformed.");
    body.remove_prefix(2);
    const std::size_t end_of_head =
        body.substr(0, limits.part_header_bytes_max + 4).find("\r\n\r\n");
    if (end_of_head == std::string_view::npos) {
      if (is_cut && body.size() < limits.part_header_bytes_max) return form;
      return bad_form("The header of a part does not end, or is too long.");
    }
    auto head = parse_part_head(body.substr(0, end_of_head));
    if (!head) return std::unexpected(std::move(head.error()));
    body.remove_prefix(end_of_head + 4);
    // An empty part is followed by the delimiter at once; its CRLF is still its own.
    const std::size_t end = body.find(delimiter);
    if (end == std::string_view::npos && is_cut) {
      if (!head->file_name) form.begun = begun_part(std::move(head->name), body, delimiter);
      return form;
    }
    if (end == std::string_view::npos) return bad_form("The form has no final boundary.");
    const auto added = add_part(form, std::move(*head), body.substr(0, end), limits);
    if (!added) return std::unexpected(added.error());
    body.remove_prefix(end + delimiter.size());
  }
}

bool is_boundary(std::string_view text) {
  constexpr std::string_view marks = "'()+_,-./:=? ";
  return !text.empty() && text.size() <= 70 && text.back() != ' ' &&
         std::ranges::all_of(text, [&](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  marks.find(c) != std::string_view::npos;
         });
}

}  // namespace

std::string_view Form::field(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &Parameter::name);
  return found == fields.end() ? std::string_view() : found->value;
}

Result<Form> parse_form(const Request& request, const FormLimits& limits) {
  const auto type = parse_header_parameters(request.header("content-type"));
  if (type && ascii::equals(type->main, "application/x-www-form-urlencoded")) {
    return parse_urlencoded(request.body, request.is_cut, limits);
  }
  if (type && ascii::equals(type->main, "multipart/form-data")) {
    const std::string* boundary = type->find("boundary");
    if (boundary == nullptr || !is_boundary(*boundary))
      return bad_form("The form has no boundary.");
    return parse_multipart(request.body, *boundary, request.is_cut, limits);
  }
  return bad_form("The body must be a form.");
}

bool is_media_type(std::string_view text) {
  const std::size_t slash = text.find('/');
  return text.size() <= 127 && slash != std::string_view::npos && is_token(text.substr(0, slash)) &&
         is_token(text.substr(slash + 1));
}

}  // namespace mg::net
