#include "base/network.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <optional>

namespace mg {
namespace {

// In network order; IPv4 in its mapped form.
using Address = std::array<unsigned char, 16>;
constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::optional<Address> address_from(const std::string& text) {
  Address address{};
  if (inet_pton(AF_INET6, text.c_str(), address.data()) == 1) return address;
  std::ranges::copy(mapped, address.begin());
  if (inet_pton(AF_INET, text.c_str(), address.data() + mapped.size()) == 1) return address;
  return {};
}

bool is_ipv4(const Address& address) {
  return std::equal(mapped.begin(), mapped.end(), address.begin());
}

}  // namespace

std::string network_of(std::string_view text) {
  auto address = address_from(std::string(text));
  if (!address) return std::string(text);
  std::array<char, INET6_ADDRSTRLEN> network{};
  if (is_ipv4(*address)) {
    address->back() = 0;
    inet_ntop(AF_INET, address->data() + mapped.size(), network.data(), network.size());
    return std::string(network.data()) + "/24";
  }
  std::fill(address->begin() + 8, address->end(), 0);
  inet_ntop(AF_INET6, address->data(), network.data(), network.size());
  return std::string(network.data()) + "/64";
}

bool is_ip_address(std::string_view text) {
  return address_from(std::string(text)).has_value();
}

bool is_loopback_address(std::string_view text) {
  const auto address = address_from(std::string(text));
  if (!address) return false;
  if (is_ipv4(*address)) return (*address)[mapped.size()] == 127;
  constexpr Address one{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  return *address == one;
}

}  // namespace mg
