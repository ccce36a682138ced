#include "mime/build_encode.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <unicode/idna.h>
#include <unicode/unistr.h>

#include "base/utf8.h"

namespace mg::mime::wire {
namespace {

constexpr std::string_view hex = "0123456789ABCDEF";
constexpr std::size_t word_bytes_max = 45;  // Of text in one encoded word: 60 of base64, 75 in all.
constexpr std::size_t address_bytes_max = 254;
constexpr std::size_t name_piece_bytes_max = 50;

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_atom(char c) {
  return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

void append_base64(std::string_view bytes, std::string& out) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k > bytes.size() ? '=' : digits[three >> (18 - 6 * k) & 63];
    }
  }
}

std::string base64(std::string_view bytes) {
  std::string out;
  append_base64(bytes, out);
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_alnum(c) || c == '.' || c == '-' || c == '_') {
      out += c;
    } else {
      out += '%';
      out += hex[static_cast<unsigned char>(c) >> 4];
      out += hex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

std::string ascii_fallback(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if ((c & 0x80) != 0) {
      if (out.empty() || out.back() != '_') out += '_';
    } else {
      out += c == '"' || c == '\\' || c == '%' ? '_' : c;
    }
  }
  if (out.size() > 60) out.erase(30, out.size() - 60);
  return out;
}

std::string quoted_printable(std::string_view text) {
  std::string out, line;
  const auto flush = [&](bool soft) {
    out += line;
    out += soft ? "=\r\n" : "\r\n";
    line.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      flush(false);
      continue;
    }
    const bool line_end = i + 1 == text.size() || text[i + 1] == '\n';
    const bool plain = c >= 0x21 && c <= 0x7e && c != '=';
    // Servers have changed "From " and a lone dot at the start of a line.
    const bool risky =
        line.empty() && (c == '.' || (c == 'F' && text.substr(i).starts_with("From ")));
    std::string piece;
    if ((plain && !risky) || ((c == ' ' || c == '\t') && !line_end)) {
      piece = c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      piece = {'=', hex[byte >> 4], hex[byte & 15]};
    }
    if (line.size() + piece.size() > line_bytes_max - 1) flush(true);
    line += piece;
  }
  if (!line.empty()) flush(false);
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
  if (!out.empty() && !out.ends_with('\n')) out += "\r\n";
  return out;
}

bool fits_as_it_is(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c & 0x80) != 0 || (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) return false;
    if (length == 0 && (c == '.' || text.substr(i).starts_with("From "))) return false;
    if (c == '\n' && i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\t')) return false;
    length = c == '\n' ? 0 : length + 1;
    if (length > line_bytes_max) return false;
  }
  return true;
}

}  // namespace

bool has_control(std::string_view value) {
  return std::ranges::any_of(value, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

bool is_ascii(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return (c & 0x80) == 0; });
}

std::string header(std::string_view name, std::string_view value) {
  std::string out(name);
  out += ':';
  std::size_t line = out.size();
  while (!value.empty()) {
    const auto end = std::min(value.find(' '), value.size());
    const auto token = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    // Two blanks in a row stand; a line of blanks alone is never made.
    if (!token.empty() && line + 1 + token.size() > line_bytes_max && line > 1 &&
        line != name.size() + 1) {
      out += "\r\n";
      line = 0;
    }
    out += ' ';
    out += token;
    line += 1 + token.size();
  }
  return out + "\r\n";
}

std::string words(std::string_view text) {
  // "=?" would be read as an encoded word, and a very long word could not be folded.
  const bool plain = is_ascii(text) && text.find("=?") == std::string_view::npos &&
                     text.find('\t') == std::string_view::npos && !text.starts_with(' ') &&
                     !text.ends_with(' ');
  bool long_word = false;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == ' ' ? 0 : run + 1;
    long_word |= run > line_bytes_max - 2;
  }
  if (plain && !long_word) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const auto length = utf8_boundary(text, word_bytes_max);
    if (!out.empty()) out += ' ';
    out += "=?utf-8?B?" + base64(text.substr(0, length)) + "?=";
    text.remove_prefix(length);
  }
  return out;
}

std::string mailbox(const Address& address) {
  const auto addr = checked_address(address.addr).value_or("");
  const std::string_view name = address.name;
  if (name.find_first_not_of(" \t") == std::string_view::npos) return addr;
  if (!is_ascii(name) || name.find("=?") != std::string_view::npos ||
      name.find('\t') != std::string_view::npos) {
    return words(name) + " <" + addr + ">";
  }
  const bool atoms = std::ranges::all_of(name, [](char c) { return is_atom(c) || c == ' '; });
  if (atoms && !name.starts_with(' ') && !name.ends_with(' ') && name.size() < 60) {
    return std::string(name) + " <" + addr + ">";
  }
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\" <" + addr + ">";
}

std::string mailbox_list(const std::vector<Address>& list) {
  std::string out;
  for (const Address& address : list) {
    if (!out.empty()) out += ", ";
    out += mailbox(address);
  }
  return out;
}

