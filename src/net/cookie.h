#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"

// Cookies as RFC 6265 has them.
namespace mg::net {

enum class SameSite { strict, lax };

// Always HttpOnly. With the prefix "__Host-" browsers demand secure, path "/" and no domain.
struct Cookie {
  std::string name = {};   // A token.
  std::string value = {};  // cookie-octets: no space, quote, comma, semicolon, backslash, control.
  std::string path = "/";
  std::optional<std::chrono::seconds> max_age = {};  // None: ends with the browser; 0: delete now.
  bool secure = true;
  SameSite same_site = SameSite::lax;
};

// The Set-Cookie value; asserts that name and value are well-formed.
std::string set_cookie(const Cookie& cookie);

// The value of the first cookie of this name in the request; nullopt when there is none or when
// two of that name have different values (somebody planted one).
std::optional<std::string_view> cookie_value(const Request& request, std::string_view name);

}  // namespace mg::net
