#include "mime/header.h"

#include "base/ascii.h"

namespace mg::mime {
namespace {

constexpr std::size_t field_name_max = 200;

// Splits "Name : value"; npos when the line is not a field.
std::size_t colon_of(std::string_view line) {
  const std::size_t colon = line.substr(0, field_name_max).find(':');
  if (colon == std::string_view::npos || colon == 0) return std::string_view::npos;
  const std::string_view name = ascii::trim(line.substr(0, colon));
  if (name.empty() || ascii::is_space(line[0])) return std::string_view::npos;
  for (const char c : name) {
    if (c <= ' ' || c == 127 || c == '<' || c == '"') return std::string_view::npos;
  }
  return colon;
}

void append(Field& field, std::string_view line, Reasons& oddities) {
  const std::size_t room = field_bytes_max - std::min(field_bytes_max, field.value.size());
  if (line.size() > room) add_reason(oddities, Why::field_cut, field.name);
  field.value.append(line.substr(0, room));
}

}  // namespace

std::string_view Header::first(std::string_view name) const {
  for (const Field& field : fields) {
    if (ascii::equals(field.name, name)) return field.value;
  }
  return {};
}

bool Header::has(std::string_view name) const {
  return std::ranges::any_of(fields,
                             [&](const Field& field) { return ascii::equals(field.name, name); });
}

bool looks_like_field(std::string_view line) {
  return colon_of(line) != std::string_view::npos;
}

Header take_header(std::string_view& rest, std::size_t fields_max, Reasons& oddities) {
  Header header;
  bool keeping = false;  // The field before was kept, so its continuation lines are too.
  std::size_t dropped = 0;
  while (!rest.empty()) {
    std::string_view after = rest;
    const std::string_view line = ascii::take_line(after);
    if (line.empty()) {
      rest = after;
      break;
    }
    const std::size_t colon = colon_of(line);
    if (ascii::is_space(line[0]) && (!header.fields.empty() || dropped > 0)) {
      // A line of blanks alone ends the header for many programs, but RFC 5322 folds with it.
      if (keeping) append(header.fields.back(), line, oddities);
    } else if (colon != std::string_view::npos) {
      keeping = header.fields.size() < fields_max;
      if (keeping) {
        header.fields.push_back({std::string(ascii::trim(line.substr(0, colon))), {}});
        append(header.fields.back(), line.substr(colon + 1), oddities);
      } else {
        ++dropped;
      }
    } else {
      // Not a field: junk when more header follows, else a body without the empty line before it.
      std::string_view peek = after;
      const std::string_view next = ascii::take_line(peek);
      const bool junk =
          looks_like_field(next) || line.starts_with("From ") || line.starts_with(">From ");
      if (!junk) {
        add_reason(oddities, Why::header_open, line);
        break;
      }
      add_reason(oddities, Why::header_junk, line);
      keeping = false;
    }
    rest = after;
  }
  for (Field& field : header.fields) field.value = std::string(ascii::trim(field.value));
  if (dropped > 0) add_reason(oddities, Why::fields_dropped, std::to_string(dropped));
  return header;
}

}  // namespace mg::mime