namespace {

// RFC 5321 dot-string, with the letters beyond ASCII of RFC 6531.
bool is_dot_string(std::string_view local) {
  const auto is_local = [](char c) { return is_atom(c) || c == '.' || (c & 0x80) != 0; };
  return std::ranges::all_of(local, is_local) && is_utf8(local) && !local.starts_with('.') &&
         !local.ends_with('.') && local.find("..") == std::string_view::npos;
}

bool is_quoted_string(std::string_view local) {
  if (local.size() < 3 || local.front() != '"' || local.back() != '"') return false;
  local = local.substr(1, local.size() - 2);
  for (std::size_t i = 0; i < local.size(); ++i) {
    const bool escaped = local[i] == '\\';
    if (escaped && ++i == local.size()) return false;
    if (local[i] < 0x20 || local[i] > 0x7e || (local[i] == '"' && !escaped)) return false;
  }
  return true;
}

bool is_address_literal(std::string_view domain) {
  const auto is_part = [](char c) { return is_alnum(c) || c == '.' || c == ':'; };
  return domain.size() > 2 && domain.front() == '[' && domain.back() == ']' &&
         std::ranges::all_of(domain.substr(1, domain.size() - 2), is_part);
}

}  // namespace

std::optional<std::string> checked_address(std::string_view addr) {
  const auto at = addr.rfind('@');
  if (at == std::string_view::npos || at == 0 || addr.size() > address_bytes_max)
    return std::nullopt;
  const auto local = addr.substr(0, at), domain = addr.substr(at + 1);
  if (local.size() > 64 || !(is_dot_string(local) || is_quoted_string(local))) return std::nullopt;
  if (is_address_literal(domain)) return std::string(addr);
  std::string host(domain);
  if (!is_ascii(domain)) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::IDNA> idna(icu::IDNA::createUTS46Instance(
        UIDNA_USE_STD3_RULES | UIDNA_NONTRANSITIONAL_TO_ASCII, status));
    icu::IDNAInfo info;
    icu::UnicodeString ascii;
    if (U_FAILURE(status)) return std::nullopt;
    idna->nameToASCII(icu::UnicodeString::fromUTF8(
                          icu::StringPiece(host.data(), static_cast<std::int32_t>(host.size()))),
                      ascii, info, status);
    if (U_FAILURE(status) || info.hasErrors()) return std::nullopt;
    host.clear();
    ascii.toUTF8String(host);
  }
  const auto is_host = [](char c) { return is_alnum(c) || c == '-' || c == '.'; };
  if (host.empty() || !std::ranges::all_of(host, is_host) || host.starts_with('.') ||
      host.ends_with('.') || host.find("..") != std::string::npos || host.starts_with('-') ||
      host.ends_with('-')) {
    return std::nullopt;
  }
  return std::string(local) + '@' + host;
}

std::string name_parameter(std::string_view parameter, std::string_view name) {
  const std::string start(parameter);
  if (is_ascii(name) && name.size() <= 60 &&
      name.find_first_of("\"\\%") == std::string_view::npos) {
    return "; " + start + "=\"" + std::string(name) + "\"";
  }
  std::string out = "; " + start + "=\"" + ascii_fallback(name) + "\"";
  const auto encoded = percent_encoded(name);
  if (encoded.size() <= name_piece_bytes_max) return out + "; " + start + "*=UTF-8''" + encoded;
  std::string_view rest = encoded;
  for (int piece = 0; !rest.empty(); ++piece) {
    auto length = std::min(rest.size(), name_piece_bytes_max);
    // An escape "%C3" stays in one piece.
    if (length < rest.size()) {
      if (rest[length - 1] == '%')
        length -= 1;
      else if (rest[length - 2] == '%')
        length -= 2;
    }
    out += "; " + start + "*" + std::to_string(piece) + "*=" + (piece == 0 ? "UTF-8''" : "") +
           std::string(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  return out;
}

std::string date(std::int64_t unix_seconds) {
  constexpr std::array<const char*, 7> day_names = {"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using namespace std::chrono;
  const sys_seconds when{seconds{unix_seconds}};
  const auto day = floor<std::chrono::days>(when);
  const year_month_day ymd{day};
  const hh_mm_ss time{when - day};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                day_names[weekday{day}.c_encoding()], static_cast<unsigned>(ymd.day()),
                months[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

std::string text_body(std::string_view text, std::string& encoding) {
  std::string clean;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    clean += text[i] == '\r' ? '\n' : text[i];
  }
  if (!clean.ends_with('\n')) clean += '\n';
  if (fits_as_it_is(clean)) {
    encoding = "7bit";
    return with_crlf(clean);
  }
  const auto high = std::ranges::count_if(clean, [](char c) { return (c & 0x80) != 0; });
  if (static_cast<std::size_t>(high) * 5 <= clean.size()) {
    encoding = "quoted-printable";
    return quoted_printable(clean);
  }
  encoding = "base64";
  std::string body;
  append_base64_body(with_crlf(clean), body);
  return body;
}

namespace {

constexpr std::size_t bytes_a_line = line_bytes_max / 4 * 3;

}  // namespace

std::size_t base64_body_size(std::size_t bytes) {
  const std::size_t lines = (bytes + bytes_a_line - 1) / bytes_a_line;
  return (bytes + 2) / 3 * 4 + lines * 2;
}

void append_base64_body(std::string_view bytes, std::string& out) {
  for (std::size_t i = 0; i < bytes.size(); i += bytes_a_line) {
    append_base64(bytes.substr(i, bytes_a_line), out);
    out += "\r\n";
  }
}

}  // namespace mg::mime::wire
