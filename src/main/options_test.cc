#include "main/options.h"

#include <gtest/gtest.h>

namespace mg::app {
namespace {

Result<std::string> base_url(std::string url) {
  ServeOptions options;
  options.base_url = std::move(url);
  return base_url_of(options);
}

TEST(BaseUrl, a_slash_at_its_end_does_not_double_in_links) {
  EXPECT_EQ(base_url("https://help.example.com/"), "https://help.example.com");
  EXPECT_EQ(base_url("http://[::1]:8080"), "http://[::1]:8080");
}

TEST(BaseUrl, what_is_no_web_address_is_refused) {
  for (const char* url : {"javascript:alert(1)", "help.example.com", "https://", "https://a b",
                          "https://a/desk", "https://a?x", "https://user@a"}) {
    EXPECT_FALSE(base_url(url)) << url;
  }
}

TEST(BaseUrl, without_one_it_is_the_address_that_is_listened_on) {
  EXPECT_EQ(base_url(""), "http://127.0.0.1:8080");
}

TEST(LocalAddress, of_a_server_on_every_address_is_one_that_can_be_reached) {
  EXPECT_EQ(local_address_of({"0.0.0.0", 24}), "127.0.0.1:24");
  EXPECT_EQ(local_address_of({"::", 24}), "[::1]:24");
  EXPECT_EQ(local_address_of({"192.0.2.7", 8025}), "192.0.2.7:8025");
}

TEST(LocalUrl, is_said_where_the_base_url_is_another_address) {
  const std::string proxied = "https://help.example.com";
  EXPECT_EQ(local_url_of({"127.0.0.1", 8080}, proxied), "http://127.0.0.1:8080");
  EXPECT_EQ(local_url_of({"::1", 8080}, proxied), "http://[::1]:8080");
  EXPECT_EQ(local_url_of({"0.0.0.0", 80}, proxied), "http://127.0.0.1:80");
  EXPECT_EQ(local_url_of({"::", 80}, proxied), "http://[::1]:80");
  EXPECT_EQ(local_url_of({"127.0.0.1", 8080}, "http://127.0.0.1:8080"), std::nullopt);
  EXPECT_EQ(local_url_of({"127.0.0.1", 8080}, "http://localhost:8080"), std::nullopt);
  EXPECT_EQ(local_url_of({"192.0.2.7", 8080}, proxied), std::nullopt);
}

std::string refusal_of(const auto& result) {
  return result ? "" : result.error().detail;
}

TEST(Endpoint, is_a_numeric_address_and_a_port_or_its_option_is_named) {
  EXPECT_EQ(endpoint_from("[::1]:8080", "--listen")->address, "::1");
  EXPECT_EQ(endpoint_from("localhost:80", "--listen")->address, "127.0.0.1");
  for (const char* text : {"300.1.1.1:80", "nonsense", "127.0.0.1:99999", "desk.example:80", ":80",
                           "[1:80", "127.0.0.1:"}) {
    EXPECT_TRUE(refusal_of(endpoint_from(text, "--listen")).starts_with("--listen: \"")) << text;
  }
}

TEST(Networks, one_that_is_none_is_refused_by_the_name_of_its_option) {
  EXPECT_TRUE(must_be_networks({"10.0.0.0/8", "::1", "192.0.2.7", "2001:db8::/33"}, "--x"));
  EXPECT_EQ(refusal_of(must_be_networks({"10.0.0.1", "abc"}, "--trusted-proxy")),
            "--trusted-proxy: \"abc\" is no numeric address and no network such as 10.0.0.0/8.");
  for (const char* text : {"x/99", "10.0.0.0/33", "", "::/129", "10.0.0.0/"}) {
    EXPECT_FALSE(must_be_networks({text}, "--trusted-mail-peer")) << text;
  }
}

}  // namespace
}  // namespace mg::app
