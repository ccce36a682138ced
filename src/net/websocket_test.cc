#include "net/websocket.h"

#include <condition_variable>
#include <gtest/gtest.h>
#include <mutex>
#include <thread>

#include "net/problem.h"
#include "net/raw_client.h"
#include "net/server.h"

namespace mg::net {
namespace {

using namespace std::chrono_literals;

std::string handshake(std::string_view more = "Origin: https://desk.test\r\n") {
  return "GET /live HTTP/1.1\r\nHost: desk.test\r\nConnection: keep-alive, Upgrade\r\n"
         "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(more) + "\r\n";
}

class WebSocketTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    Site site;
    site.handle = [](Request, Respond respond) { respond(text_response(200, "plain")); };
    site.upgrade = [this](Request request, UpgradeDecision decide) {
      if (!is_same_origin(request, "https://desk.test")) {
        return decide(std::unexpected(problem_response(403, "origin", "Not from there.")));
      }
      decide(WebSocketEvents{.on_open =
                                 [this](std::shared_ptr<WebSocket> socket) {
                                   const std::lock_guard lock(mutex_);
                                   socket_ = std::move(socket);
                                   changed_.notify_all();
                                 },
                             .on_message =
                                 [this](std::string_view text) {
                                   if (text == "throw") throw std::runtime_error("no");
                                   socket_->send("echo " + std::string(text));
                                 },
                             .on_close =
                                 [this](CloseCode code) {
                                   const std::lock_guard lock(mutex_);
                                   closed_.push_back(code);
                                   changed_.notify_all();
                                 }});
    };
    server_ = std::make_unique<Server>(std::move(options), std::move(site));
    ASSERT_TRUE(server_->start());
  }
  std::shared_ptr<WebSocket> opened() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 5s, [&] { return socket_ != nullptr; });
    return socket_;
  }
  bool is_open() {
    const std::lock_guard lock(mutex_);
    return socket_ != nullptr && closed_.empty();
  }
  // What on_close was told; 0 when it was not called.
  int closed() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 5s, [&] { return !closed_.empty(); });
    EXPECT_LE(closed_.size(), 1u);
    return closed_.empty() ? 0 : static_cast<int>(closed_.front());
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<WebSocket> socket_;
  std::vector<CloseCode> closed_;
  std::unique_ptr<Server> server_;
};

TEST_F(WebSocketTest, messages_go_both_ways_in_order) {
  start();
  RawClient client(server_->port());
  client.send(handshake());
  const auto upgraded = client.response();
  ASSERT_TRUE(upgraded);
  EXPECT_EQ(upgraded->status, 101);
  EXPECT_EQ(upgraded->header("sec-websocket-accept"), "s3pplmbitxaq9kygzzhzrbk+xoo=");
  EXPECT_EQ(upgraded->header("server"), "") << "what is behind the door is nobody's business";
  const auto socket = opened();
  ASSERT_TRUE(socket);
  client.send_frame(0x81, "hi");
  EXPECT_EQ(client.frame()->payload, "echo hi");
  for (int i = 0; i < 100; ++i) socket->send(std::to_string(i));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.frame()->payload, std::to_string(i));
  client.send_frame(0x01, "in ");
  client.send_frame(0x80, "pieces");
  EXPECT_EQ(client.frame()->payload, "echo in pieces");
  client.send_frame(0x88, "\x03\xE8");
  EXPECT_EQ(client.frame()->close_code(), 1000);
  EXPECT_EQ(closed(), 1000);
  socket->send("into nothing");
  EXPECT_EQ(server_->counters().websockets_open, 0u);
}

TEST_F(WebSocketTest, W3_the_origin_is_judged_before_the_upgrade) {
  start();
  for (const char* origin : {"", "Origin: null\r\n", "Origin: https://evil.test\r\n",
                             "Origin: https://desk.test.evil.test\r\n",
                             "Origin: https://desk.test\r\nOrigin: https://desk.test\r\n"}) {
    RawClient client(server_->port());
    client.send(handshake(origin));
    EXPECT_EQ(client.response()->status, 403) << origin;
  }
  EXPECT_FALSE(is_open());
}

