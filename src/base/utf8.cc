#include "base/utf8.h"

#include <algorithm>

namespace mg {
namespace {

constexpr std::size_t sequence_bytes_max = 4;

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

}  // namespace

std::size_t utf8_sequence_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // The second byte rules out overlong forms, surrogates and what is above U+10FFFF.
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;
  if (lead == 0xED && byte(1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_sequence_length(text.substr(i));
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::size_t utf8_length(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = is_blank(text.front()) ? 1 : text.starts_with("\u00a0") ? 2 : 0;
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::size_t utf8_boundary(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  std::size_t begin = at;
  for (std::size_t i = 1; i < sequence_bytes_max && begin > 0 && continues(text[begin]); ++i) {
    --begin;
  }
  return continues(text[begin]) ? at : begin;
}

std::string_view utf8_cut(std::string_view text, std::size_t bytes_max) {
  return text.substr(0, utf8_boundary(text, bytes_max));
}

std::string_view utf8_cut_at_word(std::string_view text, std::size_t bytes_max) {
  const std::string_view whole = utf8_cut(text, bytes_max);
  if (whole.size() == text.size()) return whole;
  std::size_t end = whole.size();
  while (end > 0 && !is_blank(text[end])) --end;
  while (end > 0 && is_blank(whole[end - 1])) --end;
  // Chinese and its like have no spaces: nothing much is given up for one far back.
  return whole.substr(0, end * 2 >= whole.size() && end > 0 ? end : whole.size());
}

std::string utf8_excerpt(std::string_view text, std::size_t characters_max) {
  std::string line;
  std::size_t characters = 0;
  std::size_t end = std::string::npos;  // Of what may stay.
  for (const char c : text) {
    const bool blank = is_blank(c);
    if (blank && (line.empty() || line.back() == ' ')) continue;
    if (!continues(c)) {
      if (characters == characters_max) end = line.size();
      if (characters++ > characters_max + 1) break;
    }
    line += blank ? ' ' : c;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (line.size() <= end) return line;
  return std::string(utf8_cut_at_word(line, end)) + "...";
}

}  // namespace mg
