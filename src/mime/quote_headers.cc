#include <algorithm>
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
    if (!std::ranges::binary_search(known.names, name)) continue;
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

// A line of a copied header whose language nobody taught us: "Label: value".
struct Labelled {
  std::string_view label, value;
};

Labelled labelled(std::string_view folded) {
  constexpr std::size_t label_bytes_max = 60;  // Of scripts with three bytes a letter, too.
  const auto colon = folded.substr(0, label_bytes_max).find(": ");
  if (colon == std::string_view::npos || colon < 2) return {};
  const auto label = folded.substr(0, colon);
  if (label.find_first_of("0123456789@<>()/\"") != std::string_view::npos) return {};
  if (std::ranges::count(label, ' ') > 2) return {};
  return {label, folded.substr(colon + 2)};
}

bool has_clock(std::string_view s) {
  for (std::size_t i = 1; i + 2 < s.size(); ++i) {
    const bool mark = s[i] == ':' || s[i] == '.';
    const auto digit = [&](std::size_t at) { return s[at] >= '0' && s[at] <= '9'; };
    if (mark && digit(i - 1) && digit(i + 1) && digit(i + 2)) return true;
  }
  return false;
}

// Sender with name and address, then a date with a clock time, then two lines more: no form that a
// customer fills in looks like this, and every mail program's header does.
std::size_t unknown_block_end(const std::vector<Line>& lines, std::size_t at) {
  const Labelled from = labelled(lines[at].folded);
  const auto open = from.value.rfind(" <");
  if (open == std::string_view::npos || open == 0 || !from.value.ends_with('>') ||
      from.value.find('@', open) == std::string_view::npos) {
    return at;
  }
  std::size_t end = at + 1;
  bool dated = false;
  while (end < lines.size() && end < at + block_lines_max) {
    const Labelled more = labelled(lines[end].folded);
    if (more.label.empty()) break;
    dated |= end <= at + 3 && has_clock(more.value);
    ++end;
  }
  return dated && end >= at + 4 ? end : at;
}

}  // namespace

std::size_t header_block_end(const std::vector<Line>& lines, std::size_t at) {
  const Found first = field_of(lines[at].folded);
  if (first.field == Field::none) return unknown_block_end(lines, at);
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
  if (!seen.contains(Field::from)) return unknown_block_end(lines, at);
  if (seen.size() >= 3 && (dated || seen.contains(Field::subject))) return end;
  return seen.size() == 2 && address && dated ? end : unknown_block_end(lines, at);
}

}  // namespace mg::mime::quote
