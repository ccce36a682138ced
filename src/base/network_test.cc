#include "base/network.h"

#include <gtest/gtest.h>

namespace mg {
namespace {

TEST(Network, addresses_of_one_line_are_one_network) {
  EXPECT_EQ(network_of("192.0.2.17"), "192.0.2.0/24");
  EXPECT_EQ(network_of("::ffff:192.0.2.200"), "192.0.2.0/24");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2::"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("::1"), "::/64");
  EXPECT_NE(network_of("2001:db8:1:3::1"), network_of("2001:db8:1:2::1"));
}

TEST(Network, what_is_no_address_stays_as_it_is) {
  EXPECT_EQ(network_of(""), "");
  EXPECT_EQ(network_of("somewhere"), "somewhere");
}

TEST(Network, only_an_address_can_be_loopback) {
  for (const char* is : {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback_address(is)) << is;
  for (const char* is_not : {"", "127.example.com", "127.0.0.1.example/24", "128.0.0.1", "::2",
                             "localhost", "[::1]", "::ffff:10.0.0.1"})
    EXPECT_FALSE(is_loopback_address(is_not)) << is_not;
}

}  // namespace
}  // namespace mg
