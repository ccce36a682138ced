#include "mime/transfer.h"

#include <gmime/gmime-encodings.h>

#include "base/ascii.h"

namespace mg::mime {
namespace {

std::string_view name_of(std::string_view encoding) {
  encoding = ascii::trim(encoding);
  // "base64 (comment)", "base64;" and "\"base64\"" all occur.
  while (encoding.starts_with('"')) encoding.remove_prefix(1);
  return encoding.substr(0, encoding.find_first_of(" \t;(\""));
}

bool looks_like_base64(std::string_view line) {
  for (const char c : line) {
    if (!ascii::is_alnum(c) && c != '+' && c != '/' && c != '=') return false;
  }
  return true;
}

// Mailing lists append a plain footer below a base64 text; decoded as base64 it would be garbage.
std::size_t base64_end(std::string_view bytes) {
  std::size_t end = 0;
  bool padded = false;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const std::string_view line = ascii::trim(ascii::take_line(rest));
    if (!line.empty() && padded && !looks_like_base64(line)) return end;
    if (!line.empty()) padded = line.ends_with('=') && looks_like_base64(line);
    end = bytes.size() - rest.size();
  }
  return bytes.size();
}

// What is missing at the end for the last characters to count; writers leave "=" out.
std::string_view missing_padding(std::string_view bytes) {
  const auto digits = std::ranges::count_if(
      bytes, [](char c) { return ascii::is_alnum(c) || c == '+' || c == '/'; });
  if (bytes.find('=') != std::string_view::npos) return {};
  return digits % 4 == 2 ? "==" : digits % 4 == 3 ? "=" : "";
}

std::string decode(std::string_view bytes, GMimeContentEncoding kind) {
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, kind);
  std::string out(g_mime_encoding_outlen(&state, bytes.size()) + 16, '\0');
  out.resize(g_mime_encoding_flush(&state, bytes.data(), bytes.size(), out.data()));
  return out;
}

// A line is its length and its bytes, four characters for three; "begin" and "end" are no data.
// Blanks that were lost at the end of a line are zeros; never so many that a mail of bare lengths
// becomes larger than it came.
std::string decode_uu(std::string_view bytes) {
  std::string out;
  const std::size_t bytes_max = bytes.size();
  while (!bytes.empty()) {
    const std::string_view line = ascii::take_line(bytes);
    if (line == "end") break;
    if (line.starts_with("begin ") || line.empty()) continue;
    const auto value = [&](std::size_t i) -> unsigned {
      return i < line.size() ? (static_cast<unsigned char>(line[i]) - 32u) & 63u : 0u;
    };
    std::size_t left = value(0);
    for (std::size_t i = 1; left > 0; i += 4) {
      const unsigned bits = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
      if (i >= line.size() && out.size() + left > bytes_max) break;
      for (int shift = 16; shift >= 0 && left > 0; shift -= 8, --left) {
        out += static_cast<char>(bits >> shift & 255u);
      }
    }
  }
  return out;
}

}  // namespace

bool is_known_transfer(std::string_view encoding) {
  const std::string_view name = name_of(encoding);
  for (const std::string_view known : {"", "7bit", "8bit", "binary", "base64", "quoted-printable",
                                       "x-uuencode", "uuencode", "x-uue", "7-bit", "8-bit"}) {
    if (ascii::equals(name, known)) return true;
  }
  return false;
}

std::string decode_transfer(std::string_view bytes, std::string_view encoding) {
  const std::string_view name = name_of(encoding);
  if (ascii::equals(name, "base64")) {
    const std::size_t end = base64_end(bytes);
    const std::string_view data = bytes.substr(0, end);
    const std::string_view padding = missing_padding(data);
    std::string out = decode(padding.empty() ? data : std::string(data).append(padding),
                             GMIME_CONTENT_ENCODING_BASE64);
    if (end < bytes.size()) out.append(bytes.substr(end));
    return out;
  }
  if (ascii::equals(name, "quoted-printable")) {
    return decode(bytes, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  }
  if (ascii::starts_with(name, "x-uu") || ascii::starts_with(name, "uu")) {
    return decode_uu(bytes);
  }
  return std::string(bytes);
}

}  // namespace mg::mime
