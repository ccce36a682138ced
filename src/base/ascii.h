#pragma once

#include <algorithm>
#include <string>
#include <string_view>

// Text that is ASCII by definition, such as header names, tokens and codes; all other bytes stay as
// they are. The C library's own functions depend on the locale.
namespace mg::ascii {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_alnum(char c) {
  return is_digit(c) || is_alpha(c);
}
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

inline bool equals(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

inline bool starts_with(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && equals(text.substr(0, start.size()), start);
}

inline bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && equals(text.substr(text.size() - end.size()), end);
}

inline std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Position of `word` (lower case) in `text`, ignoring case.
inline std::size_t find(std::string_view text, std::string_view word, std::size_t from = 0) {
  if (from > text.size()) return std::string_view::npos;
  const auto at =
      std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(),
                  word.end(), [](char x, char y) { return lower(x) == y; });
  return at == text.end() && !word.empty() ? std::string_view::npos
                                           : static_cast<std::size_t>(at - text.begin());
}

inline bool contains(std::string_view text, std::string_view word) {
  return find(text, word) != std::string_view::npos;
}

// Takes the next line (without its end) off the front of `rest`.
inline std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Whitespace runs become one space; none at the ends.
inline std::string squeeze(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    if (!is_space(c)) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

}  // namespace mg::ascii
