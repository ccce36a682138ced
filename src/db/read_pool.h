#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "db/db.h"

namespace mg::db {

// At most `max` connections for readers, opened when first needed. Thread-safe.
template <class Connection>
class ReadPool {
 public:
  using Open = std::function<std::unique_ptr<Connection>()>;

  ReadPool(int max, Open open) : max_(max < 1 ? 1 : max), open_(std::move(open)) {}

  // A connection that goes back into the pool by itself; discard() drops it instead.
  class Lease {
   public:
    Lease(ReadPool& pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    ~Lease() { pool_.give_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }
    void discard() { connection_.reset(); }

   private:
    ReadPool& pool_;
    std::unique_ptr<Connection> connection_;
  };

  // Waits for a free connection at most 5 s, then throws Error{busy}.
  Lease take() {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, wait_max, [this] { return !free_.empty() || opened_ < max_; })) {
      throw Error(ErrorKind::busy, "All read connections of the database are in use.");
    }
    if (!free_.empty()) {
      std::unique_ptr<Connection> connection = std::move(free_.back());
      free_.pop_back();
      return Lease(*this, std::move(connection));
    }
    ++opened_;
    lock.unlock();
    try {
      return Lease(*this, open_());
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }

 private:
  static constexpr std::chrono::seconds wait_max{5};

  void give_back(std::unique_ptr<Connection> connection) {
    std::lock_guard lock(mutex_);
    if (connection) {
      free_.push_back(std::move(connection));
    } else {
      --opened_;
    }
    freed_.notify_one();
  }

  const int max_;
  const Open open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> free_;
  int opened_ = 0;
};

}  // namespace mg::db
