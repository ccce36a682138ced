#include "mime/charset.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unordered_map>

#include "base/utf8.h"
#include "mime/ascii.h"

namespace mg::mime {
namespace {

struct Labels {
  const char* converter;
  std::string_view labels;
};

constexpr Labels known_labels[] = {
#include "mime/charset_labels.inc"
};

const std::unordered_map<std::string_view, const char*>& label_table() {
  static const auto table = [] {
    std::unordered_map<std::string_view, const char*> out;
    for (const Labels& row : known_labels) {
      std::string_view rest = row.labels;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        out.emplace(rest.substr(0, end), row.converter);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return out;
  }();
  return table;
}

struct Closed {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Closed>;

std::string normal_label(std::string_view label) {
  std::string out;
  for (const char c : ascii::trim(label)) {
    if (c != '"' && c != '\'') out += ascii::lower(c);
  }
  return out;
}

Converter open_converter(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  return U_FAILURE(status) ? nullptr : std::move(converter);
}

bool is_ascii(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return static_cast<signed char>(c) >= 0; });
}

// How many bytes of the front are ASCII other than NUL.
std::size_t plain_length(std::string_view bytes) {
  std::size_t n = 0;
  while (n < bytes.size() && static_cast<signed char>(bytes[n]) > 0) ++n;
  return n;
}

// Latin-1 hardly ever looks like UTF-8 by chance, so a few good sequences outweigh a torn one.
bool is_mostly_utf8(std::string_view bytes) {
  std::size_t good = 0;
  std::size_t bad = 0;
  while (!bytes.empty()) {
    const std::size_t length = utf8_sequence_length(bytes);
    good += length > 1 ? 1 : 0;
    bad += length == 0 ? 1 : 0;
    bytes.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return good >= 3 * bad;
}

std::string convert(std::string_view bytes, UConverter* converter) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString wide(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter,
                                status);
  std::string out;
  wide.toUTF8String(out);
  return clean_utf8(out);
}

// A name ICU knows although no browser does, such as "utf-7" or "cp850".
Converter open_other(const std::string& label) {
  return label.size() < 40 ? open_converter(label.c_str()) : nullptr;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t plain = plain_length(bytes);
    const std::size_t length = plain > 0 ? plain : utf8_sequence_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string clean_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t plain = plain_length(text); plain > 0) {
      out += text.substr(0, plain);
      text.remove_prefix(plain);
      continue;
    }
    const std::size_t length = utf8_sequence_length(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
      // One mark for one broken character, however many of its bytes are left.
      while (!text.empty() && (static_cast<std::uint8_t>(text[0]) & 0xC0) == 0x80) {
        text.remove_prefix(1);
      }
      continue;
    }
    if (text[0] != '\0') out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

bool is_known_charset(std::string_view label) {
  const std::string name = normal_label(label);
  return name.empty() || label_table().contains(name) || open_other(name) != nullptr;
}

std::string to_utf8(std::string_view bytes, std::string_view label) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return clean_utf8(bytes.substr(3));
  const std::string name = normal_label(label);
  const auto row = label_table().find(name);
  Converter converter;
  std::string_view encoding = "windows-1252";
  if (row != label_table().end()) {
    encoding = row->second;
    if (encoding.starts_with("UTF-16") && bytes.starts_with("\xFE\xFF")) encoding = "UTF-16BE";
    if (encoding.starts_with("UTF-16") && bytes.starts_with("\xFF\xFE")) encoding = "UTF-16LE";
  } else if (!name.empty()) {
    converter = open_other(name);
  }
  const bool latin = !converter && (encoding == "windows-1252" || encoding == "UTF-8");
  if (latin && (is_ascii(bytes) || is_utf8(bytes))) return clean_utf8(bytes);
  if (latin) {
    // Nearly all of it is UTF-8 and a little is torn: better a mark than mojibake.
    if (is_mostly_utf8(bytes)) return clean_utf8(bytes);
    encoding = "windows-1252";
  }
  if (!converter) converter = open_converter(std::string(encoding).c_str());
  if (!converter) return clean_utf8(bytes);
  std::string out = convert(bytes, converter.get());
  if (encoding.starts_with("UTF-16") && out.starts_with("\xEF\xBB\xBF")) out.erase(0, 3);
  return out;
}

}  // namespace mg::mime
