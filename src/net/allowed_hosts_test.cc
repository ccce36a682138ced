#include "net/allowed_hosts.h"

#include <gtest/gtest.h>

namespace mg::net {
namespace {

TEST(AllowedHosts, a_name_is_read_without_port_brackets_case_and_final_dot) {
  EXPECT_EQ(host_name("Help.Example.COM:443"), "help.example.com");
  EXPECT_EQ(host_name("help.example.com."), "help.example.com");
  EXPECT_EQ(host_name("127.0.0.1:8080"), "127.0.0.1");
  EXPECT_EQ(host_name("[::1]:8080"), "::1");
  EXPECT_EQ(host_name("[2001:db8::1]"), "2001:db8::1");
}

TEST(AllowedHosts, what_is_no_name_is_refused) {
  for (const char* wrong : {"", ".", ":80", "ok:80@evil.example", "ok@evil.example", "a b", "a/b",
                            "[::1", "[::1]x", "[nonsense]", "::1", "help.example.com:8o",
                            "help.example.com:123456", "h\xc3\xa4.example"}) {
    EXPECT_EQ(host_name(wrong), std::nullopt) << wrong;
  }
  EXPECT_EQ(host_name(std::string(300, 'a')), std::nullopt);
}

// Row S8, and DNS rebinding.
TEST(AllowedHosts, S8_only_its_own_names_and_the_machine_itself_reach_a_server) {
  const AllowedHosts hosts({"help.example.com", "desk.internal"},
                           AllowedHosts::Addresses::loopback);
  for (const char* ours :
       {"help.example.com", "HELP.example.com:8443", "desk.internal:80", "localhost",
        "localhost:8080", "desk.localhost:1", "127.0.0.1:8080", "127.9.9.9", "[::1]:8080", ""}) {
    EXPECT_TRUE(hosts.allows(ours)) << ours;
  }
  for (const char* other :
       {"evil.example", "help.example.com.evil.example", "xhelp.example.com", "192.0.2.7",
        "192.0.2.7:8080", "[2001:db8::1]", "127.0.0.1.evil.example", "localhost.evil.example",
        "notlocalhost", "help.example.com:80@evil.example", "0.0.0.0"}) {
    EXPECT_FALSE(hosts.allows(other)) << other;
  }
}

TEST(AllowedHosts, an_address_cannot_be_rebound_so_a_server_without_a_name_takes_all_of_them) {
  const AllowedHosts hosts({"desk"}, AllowedHosts::Addresses::all);
  EXPECT_TRUE(hosts.allows("192.0.2.7:8080"));
  EXPECT_TRUE(hosts.allows("[2001:db8::1]:8080"));
  EXPECT_TRUE(hosts.allows("desk:8080"));
  EXPECT_FALSE(hosts.allows("evil.example"));
  EXPECT_FALSE(hosts.allows("0x7f000001.evil.example"));
}

TEST(AllowedHosts, without_a_list_everything_is_allowed) {
  EXPECT_TRUE(AllowedHosts().allows("evil.example"));
  EXPECT_TRUE(AllowedHosts().allows("a b"));
}

TEST(AllowedHosts, addresses_are_told_from_names) {
  EXPECT_TRUE(is_address("192.0.2.7:80"));
  EXPECT_TRUE(is_address("[::1]"));
  EXPECT_FALSE(is_address("help.example.com"));
}

}  // namespace
}  // namespace mg::net
