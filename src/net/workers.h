#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mg::net {

// A pool of threads with a bounded queue, for work that blocks (databases, hashing).
class Workers {
 public:
  using Task = std::move_only_function<void()>;

  Workers(unsigned threads, std::size_t queue_max);
  ~Workers();  // stop()
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False, with the task untouched, when the queue is full or the pool has stopped. Tasks start
  // in order. A task must not throw.
  [[nodiscard]] bool post(Task&& task);

  // Runs what is queued, then ends the threads. Later posts are refused. May be called twice.
  void stop();

  std::size_t queued() const;
  std::uint64_t refused() const;  // Posts at a full queue, since the start.

 private:
  void run();

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> queue_;
  std::uint64_t refused_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mg::net
