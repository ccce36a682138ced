#pragma once

#include <string>
#include <string_view>

namespace mg {

// The network that an IP address stands for where people are counted by it: the IPv4 /24
// ("192.0.2.0/24", also of a mapped address) or the IPv6 /64 ("2001:db8:1:2::/64"), since one
// customer of a provider holds all of that. What is no address comes back as it is.
std::string network_of(std::string_view address);

// "192.0.2.7", "2001:db8::1". No name, no brackets.
bool is_ip_address(std::string_view text);

// An IP address of this machine alone: 127.0.0.0/8 (also mapped) or ::1. A name is none, whatever
// it begins with.
bool is_loopback_address(std::string_view address);

}  // namespace mg
