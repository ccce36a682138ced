#include "channels/email/lmtp_peers.h"

#include <gtest/gtest.h>

namespace mg::channels::email {
namespace {

using std::chrono::seconds;

PeerAddress address(std::string_view text) {
  PeerAddress to{};
  EXPECT_TRUE(read_peer_address(text, to)) << text;
  return to;
}

const PeerRates::Time start = PeerRates::Time{} + std::chrono::hours(1);

TEST(TrustedPeers, loopback_and_named_networks_are_trusted) {
  const auto trusted = TrustedPeers::parse({"10.1.0.0/16", "192.0.2.7", "2001:db8::/33"}, true);
  ASSERT_TRUE(trusted);
  for (const char* in : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "10.1.255.255",
                         "192.0.2.7", "2001:db8:7fff::1"})
    EXPECT_TRUE(trusted->holds(address(in))) << in;
  for (const char* out :
       {"10.2.0.0", "192.0.2.8", "2001:db8:8000::1", "::2", "128.0.0.1", "0.0.0.1"})
    EXPECT_FALSE(trusted->holds(address(out))) << out;
  EXPECT_FALSE(TrustedPeers::parse({}, false)->holds(address("127.0.0.1")));
}

TEST(TrustedPeers, what_is_no_network_is_refused) {
  for (const char* bad : {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1",
                          "::1/129", "1.2.3", "10.0.0.0/8 "}) {
    const auto trusted = TrustedPeers::parse({bad}, true);
    ASSERT_FALSE(trusted) << bad;
    EXPECT_EQ(trusted.error().kind, RefusalKind::bad_input);
  }
}

TEST(PeerRates, connections_at_one_time_are_bounded_for_each_peer) {
  PeerRates rates({2, 100, 100});
  const auto a = address("192.0.2.1"), b = address("192.0.2.2");
  EXPECT_TRUE(rates.open(a, start));
  EXPECT_TRUE(rates.open(a, start));
  EXPECT_FALSE(rates.open(a, start));
  EXPECT_TRUE(rates.open(b, start));
  rates.close(a);
  EXPECT_TRUE(rates.open(a, start));
}

TEST(PeerRates, connections_a_minute_come_back_evenly) {
  PeerRates rates({100, 6, 100});
  const auto a = address("192.0.2.1");
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(rates.open(a, start));
  EXPECT_FALSE(rates.open(a, start + seconds(9)));
  EXPECT_TRUE(rates.open(a, start + seconds(11)));
  EXPECT_FALSE(rates.open(a, start + seconds(11)));
}

TEST(PeerRates, mails_a_minute_are_bounded_and_one_ipv6_network_is_one_peer) {
  PeerRates rates({100, 100, 2});
  EXPECT_TRUE(rates.mail(address("2001:db8:0:1::1"), start));
  EXPECT_TRUE(rates.mail(address("2001:db8:0:1::2"), start));
  EXPECT_FALSE(rates.mail(address("2001:db8:0:1:ffff::3"), start));
  EXPECT_TRUE(rates.mail(address("2001:db8:0:2::1"), start));
}

TEST(PeerRates, memory_is_bounded_and_idle_peers_are_forgotten) {
  PeerRates rates({5, 60, 60});
  PeerAddress peer = address("192.0.2.1");
  for (std::size_t i = 0; i < PeerRates::peers_max + 100; ++i) {
    peer[12] = static_cast<unsigned char>(i >> 16);
    peer[13] = static_cast<unsigned char>(i >> 8);
    peer[14] = static_cast<unsigned char>(i);
    EXPECT_EQ(rates.open(peer, start), i < PeerRates::peers_max);
  }
  EXPECT_EQ(rates.peers(), PeerRates::peers_max);
  peer[12] = peer[13] = peer[14] = 0;
  rates.close(peer);
  peer[15] = 9;
  EXPECT_FALSE(rates.open(peer, start + std::chrono::milliseconds(10)));
  EXPECT_TRUE(rates.open(peer, start + seconds(120)));
  EXPECT_EQ(rates.peers(), PeerRates::peers_max);
}

}  // namespace
}  // namespace mg::channels::email
