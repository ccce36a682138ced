#include "channels/email/smtp_route.h"

#include <array>
#include <tuple>

#include "base/network.h"
#include "channels/email/lmtp_syntax.h"
#include "channels/email/smtp_send.h"

namespace mg::channels::email {

std::optional<Route> read_route(std::string_view url) {
  static constexpr std::array<std::tuple<std::string_view, Tls, int>, 3> schemes{{
      {"smtp://", Tls::opportunistic, 25},
      {"smtp+starttls://", Tls::starttls, 587},
      {"smtps://", Tls::from_start, 465},
  }};
  for (const auto& [scheme, tls, port] : schemes) {
    if (!equal_ignoring_case(url.substr(0, scheme.size()), scheme)) continue;
    std::string_view rest = url.substr(scheme.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    Route route{tls, {}, port};
    const auto bracket = rest.starts_with('[') ? rest.find(']') : 0;
    if (bracket == std::string_view::npos) return {};
    const auto colon = rest.find(':', bracket);
    route.host = rest.substr(0, colon);
    if (colon != std::string_view::npos) {
      const auto digits = rest.substr(colon + 1);
      if (digits.empty() || digits.size() > 5) return {};
      route.port = 0;
      for (char c : digits) {
        if (c < '0' || c > '9') return {};
        route.port = route.port * 10 + (c - '0');
      }
    }
    const bool host_ok = !route.host.starts_with('"') && is_mailbox("x@" + route.host, false);
    if (!host_ok || route.port < 1 || route.port > 65535) return {};
    return route;
  }
  return {};
}

bool Route::is_loopback() const {
  std::string_view address = host;
  if (address.starts_with('[')) address = address.substr(1, address.size() - 2);
  return host == "localhost" || is_loopback_address(address);
}

Result<void> check_smtp_url(std::string_view url) {
  if (read_route(url)) return {};
  return refuse(RefusalKind::bad_input, "smtp_url_malformed",
                "The mail server must be smtp://HOST:PORT, smtp+starttls://HOST:PORT or "
                "smtps://HOST:PORT, with nothing behind the port.");
}

}  // namespace mg::channels::email
