#include "channels/email/smtp_route.h"

#include <array>
#include <tuple>

#include "base/mailbox.h"
#include "base/network.h"
#include "channels/email/smtp_send.h"

namespace mg::channels::email {

std::optional<Route> read_route(std::string_view url) {
  static constexpr std::array<std::tuple<std::string_view, Tls, int>, 3> schemes{{
      {"smtp", Tls::opportunistic, 25},
      {"smtp+starttls", Tls::starttls, 587},
      {"smtps", Tls::from_start, 465},
  }};
  const auto read = read_smtp_url(url);
  if (!read) return {};
  for (const auto& [scheme, tls, port] : schemes) {
    if (scheme == read->scheme) return Route{tls, read->host, read->port != 0 ? read->port : port};
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
