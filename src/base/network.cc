#include "base/network.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace mg {

std::string network_of(std::string_view address) {
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::string terminated(address);
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  bool is_ipv4 = inet_pton(AF_INET, terminated.c_str(), bytes.data() + 12) == 1;
  if (!is_ipv4) {
    if (inet_pton(AF_INET6, terminated.c_str(), bytes.data()) != 1) return terminated;
    is_ipv4 = std::equal(mapped.begin(), mapped.end(), bytes.begin());
  }
  if (is_ipv4) {
    bytes[15] = 0;
    inet_ntop(AF_INET, bytes.data() + 12, text.data(), text.size());
    return std::string(text.data()) + "/24";
  }
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  return std::string(text.data()) + "/64";
}

}  // namespace mg
