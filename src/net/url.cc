#include "net/url.h"

#include <algorithm>

#include "base/utf8.h"

namespace mg::net {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::unexpected<Refusal> bad_target(std::string detail) {
  return refuse(RefusalKind::bad_input, "bad_url", std::move(detail));
}

// Percent-decodes; nullopt for a bad escape, U+0000 or bytes that are not UTF-8.
std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return {};
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return {};
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
    if (out.back() == '\0') return {};
  }
  if (!is_utf8(out)) return {};
  return out;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// An encoded slash would move the borders of segments after routing, so it is refused raw.
bool hides_a_separator(std::string_view raw) {
  for (std::size_t i = 0; i + 2 < raw.size(); ++i) {
    if (raw[i] != '%') continue;
    const int code = hex_digit(raw[i + 1]) * 16 + hex_digit(raw[i + 2]);
    if (code == '/' || code == '\\') return true;
  }
  return false;
}

bool has_odd_segment(std::string_view path) {
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    if (segment == "." || segment == "..") return true;
    if (segment.empty() && end < path.size()) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return bad_target("The request target must begin with a slash.");
  if (std::ranges::any_of(target, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F ||
               c == '#';
      })) {
    return bad_target("The request target holds characters that must be percent-encoded.");
  }
  const std::size_t mark = target.find('?');
  const std::string_view raw_path = target.substr(0, mark);
  auto path = decode(raw_path, false);
  if (!path || has_control(*path)) return bad_target("The path is not well-formed.");
  if (hides_a_separator(raw_path) || path->find('\\') != std::string::npos ||
      has_odd_segment(*path)) {
    return bad_target("The path has segments that are not allowed.");
  }
  Target out{.path = std::move(*path), .query = {}};
  if (mark == std::string_view::npos) return out;
  auto query = parse_parameters(target.substr(mark + 1), query_parameters_max);
  if (!query) return std::unexpected(std::move(query.error()));
  out.query = std::move(*query);
  return out;
}

Result<std::vector<Parameter>> parse_parameters(std::string_view text, std::size_t count_max) {
  std::vector<Parameter> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (out.size() == count_max) {
      return refuse(RefusalKind::too_large, "too_many_parameters",
                    "There are too many parameters.");
    }
    const std::size_t equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value = decode(
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value) return bad_target("A parameter is not well-formed.");
    out.push_back({std::move(*name), std::move(*value)});
  }
  return out;
}

std::string encode_component(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
        c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += hex[static_cast<unsigned char>(c) >> 4];
      out += hex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

}  // namespace mg::net
