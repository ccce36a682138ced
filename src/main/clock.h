#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/result.h"
#include "base/time.h"

namespace mg::app {

// "Now" is the RFC 3339 instant in a file, read again when the file changes. For tests that drive
// the server from outside; while the file is gone or holds none, the last instant stays and the log
// says so once; the server refuses it unless every address it listens on is loopback.
class FileClock final : public Clock {
 public:
  static Result<std::unique_ptr<FileClock>> open(const std::string& path);
  ~FileClock() override;

  Instant now() const override { return from_micros(now_.load()); }

  // Called on the clock's thread after the time was set.
  void on_change(std::function<void()> changed);

 private:
  FileClock(std::string path, Instant at);
  void watch();

  const std::string path_;
  std::atomic<std::int64_t> now_;
  std::atomic<std::shared_ptr<std::function<void()>>> changed_;
  int inotify_ = -1;
  int stop_[2] = {-1, -1};
  std::thread thread_;
};

}  // namespace mg::app
