#include "net/security_headers.h"

#include "base/ascii.h"

namespace mg::net {

void add_security_headers(Response& response, bool secure) {
  const auto add = [&](std::string_view name, std::string_view value) {
    for (const Header& header : response.headers) {
      if (ascii::equals(header.name, name)) return;
    }
    response.headers.push_back({std::string(name), std::string(value)});
  };
  add("X-Content-Type-Options", "nosniff");
  add("Referrer-Policy", "no-referrer");
  add("Content-Security-Policy", content_security_policy);
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("X-Frame-Options", "DENY");
  add("Permissions-Policy",
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
      "magnetometer=(), microphone=(), midi=(), payment=(), usb=()");
  if (secure) add("Strict-Transport-Security", "max-age=31536000");
  add("Cache-Control", "no-store");
}

}  // namespace mg::net
