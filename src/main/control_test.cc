#include "main/control.h"

#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <future>
#include <gtest/gtest.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
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
        folder_, [this](const std::string& command, const Arguments&, const Progress& progress) {
          if (command == "import mbox") last_until_released(progress);
          if (command == "break") throw std::runtime_error("The disk is full.");
          return Result<std::string>(command + " done");
        });
    server_ = std::move(opened.value());
  }
  ~Control() override {
    released_ = true;
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

  void last_until_released(const Progress& progress) {
    ++begun_;
    begun_.notify_all();
    while (!released_) {
      progress("1");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  // Commands that last until released_, each under way when this returns; what they were told.
  std::vector<std::future<std::string>> begin_long_ones(int count) {
    std::vector<std::future<std::string>> told;
    for (int i = 0; i < count; ++i) {
      told.push_back(std::async(std::launch::async, [this] { return ask("import mbox"); }));
      for (int begun = begun_; begun <= i; begun = begun_) begun_.wait(begun);
    }
    return told;
  }

  std::string ask(const std::string& command) const {
    const auto told = ask_server(folder_, command, {}, [](const std::string&) {});
    if (!told) return "no server";
    return *told ? **told : "refused: " + told->error().detail;
  }

  std::string folder_;
  std::vector<int> open_;
  std::atomic<int> begun_{0};
  std::atomic<bool> released_{false};
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

TEST_F(Control, a_long_command_does_not_keep_others_waiting) {
  auto told = begin_long_ones(2);
  EXPECT_EQ(ask("token create"), "token create done");
  EXPECT_EQ(ask("backup"), "backup done");
  released_ = true;
  for (auto& one : told) EXPECT_EQ(one.get(), "import mbox done");
}

TEST_F(Control, one_command_too_many_is_told_so_and_comes_through_later) {
  auto told = begin_long_ones(commands_at_once_max);
  EXPECT_EQ(ask("check"),
            "refused: The server is busy with 8 other commands. Run this one again when one has "
            "ended.");
  released_ = true;
  for (auto& one : told) EXPECT_EQ(one.get(), "import mbox done");
  // What was answered a moment ago may still be on its way out.
  std::string said = ask("check");
  for (int i = 0; i < 100 && said != "check done"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    said = ask("check");
  }
  EXPECT_EQ(said, "check done");
}

TEST_F(Control, whoever_goes_away_ends_its_own_command_alone) {
  auto told = begin_long_ones(1);
  connect_and_say("{\"command\":\"import mbox\"}\n");
  for (int begun = begun_; begun < 2; begun = begun_) begun_.wait(begun);
  close(open_.back());
  open_.pop_back();
  EXPECT_EQ(ask("check"), "check done");
  released_ = true;
  EXPECT_EQ(told.front().get(), "import mbox done");
}

TEST_F(Control, a_server_that_stops_ends_all_commands_at_their_next_step) {
  auto told = begin_long_ones(3);
  const auto start = std::chrono::steady_clock::now();
  server_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  for (auto& one : told) {
    EXPECT_EQ(one.get(),
              "refused: The server is stopping; this command was not finished. Run it again when "
              "the server runs.");
  }
}

TEST_F(Control, a_command_that_breaks_says_why_and_the_server_goes_on) {
  EXPECT_EQ(ask("break"), "refused: The disk is full.");
  EXPECT_EQ(ask("check"), "check done");
}

}  // namespace
}  // namespace mg::app
