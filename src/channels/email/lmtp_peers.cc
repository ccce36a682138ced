#include "channels/email/lmtp_peers.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace mg::channels::email {
namespace {

PeerAddress key_of(PeerAddress address) {
  static constexpr PeerAddress mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (!std::equal(mapped.begin(), mapped.begin() + 12, address.begin()))
    std::fill(address.begin() + 8, address.end(), static_cast<unsigned char>(0));
  return address;
}

bool same_network(const PeerAddress& a, const PeerAddress& b, int bits) {
  for (int i = 0; bits > 0; ++i, bits -= 8) {
    const int mask = bits >= 8 ? 0xff : 0xff << (8 - bits) & 0xff;
    const auto at = static_cast<std::size_t>(i);
    if ((a[at] ^ b[at]) & mask) return false;
  }
  return true;
}

}  // namespace

bool read_peer_address(std::string_view text, PeerAddress& to) {
  const std::string zero_ended(text.substr(0, text.find('%')));  // Without an IPv6 zone.
  in_addr four{};
  if (inet_pton(AF_INET, zero_ended.c_str(), &four) == 1) {
    to = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const auto* octets = reinterpret_cast<const unsigned char*>(&four.s_addr);
    std::copy_n(octets, 4, to.begin() + 12);
    return true;
  }
  in6_addr six{};
  if (inet_pton(AF_INET6, zero_ended.c_str(), &six) != 1) return false;
  std::copy_n(six.s6_addr, 16, to.begin());
  return true;
}

Result<TrustedPeers> TrustedPeers::parse(const std::vector<std::string>& networks, bool loopback) {
  TrustedPeers trusted;
  std::vector<std::string> all;
  if (loopback) all = {"127.0.0.0/8", "::1"};
  all.insert(all.end(), networks.begin(), networks.end());
  for (const std::string& text : all) {
    const auto slash = text.find('/');
    const std::string_view host = std::string_view(text).substr(0, slash);
    Network network{{}, 128};
    bool good = read_peer_address(host, network.address);
    if (slash != std::string::npos) {
      const int all_bits = host.find(':') == std::string_view::npos ? 32 : 128;
      int bits = -1;
      const char* end = text.data() + text.size();
      const auto read = std::from_chars(text.data() + slash + 1, end, bits);
      good = good && read.ec == std::errc{} && read.ptr == end && bits >= 0 && bits <= all_bits;
      network.bits = 128 - all_bits + bits;
    }
    if (!good)
      return refuse(
          RefusalKind::bad_input, "trusted_peer_malformed",
          "A trusted peer must be a numeric address or network such as 10.0.0.0/8: " + text);
    trusted.networks_.push_back(network);
  }
  return trusted;
}

bool TrustedPeers::holds(const PeerAddress& address) const {
  return std::ranges::any_of(networks_, [&](const Network& network) {
    return same_network(network.address, address, network.bits);
  });
}

bool PeerRates::Bucket::take(std::size_t a_minute, Time now) {
  const auto most = static_cast<double>(a_minute);
  const double minutes = std::chrono::duration<double, std::ratio<60>>(now - at).count();
  tokens = std::min(most, tokens + minutes * most);
  at = now;
  if (tokens < 1) return false;
  tokens -= 1;
  return true;
}

bool PeerRates::Bucket::full(std::size_t a_minute, Time now) const {
  const auto most = static_cast<double>(a_minute);
  return tokens + std::chrono::duration<double, std::ratio<60>>(now - at).count() * most >= most;
}

bool PeerRates::open(const PeerAddress& peer, Time now) {
  const std::lock_guard lock(mutex_);
  Peer* known = find(key_of(peer), now);
  if (!known || known->connections >= limits_.connections_max) return false;
  if (!known->opens.take(limits_.connections_a_minute_max, now)) return false;
  ++known->connections;
  return true;
}

void PeerRates::close(const PeerAddress& peer) {
  const std::lock_guard lock(mutex_);
  const auto at = peers_.find(key_of(peer));
  if (at != peers_.end() && at->second.connections > 0) --at->second.connections;
}

bool PeerRates::mail(const PeerAddress& peer, Time now) {
  const std::lock_guard lock(mutex_);
  Peer* known = find(key_of(peer), now);
  return known && known->mails.take(limits_.mails_a_minute_max, now);
}

std::size_t PeerRates::peers() const {
  const std::lock_guard lock(mutex_);
  return peers_.size();
}

PeerRates::Peer* PeerRates::find(const PeerAddress& peer, Time now) {
  const auto at = peers_.find(peer);
  if (at != peers_.end()) return &at->second;
  if (peers_.size() >= peers_max) forget_idle(now);
  if (peers_.size() >= peers_max) return nullptr;
  const Peer fresh{0,
                   {static_cast<double>(limits_.connections_a_minute_max), now},
                   {static_cast<double>(limits_.mails_a_minute_max), now}};
  return &peers_.emplace(peer, fresh).first->second;
}

// Who has no connection and full buckets again is as good as unknown.
void PeerRates::forget_idle(Time now) {
  if (forgot_at_ != Time{} && now - forgot_at_ < std::chrono::seconds(1)) return;
  forgot_at_ = now;
  std::erase_if(peers_, [&](const auto& entry) {
    const Peer& peer = entry.second;
    return peer.connections == 0 && peer.opens.full(limits_.connections_a_minute_max, now) &&
           peer.mails.full(limits_.mails_a_minute_max, now);
  });
}

}  // namespace mg::channels::email
