#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace mg::db {

// Who wants to know that something was committed. Thread-safe. When a handle is gone, its waker
// is not running any more (unless the handle was dropped by the waker itself) and never runs again.
class CommitSignal {
 public:
  std::shared_ptr<void> subscribe(std::function<void()> wake);
  void notify();

 private:
  struct Waker {
    std::recursive_mutex mutex;  // Recursive: a waker may drop its own handle.
    std::shared_ptr<const std::function<void()>> wake;
  };

  std::mutex mutex_;
  std::vector<std::weak_ptr<Waker>> wakers_;
};

}  // namespace mg::db
