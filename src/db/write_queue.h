#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "db/db.h"

namespace mg::db {

struct WriteItem {
  Database::Work work;
  Database::Done done;
};

// The two bounded lanes in front of the writers. Thread-safe.
class WriteQueue {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit WriteQueue(std::size_t items_max) : items_max_(items_max) {}

  // Takes the item, or calls its `done` with Error{busy} or Error{closed} before it returns.
  void push(Lane lane, WriteItem item);

  enum class Wake { item, time_out, closed };
  // Waits until some lane has an item, `until` passes, or the queue is closed and empty.
  Wake wait(std::optional<TimePoint> until);

  std::optional<WriteItem> take(Lane lane);
  bool has(Lane lane) const;

  // For several writers: waits for the next item, people first, but bulk gets one item when it
  // has had none for about 20 ms, and never more than `bulk_at_once` run at a time. The caller
  // ends a bulk item with bulk_finished(). nullopt: closed and empty.
  struct Next {
    Lane lane;
    WriteItem item;
  };
  std::optional<Next> take_next(int bulk_at_once);
  void bulk_finished();

  // What is queued will still be taken; new items are refused.
  void close();
  bool closed() const;
  std::size_t size() const;

 private:
  std::deque<WriteItem>& lane_of(Lane lane) { return lane == Lane::people ? people_ : bulk_; }

  const std::size_t items_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<WriteItem> people_;
  std::deque<WriteItem> bulk_;
  TimePoint bulk_taken_at_{};
  int bulk_running_ = 0;
  bool closed_ = false;
};

}  // namespace mg::db
