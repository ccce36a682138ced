#include "base/json_write.h"

#include <charconv>
#include <cmath>

#include "base/utf8.h"

namespace mg::json {
namespace {

// What stands for a byte below 0x80 in a string: itself (0), \u00XX ('u'), or '\\' and this.
constexpr std::array<char, 128> escapes = [] {
  std::array<char, 128> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  table[0x7F] = 'u';
  return table;
}();

template <class Number>
void append_number(std::string& out, Number number) {
  char text[40];
  const auto result = std::to_chars(text, text + sizeof text, number);
  out.append(text, result.ptr);
}

void append_escape(std::string& out, unsigned char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '\\';
  out += escapes[c];
  if (escapes[c] != 'u') return;
  out += "00";
  out += hex[c >> 4];
  out += hex[c & 15];
}

}  // namespace

void append(std::string& out, std::string_view text) {
  out.reserve(out.size() + text.size() + 2);
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80 && escapes[c] == 0) {
      ++i;
      continue;
    }
    const std::size_t length = c < 0x80 ? 0 : utf8_sequence_length(text.substr(i));
    if (length > 0) {
      i += length;
      continue;
    }
    out.append(text, copied, i - copied);
    if (c < 0x80) {
      append_escape(out, c);
    } else {
      out += "\xEF\xBF\xBD";
    }
    copied = ++i;
  }
  out.append(text, copied, text.size() - copied);
  out += '"';
}

void append(std::string& out, std::int64_t number) {
  append_number(out, number);
}
void append(std::string& out, std::uint64_t number) {
  append_number(out, number);
}

void append(std::string& out, double number) {
  if (std::isfinite(number)) {
    append_number(out, number);
  } else {
    out += "null";
  }
}

}  // namespace mg::json
