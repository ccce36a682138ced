#pragma once

#include <string>
#include <string_view>

namespace mg {

// The network that an IP address stands for where people are counted by it: the IPv4 /24
// ("192.0.2.0/24", also of a mapped address) or the IPv6 /64 ("2001:db8:1:2::/64"), since one
// customer of a provider holds all of that. What is no address comes back as it is.
std::string network_of(std::string_view address);

}  // namespace mg