TEST_F(WebSocketTest, W16_frames_against_the_rules_close_with_their_code) {
  struct Row {
    unsigned char first;
    std::string payload;
    int code;
  };
  for (const Row& row :
       {Row{0x81, std::string(65 * 1024, 'x'), 1009}, Row{0x81, "\xFF\xFE", 1007},
        Row{0x82, "binary", 1003}, Row{0x81, "throw", 1011}, Row{0xC1, "deflated", 1002}}) {
    server_.reset();
    socket_.reset();
    closed_.clear();
    start();
    RawClient client(server_->port());
    client.send(handshake());
    ASSERT_EQ(client.response()->status, 101);
    client.send_frame(row.first, row.payload);
    const auto frame = client.frame();
    ASSERT_TRUE(frame) << row.code;
    EXPECT_EQ(frame->close_code(), row.code);
    EXPECT_TRUE(client.is_closed_within(5s)) << row.code;
    EXPECT_EQ(closed(), row.code);
  }
}

TEST_F(WebSocketTest, W16_an_unmasked_frame_ends_the_socket) {
  start();
  RawClient client(server_->port());
  client.send(handshake());
  ASSERT_EQ(client.response()->status, 101);
  client.send(std::string("\x81\x02hi", 4));
  EXPECT_TRUE(client.is_closed_within(5s));
  EXPECT_EQ(closed(), 1002);
}

TEST_F(WebSocketTest, W16_too_many_messages_close_the_socket) {
  ServerOptions options;
  options.limits.websocket.messages_per_window_max = 10;
  start(options);
  RawClient client(server_->port());
  client.send(handshake());
  ASSERT_EQ(client.response()->status, 101);
  for (int i = 0; i < 20; ++i) client.send_frame(0x01, i == 0 ? "a" : "");
  for (int i = 0; i < 20; ++i) client.send_frame(0x89, "ping");
  int code = 0;
  while (const auto frame = client.frame()) {
    if (frame->opcode == 8) code = frame->close_code();
  }
  EXPECT_NE(code, 0);
  EXPECT_NE(closed(), 0);
}

TEST_F(WebSocketTest, a_reader_that_never_reads_is_closed_and_memory_stays_bounded) {
  start();
  RawClient client(server_->port(), 4096);
  client.send(handshake());
  const auto socket = opened();
  ASSERT_TRUE(socket);
  const auto text = std::make_shared<const std::string>(64 * 1024, 'x');
  for (int i = 0; i < 500; ++i) socket->send(text);
  EXPECT_EQ(closed(), static_cast<int>(CloseCode::try_again_later));
  EXPECT_EQ(text.use_count(), 1);
  EXPECT_EQ(server_->counters().websockets_closed_for_slowness, 1u);
}

TEST_F(WebSocketTest, what_waits_too_long_closes_the_socket) {
  ServerOptions options;
  options.limits.websocket.unsent_time_max = 150ms;
  options.limits.websocket.unsent_bytes_max = 100'000'000;
  start(options);
  RawClient client(server_->port(), 4096);
  client.send(handshake());
  const auto socket = opened();
  ASSERT_TRUE(socket);
  socket->send(std::string(20'000'000, 'x'));
  EXPECT_EQ(closed(), static_cast<int>(CloseCode::try_again_later));
}

TEST_F(WebSocketTest, a_peer_is_pinged_and_a_dead_one_is_ended) {
  ServerOptions options;
  options.limits.websocket.ping_every = 200ms;
  start(options);
  RawClient client(server_->port());
  client.send(handshake());
  ASSERT_EQ(client.response()->status, 101);
  for (int i = 0; i < 4; ++i) {  // Pongs keep it open longer than both times together.
    const auto ping = client.frame();
    ASSERT_TRUE(ping);
    ASSERT_EQ(ping->opcode, 9);
    client.send_frame(0x8A, ping->payload);
  }
  EXPECT_TRUE(is_open());
  EXPECT_TRUE(client.is_closed_within(3s));
  EXPECT_EQ(closed(), static_cast<int>(CloseCode::policy));
}

TEST_F(WebSocketTest, a_drain_says_going_away) {
  start();
  RawClient client(server_->port());
  client.send(handshake());
  ASSERT_EQ(client.response()->status, 101);
  ASSERT_TRUE(opened());
  bool in_time = false;
  std::thread drainer([&] { in_time = server_->drain(5s); });
  const auto frame = client.frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->close_code(), 1001);
  client.send_frame(0x88, "\x03\xE9");
  drainer.join();
  EXPECT_TRUE(in_time);
  EXPECT_EQ(closed(), 1001);
  server_.reset();
  socket_->send("into nothing");
  socket_->close(CloseCode::normal);
}

TEST_F(WebSocketTest, a_malformed_handshake_opens_nothing) {
  start();
  RawClient client(server_->port());
  client.send(
      "GET /live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Origin: https://desk.test\r\n\r\n");
  const auto response = client.response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 400);
  EXPECT_FALSE(is_open());
}

}  // namespace
}  // namespace mg::net
