#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mg::net {

// The name in a Host field or of a URL's authority: lower case, without port, brackets and a final
// dot. nullopt for what is none, such as "ok:80@evil.example".
std::optional<std::string> host_name(std::string_view authority);

// The names a server answers to. A page of another site can have its own name lead to this server's
// address (DNS rebinding); its requests then come from the visitor's browser, past any firewall,
// and only their Host still tells them from ours.
class AllowedHosts {
 public:
  // Which addresses a client may use instead of a name. An address in Host cannot be rebound: it is
  // the very address that the page came from.
  enum class Addresses { loopback, all };

  AllowedHosts() = default;  // Every host.
  // `names` and loopback names ("localhost", "desk.localhost") and addresses.
  AllowedHosts(std::vector<std::string> names, Addresses addresses);

  // `host` as the Host field has it. One that is missing or empty comes from no browser: allowed.
  bool allows(std::string_view host) const;

 private:
  bool all_ = true;
  std::vector<std::string> names_;
  Addresses addresses_ = Addresses::all;
};

// True for "192.0.2.1:8080", "[2001:db8::1]".
bool is_address(std::string_view host);

}  // namespace mg::net
