#include "net/workers.h"

namespace mg::net {

Workers::Workers(unsigned threads, std::size_t queue_max) : queue_max_(queue_max) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
  stop();
}

bool Workers::post(Task&& task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_max_) {
      ++refused_;
      return false;
    }
    queue_.push_back(std::move(task));
  }
  changed_.notify_one();
  return true;
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

std::size_t Workers::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::uint64_t Workers::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

void Workers::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    {
      Task task = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      task();
    }  // The task's own things end before the lock is taken again.
    lock.lock();
  }
}

}  // namespace mg::net
