#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

namespace mg::desk {

// Counts what is under way on other threads, so that what it needs can outlive it. Thread-safe.
class UnderWay {
 public:
  // It is under way until the last copy of the handle is gone, which must be before this is.
  std::shared_ptr<void> begin() {
    const std::lock_guard lock(mutex_);
    ++count_;
    return std::shared_ptr<void>(nullptr, [this](void*) { end(); });
  }
  // Returns when nothing is under way. Never from what is under way itself.
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return count_ == 0; });
  }

 private:
  void end() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) changed_.notify_all();  // Under the lock: who waits may end this.
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t count_ = 0;
};

}  // namespace mg::desk
