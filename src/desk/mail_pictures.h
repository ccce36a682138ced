#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mg::desk {

// `html` with "/_cid/N" in quotes, by which a mail that was understood names its part N, replaced
// by addresses[N]; what names no part stays. Linear: a mail may show one picture many thousand
// times (catalogue row E19), and this runs in the transaction that takes it in.
std::string with_part_addresses(std::string_view html, std::span<const std::string> addresses);

}  // namespace mg::desk
