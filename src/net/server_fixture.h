#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "net/raw_client.h"
#include "net/server.h"

// For tests: a real server on a free port.
namespace mg::net {

using namespace std::chrono_literals;

inline constexpr std::string_view host = " HTTP/1.1\r\nHost: desk.test\r\n";

// Answers with what it was asked: method, path, body and peer.
inline Site echo() {
  Site site;
  site.handle = [](Request request, Respond respond) {
    respond(text_response(
        200, request.method_text + ' ' + request.path + " [" + request.body + "] " + request.peer));
  };
  return site;
}

class ServerTest : public testing::Test {
 protected:
  void start(Site site = echo(), ServerOptions options = {}) {
    server_ = std::make_unique<Server>(std::move(options), std::move(site));
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error().detail;
  }
  // The status of the answer to these bytes on a connection of their own.
  std::optional<RawResponse> ask(std::string_view bytes) {
    RawClient client(server_->port());
    client.send(bytes);
    return client.response();
  }
  // 400, and then the end of the connection.
  void expect_refused(std::string_view bytes, int status = 400) {
    RawClient client(server_->port());
    client.send(bytes);
    const auto response = client.response();
    ASSERT_TRUE(response) << bytes.substr(0, 200);
    EXPECT_EQ(response->status, status) << bytes.substr(0, 200);
    EXPECT_EQ(response->header("connection"), "close") << bytes.substr(0, 200);
    EXPECT_TRUE(client.is_closed_within(5s)) << bytes.substr(0, 200);
  }

  std::unique_ptr<Server> server_;
};

}  // namespace mg::net
