#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mg::desk {

// True when a line of the mail's head that names its sender (From, Sender, Reply-To, Return-Path,
// also as Resent-) holds one of the addresses (keys as store::address_key makes them). Made for
// mail that nobody has understood yet, so it reads any bytes and looks at nothing but these lines.
bool is_from(std::string_view raw, const std::vector<std::string>& addresses);

// Takes everybody with one of the addresses out of whom a message is addressed to. The text as it
// was when nobody is in it, or when it is none of ours.
std::string without_people(const std::string& people, const std::vector<std::string>& addresses);

}  // namespace mg::desk
