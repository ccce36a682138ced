#include "db/parameters.h"

#include <cctype>
#include <cmath>
#include <cstdint>

namespace mg::db {
namespace {

// Length of the well-formed UTF-8 sequence at `at` (RFC 3629), or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    if (first == 0xE0 && byte(1) < 0xA0) return 0;  // Overlong.
    if (first == 0xED && byte(1) > 0x9F) return 0;  // Surrogate.
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    if (first == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

void check_text(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned char byte = static_cast<unsigned char>(text[at]);
    if (byte == 0) throw Error(ErrorKind::other, "Text with the character U+0000.");
    if (byte < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = sequence_length(text, at);
    if (length == 0) throw Error(ErrorKind::other, "Text that is not UTF-8.");
    at += length;
  }
}

// The position behind the literal, quoted name or comment that starts at `at`, or `at`.
std::size_t skip_opaque(std::string_view sql, std::size_t at) {
  const char c = sql[at];
  const auto behind = [&](std::string_view end, std::size_t from) {
    const std::size_t found = sql.find(end, from);
    return found == std::string_view::npos ? sql.size() : found + end.size();
  };
  // A doubled quote inside simply starts the next literal.
  if (c == '\'' || c == '"') return behind(std::string_view(&c, 1), at + 1);
  if (sql.substr(at, 2) == "--") return behind("\n", at);
  if (sql.substr(at, 2) == "/*") return behind("*/", at + 2);
  return at;
}

}  // namespace

void check_value(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) check_text(*text);
  if (const auto* real = std::get_if<double>(&value); real && std::isnan(*real)) {
    throw Error(ErrorKind::other, "A parameter is not a number (NaN).");
  }
}

std::string with_question_marks(std::string_view sql) {
  std::string out;
  out.reserve(sql.size());
  std::size_t at = 0;
  while (at < sql.size()) {
    if (const std::size_t end = skip_opaque(sql, at); end != at) {
      out += sql.substr(at, end - at);
      at = end;
      continue;
    }
    const bool parameter = sql[at] == '$' && at + 1 < sql.size() &&
                           std::isdigit(static_cast<unsigned char>(sql[at + 1])) != 0;
    out += parameter ? '?' : sql[at];
    ++at;
  }
  return out;
}

}  // namespace mg::db
