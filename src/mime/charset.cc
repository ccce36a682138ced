#include "mime/charset.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unordered_map>

#include "base/ascii.h"
#include "base/utf8.h"

namespace mg::mime {
namespace {

struct Labels {
  const char* converter;
  std::string_view labels;
};

constexpr Labels known_labels[] = {
#include "mime/charset_labels.inc"
};

using LabelTable = std::unordered_map<std::string, const char*>;

// "UTF 8", "utf_8" and "iso8859_1" all occur.
std::string loose_label(std::string_view label) {
  std::string out;
  for (const char c : label) {
    if (ascii::is_alnum(c)) out += c;
  }
  return out;
}

const LabelTable& label_table() {
  static const auto table = [] {
    LabelTable out;
    for (const Labels& row : known_labels) {
      std::string_view rest = row.labels;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        out.emplace(rest.substr(0, end), row.converter);
        out.emplace(loose_label(rest.substr(0, end)), row.converter);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return out;
  }();
  return table;
}

// Null when it is not known.
const char* converter_of(const std::string& name) {
  auto row = label_table().find(name);
  if (row == label_table().end()) row = label_table().find(loose_label(name));
  return row == label_table().end() ? nullptr : row->second;
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

// Japanese mail programs of old switch character sets by escapes within seven bits, and name none.
bool has_japanese_escape(std::string_view bytes) {
  for (const std::string_view escape : {"\x1b$B", "\x1b$@", "\x1b(J"}) {
    if (bytes.find(escape) != std::string_view::npos) return true;
  }
  return false;
}

Reason told_otherwise(const std::string& name, std::string_view read_as) {
  if (name.empty()) return {Why::charset_guessed, std::string(read_as)};
  return {Why::charset_wrong, name + ", read as " + std::string(read_as)};
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
  return name.empty() || converter_of(name) != nullptr || open_other(name) != nullptr;
}

Decoded decode_charset(std::string_view bytes, std::string_view label) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return {clean_utf8(bytes.substr(3)), {}};
  const std::string name = normal_label(label);
  const char* known = converter_of(name);
  Converter converter;
  std::string_view encoding = known == nullptr ? "windows-1252" : known;
  if (encoding.starts_with("UTF-16") && bytes.starts_with("\xFE\xFF")) encoding = "UTF-16BE";
  if (encoding.starts_with("UTF-16") && bytes.starts_with("\xFF\xFE")) encoding = "UTF-16LE";
  if (known == nullptr && !name.empty()) converter = open_other(name);
  Decoded out;
  if (known == nullptr && !converter && !name.empty()) out.reason = {Why::charset_unknown, name};
  const bool latin = !converter && (encoding == "windows-1252" || encoding == "UTF-8");
  if (latin && is_ascii(bytes)) {
    if (!has_japanese_escape(bytes)) return {clean_utf8(bytes), std::move(out.reason)};
    encoding = "ISO-2022-JP-2";
    out.reason = told_otherwise(name, "iso-2022-jp");
  } else if (latin && is_utf8(bytes)) {
    if (encoding != "UTF-8" && !out.reason) out.reason = told_otherwise(name, "utf-8");
    return {clean_utf8(bytes), std::move(out.reason)};
  } else if (latin && is_mostly_utf8(bytes)) {
    // Nearly all of it is UTF-8 and a little is torn: better a mark than mojibake.
    return {clean_utf8(bytes), Reason{Why::charset_torn, "utf-8"}};
  } else if (latin) {
    if (!out.reason && (name.empty() || encoding == "UTF-8")) {
      out.reason = told_otherwise(name, "windows-1252");
    }
    encoding = "windows-1252";
  }
  if (!converter) converter = open_converter(std::string(encoding).c_str());
  if (!converter) return {clean_utf8(bytes), std::move(out.reason)};
  out.text = convert(bytes, converter.get());
  if (encoding.starts_with("UTF-16") && out.text.starts_with("\xEF\xBB\xBF")) out.text.erase(0, 3);
  // The label lies when its character set cannot hold the bytes and UTF-8 can.
  if (!latin && out.text.find("\xEF\xBF\xBD") != std::string::npos) {
    if (!is_ascii(bytes) && is_utf8(bytes)) {
      return {clean_utf8(bytes), told_otherwise(name, "utf-8")};
    }
    out.reason = {Why::charset_torn, name};
  }
  return out;
}

std::string to_utf8(std::string_view bytes, std::string_view label) {
  return decode_charset(bytes, label).text;
}

std::string charset_in_html(std::string_view html) {
  constexpr std::size_t prescan_bytes_max = 1024;
  const std::string head = ascii::lower(html.substr(0, prescan_bytes_max));
  for (auto at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 5)) {
    const std::string_view tag = std::string_view(head).substr(at, head.find('>', at) - at);
    const auto named = tag.find("charset=");
    if (named == std::string_view::npos) continue;
    const auto from = tag.find_first_not_of(" \"'", named + 8);
    if (from == std::string_view::npos) continue;
    const auto value = tag.substr(from, tag.find_first_of(" \"';/", from) - from);
    // A page that could be read so far is not in UTF-16, whatever it says.
    return value.starts_with("utf-16") ? std::string("utf-8") : std::string(value);
  }
  return {};
}

}  // namespace mg::mime
