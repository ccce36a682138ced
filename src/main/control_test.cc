#include "main/control.h"

#include <chrono>
#include <cstring>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace mg::app {
namespace {

class Control : public testing::Test {
 protected:
  Control() {
    char name[] = "/tmp/mg-control-XXXXXX";
    folder_ = mkdtemp(name);
    auto opened = ControlServer::open(
        folder_, [](const std::string& command, const Arguments&, const Progress&) {
          return Result<std::string>(command + " done");
        });
    server_ = std::move(opened.value());
  }
  ~Control() override {
    for (const int fd : open_) close(fd);
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  // A connection that has sent only this.
  void connect_and_say(const std::string& words) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, control_path(folder_).c_str());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    open_.push_back(fd);
    ASSERT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(send(fd, words.data(), words.size(), 0), std::ssize(words));
  }

  std::string folder_;
  std::vector<int> open_;
  std::unique_ptr<ControlServer> server_;
};

TEST_F(Control, who_says_nothing_does_not_keep_others_waiting) {
  for (int i = 0; i < 20; ++i) connect_and_say("");
  const auto start = std::chrono::steady_clock::now();
  const auto answer = ask_server(folder_, "check", {}, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value(), "check done");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(Control, who_stops_in_the_middle_of_a_line_is_left_soon) {
  connect_and_say("{\"comm");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(ask_server(folder_, "check", {}, {})->value(), "check done");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(8));
}

}  // namespace
}  // namespace mg::app
