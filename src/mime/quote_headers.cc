#include <set>

#include "mime/quote_lines.h"
#include "mime/quote_phrases.h"

// Finds the copied header of an answered or forwarded mail: "From: ... Sent: ... Subject: ...".
namespace mg::mime::quote {
namespace {

using phrases::Field;

constexpr std::size_t block_lines_max = 16;
constexpr int strange_lines_max = 4;  // Wrapped values.

struct Found {
  Field field = Field::none;
  std::string_view value;
};

Found field_of(std::string_view folded) {
  const auto first = folded.find_first_not_of("->| _");
  if (first == std::string_view::npos) return {};
  folded.remove_prefix(first);
  const auto colon = folded.substr(0, 48).find(':');
  if (colon == std::string_view::npos) return {};
  auto name = folded.substr(0, colon);
  while (name.ends_with(' ') || name.ends_with('_')) name.remove_suffix(1);
  for (const auto& known : phrases::field_names()) {
    if (known.name != name) continue;
    auto value = folded.substr(colon + 1);
    while (value.starts_with(' ') || value.starts_with('_')) value.remove_prefix(1);
    return {known.field, value};
  }
  return {};
}

bool has_digit(std::string_view s) {
  return s.find_first_of("0123456789") != std::string_view::npos;
}

// HTML that lost its line ends: "From: a@x Date: Thu, 24 Mar".
bool is_one_line_block(std::string_view folded, const Found& first) {
  return first.field == Field::from && folded.find('@') != std::string_view::npos &&
         (folded.find(" date:") != std::string_view::npos ||
          folded.find(" sent:") != std::string_view::npos);
}

}  // namespace

std::size_t header_block_end(const std::vector<Line>& lines, std::size_t at) {
  const Found first = field_of(lines[at].folded);
  if (first.field == Field::none) return at;
  std::set<Field> seen;
  bool address = false, dated = false;
  int strange = 0;
  std::size_t end = at;
  for (std::size_t i = at; i < lines.size() && i < at + block_lines_max; ++i) {
    const Line& line = lines[i];
    if (line.blank) {
      const bool goes_on =
          i + 1 < lines.size() && field_of(lines[i + 1].folded).field != Field::none;
      if (!goes_on || seen.contains(Field::subject)) break;
      continue;
    }
    const Found found = field_of(line.folded);
    if (found.field == Field::none) {
      if (++strange > strange_lines_max) break;
      address |= line.folded.find('@') != std::string::npos;
      continue;
    }
    seen.insert(found.field);
    address |= found.value.find('@') != std::string_view::npos;
    dated |= found.field == Field::date && has_digit(found.value);
    end = i + 1;
  }
  if (is_one_line_block(lines[at].folded, first)) return at + 1;
  if (!seen.contains(Field::from)) return at;
  if (seen.size() >= 3 && (dated || seen.contains(Field::subject))) return end;
  return seen.size() == 2 && address && dated ? end : at;
}

}  // namespace mg::mime::quote
