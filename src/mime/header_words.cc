#include <cstdint>
#include <optional>

#include "base/ascii.h"
#include "mime/charset.h"
#include "mime/header.h"
#include "mime/transfer.h"

// Encoded words, RFC 2047: "=?charset?B|Q?text?=".
namespace mg::mime {
namespace {

struct Word {
  std::string charset;
  std::string bytes;
  std::size_t end = 0;  // Just behind the word.
};

int hex(char c) {
  if (ascii::is_digit(c)) return c - '0';
  const char l = ascii::lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

std::string decode_q(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '_' ? ' ' : text[i];
    }
  }
  return out;
}

// Finds words of one value; remembers that no "?=" is left, so that a value of nothing but word
// beginnings costs linear time.
class WordReader {
 public:
  explicit WordReader(std::string_view value) : value_(value) {}

  std::optional<Word> read(std::size_t at) {
    if (value_.compare(at, 2, "=?") != 0) return {};
    const std::size_t second = value_.substr(0, at + 2 + charset_max).find('?', at + 2);
    if (second == std::string_view::npos || second + 2 >= value_.size()) return {};
    const char kind = ascii::lower(value_[second + 1]);
    if (value_[second + 2] != '?' || (kind != 'b' && kind != 'q')) return {};
    const std::size_t from = second + 3;
    std::size_t end = end_of_word(from);
    std::size_t after = end + 2;
    if (end == std::string_view::npos) {
      // The end is missing: the word runs to the next blank.
      end = std::min(value_.find_first_of(" \t", from), value_.size());
      after = end;
      if (end == from) return {};
    }
    Word word;
    const std::string_view label = value_.substr(at + 2, second - at - 2);
    word.charset = ascii::lower(label.substr(0, label.find('*')));
    const std::string_view text = value_.substr(from, end - from);
    word.bytes = kind == 'q' ? decode_q(text) : decode_transfer(text, "base64");
    word.end = after;
    return word;
  }

 private:
  static constexpr std::size_t charset_max = 60;

  std::size_t end_of_word(std::size_t from) {
    if (from >= no_end_from_) return std::string_view::npos;
    const std::size_t end = value_.find("?=", from);
    if (end == std::string_view::npos) no_end_from_ = from;
    return end;
  }

  std::string_view value_;
  std::size_t no_end_from_ = std::string_view::npos;
};

bool is_blank(std::string_view text) {
  return ascii::trim(text).empty();
}

}  // namespace

std::string decode_words(std::string_view value) {
  std::string out;
  WordReader reader(value);
  std::string pending;  // Bytes of adjacent words in one charset: characters may be split.
  std::string charset;
  const auto flush = [&] {
    if (!pending.empty()) out += to_utf8(pending, charset);
    pending.clear();
  };
  std::size_t plain = 0;  // Start of the text not yet copied.
  bool after_word = false;
  std::size_t at = value.find("=?");
  while (at != std::string_view::npos) {
    std::optional<Word> word = reader.read(at);
    if (!word) {
      at = value.find("=?", at + 2);
      continue;
    }
    const std::string_view between = value.substr(plain, at - plain);
    if (!after_word || !is_blank(between)) {
      flush();
      out += to_utf8(between, "");
    }
    if (word->charset != charset) flush();
    charset = word->charset;
    pending += word->bytes;
    plain = word->end;
    after_word = true;
    at = value.find("=?", plain);
  }
  flush();
  out += to_utf8(value.substr(plain), "");
  return out;
}

}  // namespace mg::mime
