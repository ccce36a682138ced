// What arrives on the wire and must not be believed: framing, paths, limits.
#include <gtest/gtest.h>

#include "net/server_fixture.h"

namespace mg::net {
namespace {

using FramingTest = ServerTest;

TEST_F(FramingTest, W10_ambiguous_framing_is_refused_and_the_connection_ends) {
  start();
  const std::string post = "POST /" + std::string(host);
  for (const std::string& head : {
           post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
           post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
           post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
           post + "Content-Length: 5, 5\r\n\r\nabcde",
           post + "Content-Length: +5\r\n\r\nabcde",
           post + "Content-Length: -1\r\n\r\n",
           post + "Content-Length: 0x5\r\n\r\nabcde",
           post + "Content-Length: 99999999999999999999\r\n\r\n",
           post + "Content-Length:\r\n\r\n",
           post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
           post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
           post + "Transfer-Encoding: identity\r\n\r\n",
           post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
           post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n",
           post + "Transfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
           post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
           post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
           post + "Transfer-Encoding: chunked\r\n\r\n3;" + std::string(1 << 20, 'x'),
           post + "X: a\r\n folded\r\n\r\n",
           post + "X: a\rb\r\n\r\n",
           post + "X: a\nY: b\r\n\r\n",
           post + std::string("X: a\0b\r\n\r\n", 10),
           post + ": empty\r\n\r\n",
           post + "no colon\r\n\r\n",
           std::string("GET / HTTP/1.1\nHost: a\n\n"),
           std::string("GET / HTTP/1.1\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
           std::string("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
           std::string("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
           std::string("GET / x HTTP/1.1\r\nHost: a\r\n\r\n"),
           std::string("GET /\r\nHost: a\r\n\r\n"),
           std::string("\x16\x03\x01\r\n\r\n"),
           std::string("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
           std::string("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"),
       }) {
    expect_refused(head);
  }
  EXPECT_EQ(server_->counters().requests, 0u);
}

TEST_F(FramingTest, W12_a_path_that_hides_where_it_goes_is_refused) {
  start();
  for (const char* path : {"/../etc", "/a/..", "/a/%2e%2e/b", "/a%2fb", "/a%5cb", "/a%00b", "/a\\b",
                           "/%zz", "/%4", "/a//b", "//a", "/.", "/%ff", "/a%0d%0ab", "/a#b"}) {
    expect_refused("GET " + std::string(path) + std::string(host) + "\r\n");
  }
}

TEST_F(FramingTest, limits_have_their_statuses) {
  Site site = echo();
  site.body_bytes_max = [](const Request& head) {
    return head.path == "/upload" ? std::size_t(1) << 40 : std::size_t(1000);
  };
  ServerOptions options;
  options.limits.body_bytes_route_max = 3'000'000;
  start(std::move(site), options);
  const std::string get = "GET /";
  expect_refused(get + std::string(9000, 'a') + std::string(host) + "\r\n", 414);
  expect_refused(get + std::string(9000, 'a'), 414);
  expect_refused(get + std::string(host) + "X: " + std::string(17'000, 'a'), 431);
  std::string many = get + std::string(host);
  for (int i = 0; i < 150; ++i) many += "X: y\r\n";
  expect_refused(many + "\r\n", 431);
  const std::string post = "POST /small" + std::string(host);
  expect_refused(post + "Content-Length: 1001\r\n\r\n", 413);
  expect_refused(post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'b'), 413);
  expect_refused("POST /upload" + std::string(host) + "Content-Length: 3000001\r\n\r\n", 413);
  EXPECT_EQ(ask(post + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'b'))->status, 200);
  EXPECT_EQ(ask("POST /upload" + std::string(host) + "Content-Length: 3000000\r\n\r\n" +
                std::string(3'000'000, 'b'))
                ->status,
            200);
  EXPECT_EQ(ask(get + std::string(8000, 'a') + std::string(host) + "\r\n")->status, 200);
  expect_refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505);
  expect_refused("GET /" + std::string(host) + "Expect: wonders\r\n\r\n", 417);
}

TEST_F(FramingTest, the_beginning_of_a_body_that_is_too_large_goes_to_who_wants_it) {
  Site site;
  site.handle = [](Request request, Respond respond) {
    respond(text_response(413, (request.is_cut ? "cut " : "whole ") + request.body));
  };
  site.body_bytes_max = [](const Request&) { return std::size_t(1000); };
  site.cut_body_bytes = [](const Request& head) {
    return std::size_t(head.path == "/form" ? 10 : 0);
  };
  start(std::move(site));
  const std::string post = "POST /form" + std::string(host);
  const std::string much(1001, 'b');
  for (const std::string& bytes :
       {"Content-Length: 1001\r\n\r\n" + much, "Content-Length: 5000000000\r\n\r\n" + much,
        "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + much + "\r\n0\r\n\r\n"}) {
    RawClient client(server_->port());
    client.send(post + bytes);
    const auto response = client.response();
    ASSERT_TRUE(response) << bytes.substr(0, 40);
    EXPECT_EQ(response->body, "cut bbbbbbbbbb") << bytes.substr(0, 40);
    EXPECT_EQ(response->header("connection"), "close");
  }
  EXPECT_EQ(ask(post + "Content-Length: 2\r\n\r\nok")->body, "whole ok");
  expect_refused("POST /other" + std::string(host) + "Content-Length: 1001\r\n\r\n", 413);
}

TEST_F(FramingTest, who_sends_the_whole_of_a_body_that_is_too_large_still_reads_why) {
  Site site = echo();
  site.body_bytes_max = [](const Request&) { return std::size_t(1000); };
  start(std::move(site));
  RawClient client(server_->port());
  const std::size_t size = 24'000'000;
  EXPECT_TRUE(client.send("POST /upload" + std::string(host) + "Content-Length: " +
                          std::to_string(size) + "\r\n\r\n" + std::string(size, 'b')));
  const auto response = client.response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 413);
}

TEST_F(FramingTest, a_client_that_expects_100_gets_it_before_its_body) {
  start();
  RawClient client(server_->port());
  client.send("POST /" + std::string(host) + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.response()->status, 100);
  client.send("ab");
  EXPECT_EQ(client.response()->body, "POST / [ab] 127.0.0.1");
}

TEST_F(FramingTest, an_old_client_gets_its_answer_and_the_end) {
  start();
  RawClient client(server_->port());
  client.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.response()->status, 200);
  EXPECT_TRUE(client.is_closed_within(3s));
}

TEST_F(FramingTest, random_bytes_never_break_it) {
  start();
  std::uint32_t seed = 7;
  const std::string good =
      "POST /p" + std::string(host) + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  for (int round = 0; round < 300; ++round) {
    std::string bytes = good;
    for (int i = 0; i < 3; ++i) {
      seed = seed * 1664525 + 1013904223;
      bytes[(seed >> 8) % bytes.size()] = static_cast<char>(seed >> 24);
    }
    RawClient client(server_->port());
    client.send(bytes);
  }
  EXPECT_EQ(ask("GET /" + std::string(host) + "\r\n")->status, 200);
}

}  // namespace
}  // namespace mg::net
