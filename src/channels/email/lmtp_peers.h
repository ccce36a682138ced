#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mg::channels::email {

// An address of a peer as 16 octets (IPv4 mapped into IPv6).
using PeerAddress = std::array<unsigned char, 16>;

// The named networks and, when asked, loopback.
class TrustedPeers {
 public:
  // "127.0.0.1", "10.0.0.0/8", "2001:db8::/32"; refuses (`bad_input`) what is none of these.
  static Result<TrustedPeers> parse(const std::vector<std::string>& networks, bool loopback);

  bool holds(const PeerAddress& address) const;

 private:
  struct Network {
    PeerAddress address;
    int bits;
  };
  std::vector<Network> networks_;
};

// false: not a numeric address.
bool read_peer_address(std::string_view text, PeerAddress& to);

// How often and how many at a time a stranger may come. An IPv6 address counts as its /64.
// Any thread.
class PeerRates {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Limits {
    std::size_t connections_max, connections_a_minute_max, mails_a_minute_max;
  };

  explicit PeerRates(Limits limits) : limits_(limits) {}

  // false: refuse; else close() must follow once.
  bool open(const PeerAddress& peer, Time now);
  void close(const PeerAddress& peer);
  bool mail(const PeerAddress& peer, Time now);

  static constexpr std::size_t peers_max = 10'000;  // When all are in use, newcomers are refused.
  std::size_t peers() const;

 private:
  // Tokens that come back evenly, at most a minute's worth.
  struct Bucket {
    double tokens;
    Time at;
    bool take(std::size_t a_minute, Time now);
    bool full(std::size_t a_minute, Time now) const;
  };
  struct Peer {
    std::size_t connections = 0;
    Bucket opens, mails;
  };
  Peer* find(const PeerAddress& peer, Time now);
  void forget_idle(Time now);

  const Limits limits_;
  mutable std::mutex mutex_;
  std::map<PeerAddress, Peer> peers_;
  Time forgot_at_{};
};

}  // namespace mg::channels::email
