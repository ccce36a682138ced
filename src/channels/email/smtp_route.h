#pragma once

#include <optional>
#include <string>
#include <string_view>

// Where mail goes out: the URL of an inbox's server, "smtp://HOST[:PORT]" and its like.
namespace mg::channels::email {

enum class Tls { opportunistic, starttls, from_start, none };

struct Route {
  Tls tls = Tls::opportunistic;
  std::string host;  // As in a URL: an IPv6 address with its brackets.
  int port = 25;

  bool is_loopback() const;
};

// None when check_smtp_url() refuses it.
std::optional<Route> read_route(std::string_view url);

}  // namespace mg::channels::email
