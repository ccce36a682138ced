#include "net/cookie.h"

#include <algorithm>
#include <cassert>

namespace mg::net {
namespace {

bool is_cookie_value(std::string_view value) {
  return std::ranges::all_of(value, [](char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string set_cookie(const Cookie& cookie) {
  assert(is_token(cookie.name) && is_cookie_value(cookie.value));
  assert(is_header_value(cookie.path) && cookie.path.find(';') == std::string::npos);
  std::string out = cookie.name + '=' + cookie.value + "; Path=" + cookie.path;
  if (cookie.max_age) out += "; Max-Age=" + std::to_string(cookie.max_age->count());
  out += "; HttpOnly";
  if (cookie.secure) out += "; Secure";
  out += cookie.same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
  return out;
}

std::optional<std::string_view> cookie_value(const Request& request, std::string_view name) {
  std::optional<std::string_view> found;
  for (const Header& header : request.headers) {
    if (header.name != "cookie") continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view pair = trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      const std::string_view value = pair.substr(equals + 1);
      if (found && *found != value) return {};
      found = value;
    }
  }
  return found;
}

}  // namespace mg::net
