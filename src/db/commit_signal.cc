#include "db/commit_signal.h"

#include <utility>

namespace mg::db {

std::shared_ptr<void> CommitSignal::subscribe(std::function<void()> wake) {
  auto waker = std::make_shared<Waker>();
  waker->wake = std::make_shared<const std::function<void()>>(std::move(wake));
  {
    std::lock_guard lock(mutex_);
    std::erase_if(wakers_, [](const auto& weak) { return weak.expired(); });
    wakers_.push_back(waker);
  }
  // The handle points at nothing: only its end matters.
  return std::shared_ptr<void>(nullptr, [waker](void*) {
    std::lock_guard lock(waker->mutex);
    waker->wake = nullptr;
  });
}

void CommitSignal::notify() {
  std::vector<std::weak_ptr<Waker>> wakers;
  {
    std::lock_guard lock(mutex_);
    wakers = wakers_;
  }
  for (const std::weak_ptr<Waker>& weak : wakers) {
    const std::shared_ptr<Waker> waker = weak.lock();
    if (!waker) continue;
    std::lock_guard lock(waker->mutex);
    const auto wake = waker->wake;  // Stays alive although the waker may drop its handle.
    if (wake) (*wake)();
  }
}

}  // namespace mg::db
