#include "net/allowed_hosts.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/network.h"
#include "net/forwarded.h"

namespace mg::net {
namespace {

constexpr std::size_t name_bytes_max = 253;  // RFC 1035, 2.3.4, in presentation form.

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_loopback(std::string_view name) {
  if (name == "localhost" || name.ends_with(".localhost")) return true;
  const auto address = parse_address(name);
  return address && is_loopback_address(to_text(*address));
}

}  // namespace

std::optional<std::string> host_name(std::string_view authority) {
  std::string_view name = authority;
  std::string_view port;
  if (name.starts_with('[')) {
    const auto end = name.find(']');
    if (end == std::string_view::npos) return {};
    port = name.substr(end + 1);
    name = name.substr(1, end - 1);
    if (!parse_address(name) || (!port.empty() && port.front() != ':')) return {};
    if (!port.empty() && !is_port(port.substr(1))) return {};
    return std::string(name);
  }
  if (const auto colon = name.find(':'); colon != std::string_view::npos) {
    if (!is_port(name.substr(colon + 1))) return {};
    name = name.substr(0, colon);
  }
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string lower(name);
  for (char& c : lower) c = ascii::lower(c);
  if (lower.empty() || lower.size() > name_bytes_max || !std::ranges::all_of(lower, is_name_byte)) {
    return {};
  }
  return lower;
}

bool is_address(std::string_view host) {
  const auto name = host_name(host);
  return name && parse_address(*name).has_value();
}

AllowedHosts::AllowedHosts(std::vector<std::string> names, Addresses addresses)
    : all_(false), names_(std::move(names)), addresses_(addresses) {}

bool AllowedHosts::allows(std::string_view host) const {
  if (all_ || host.empty()) return true;
  const auto name = host_name(host);
  if (!name) return false;
  if (is_loopback(*name) || std::ranges::find(names_, *name) != names_.end()) return true;
  return addresses_ == Addresses::all && parse_address(*name).has_value();
}

}  // namespace mg::net
