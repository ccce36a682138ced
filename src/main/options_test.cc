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

}  // namespace
}  // namespace mg::app
