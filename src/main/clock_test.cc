#include "main/clock.h"

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <mutex>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

namespace mg::app {
namespace {

using namespace std::chrono_literals;

// Counts what is logged, for the test to wait for.
class Counting final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  bool wait_for(int lines) {
    std::unique_lock lock(counted_mutex_);
    return changed_.wait_for(lock, 10s, [&] { return lines_ >= lines; });
  }
  int lines() {
    const std::lock_guard lock(counted_mutex_);
    return lines_;
  }

 protected:
  void sink_it_(const spdlog::details::log_msg&) override {
    const std::lock_guard lock(counted_mutex_);
    ++lines_;
    changed_.notify_all();
  }
  void flush_() override {}

 private:
  std::mutex counted_mutex_;
  std::condition_variable changed_;
  int lines_ = 0;
};

class ClockFile : public testing::Test {
 protected:
  ClockFile() {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", said_));
    write(first);
    clock_ = std::move(FileClock::open(path())).value();
    clock_->on_change([this] {
      const std::lock_guard lock(mutex_);
      ++changes_;
      changed_.notify_all();
    });
  }
  ~ClockFile() override {
    clock_.reset();
    spdlog::set_default_logger(before_);
    std::filesystem::remove_all(folder_);
  }

  std::string path() const { return folder_ / "clock"; }
  void write(const std::string& text) const { std::ofstream(path()) << text << "\n"; }
  bool wait_for_changes(int changes) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] { return changes_ >= changes; });
  }

  static constexpr const char* first = "2026-11-21T09:00:00Z";
  static constexpr const char* later = "2026-11-21T10:00:00Z";

  const std::shared_ptr<Counting> said_ = std::make_shared<Counting>();
  const std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
  const std::filesystem::path folder_ = [] {
    std::string name = testing::TempDir() + "/mg-clock-XXXXXX";
    return std::filesystem::path(mkdtemp(name.data()));
  }();
  std::unique_ptr<FileClock> clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int changes_ = 0;
};

TEST_F(ClockFile, garbage_is_said_once_and_the_last_instant_stays) {
  write("tomorrow");
  ASSERT_TRUE(said_->wait_for(1));
  EXPECT_EQ(clock_->now(), from_rfc3339(first));
  for (int i = 0; i < 5; ++i) write("the day after");
  write(later);
  ASSERT_TRUE(wait_for_changes(1));
  EXPECT_EQ(clock_->now(), from_rfc3339(later));
  EXPECT_EQ(said_->lines(), 1);
  // What goes wrong anew is said anew.
  write("tomorrow");
  EXPECT_TRUE(said_->wait_for(2));
}

TEST_F(ClockFile, a_file_that_is_gone_is_said_and_believed_again_when_it_is_back) {
  std::filesystem::remove(path());
  ASSERT_TRUE(said_->wait_for(1));
  EXPECT_EQ(clock_->now(), from_rfc3339(first));
  write(later);
  ASSERT_TRUE(wait_for_changes(1));
  EXPECT_EQ(clock_->now(), from_rfc3339(later));
}

}  // namespace
}  // namespace mg::app
