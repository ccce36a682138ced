#include "net/forwarded.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>

#include "base/ascii.h"

namespace mg::net {
namespace {

constexpr AddressBytes mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0};

bool is_ipv4(const AddressBytes& address) {
  return std::equal(address.begin(), address.begin() + 12, mapped_prefix.begin());
}

bool same_bits(const AddressBytes& a, const AddressBytes& b, unsigned bits) {
  const unsigned whole = bits / 8;
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  const unsigned rest = bits % 8;
  return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The elements of all headers of this name, in order.
std::vector<std::string_view> elements(const Request& request, std::string_view name) {
  std::vector<std::string_view> out;
  for (const Header& header : request.headers) {
    if (header.name != name) continue;
    const std::string_view value = header.value;
    for (std::size_t begin = 0; begin <= value.size();) {
      const std::size_t end = std::min(value.find(',', begin), value.size());
      out.push_back(trimmed(value.substr(begin, end - begin)));
      begin = end + 1;
    }
  }
  return out;
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) {
  AddressBytes out = mapped_prefix;
  const std::string terminated(text);
  if (inet_pton(AF_INET, terminated.c_str(), out.data() + 12) == 1) return out;
  if (inet_pton(AF_INET6, terminated.c_str(), out.data()) == 1) return out;
  return {};
}

std::string to_text(const AddressBytes& address) {
  char text[INET6_ADDRSTRLEN];
  if (is_ipv4(address)) {
    inet_ntop(AF_INET, address.data() + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, address.data(), text, sizeof text);
  }
  return text;
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& entries) {
  TrustedProxies out;
  for (const std::string& entry : entries) {
    const std::size_t slash = entry.find('/');
    const auto address = parse_address(std::string_view(entry).substr(0, slash));
    unsigned bits = 128;
    bool good = address.has_value();
    if (good && slash != std::string::npos) {
      const char* const end = entry.data() + entry.size();
      const auto parsed = std::from_chars(entry.data() + slash + 1, end, bits);
      const bool ipv4 = entry.find(':') == std::string::npos;
      good = parsed.ec == std::errc{} && parsed.ptr == end && bits <= (ipv4 ? 32u : 128u);
      if (ipv4) bits += 96;
    }
    if (!good) {
      return refuse(RefusalKind::bad_input, "bad_proxy",
                    "\"" + entry + "\" is no address and no CIDR block.");
    }
    out.blocks_.push_back({*address, bits});
  }
  return out;
}

bool TrustedProxies::trusts(const AddressBytes& address) const {
  return std::ranges::any_of(
      blocks_, [&](const Block& block) { return same_bits(block.address, address, block.bits); });
}

void TrustedProxies::apply(Request& request, const AddressBytes& peer, bool secure) const {
  AddressBytes client = peer;
  request.secure = secure;
  if (trusts(peer)) {
    const auto protocols = elements(request, "x-forwarded-proto");
    if (!protocols.empty()) request.secure = ascii::equals(protocols.back(), "https");
    auto addresses = elements(request, "x-forwarded-for");
    while (!addresses.empty() && trusts(client)) {
      const auto next = parse_address(addresses.back());
      if (!next) break;  // What is no address ends what can be believed.
      client = *next;
      addresses.pop_back();
    }
  }
  request.unasked_proxy = !trusts(peer) && request.has_header("x-forwarded-for");
  request.peer = to_text(client);
}

}  // namespace mg::net
