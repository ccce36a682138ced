#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace mg::net {

// An address in 16 bytes; IPv4 is written as its IPv4-mapped IPv6 form.
using AddressBytes = std::array<std::uint8_t, 16>;
std::optional<AddressBytes> parse_address(std::string_view text);
std::string to_text(const AddressBytes& address);  // "192.0.2.1", "2001:db8::1".

// Who may tell us, by X-Forwarded-*, whom they speak for.
class TrustedProxies {
 public:
  // Addresses or CIDR blocks; bad_input for anything else.
  static Result<TrustedProxies> parse(const std::vector<std::string>& entries);

  bool trusts(const AddressBytes& address) const;

  // Sets request.peer, request.unasked_proxy and request.secure, from the connection's peer and,
  // when that is trusted, from the headers: the client is the rightmost address of X-Forwarded-For
  // that is not trusted itself; what stands left of it anybody could have written.
  void apply(Request& request, const AddressBytes& peer, bool secure) const;

 private:
  struct Block {
    AddressBytes address;
    unsigned bits;
  };
  std::vector<Block> blocks_;
};

}  // namespace mg::net
