#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "db/db.h"

namespace mg::db {

struct WriteItem {
  Database::Work work;
  Database::Done done;
  Commit commit = Commit::own;  // Only take_next() makes a difference.
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

  // For several writers: waits for what is to be done next. People go first, but bulk gets a turn
  // when it has had none for a while, and never more than `bulk_at_once` run at a time. What may
  // share a commit comes together, as much as has come, in the order of push(); two such batches of
  // people's items run at a time, so that the others gather meanwhile, and one of bulk. The caller
  // ends it with finished(). nullopt: closed and empty.
  struct Next {
    Lane lane;
    Commit commit;
    std::vector<WriteItem> items;
  };
  std::optional<Next> take_next(int bulk_at_once);
  // The items that are left stand first in their lane again.
  void finished(Lane lane, Commit commit, std::span<WriteItem> left = {});

  // What is queued will still be taken; new items are refused.
  void close();
  bool closed() const;
  std::size_t size() const;

 private:
  // A lane's items of their own, and those that may share a commit. The numbers tell which came
  // first.
  struct Waiting {
    std::deque<WriteItem> items;
    std::deque<std::uint64_t> numbers;
    int running = 0;
  };
  struct Lanes {
    Waiting own, shared;
    TimePoint taken_at{};

    std::size_t size() const { return own.items.size() + shared.items.size(); }
  };

  Lanes& of(Lane lane) { return lane == Lane::people ? people_ : bulk_; }
  const Lanes& of(Lane lane) const { return lane == Lane::people ? people_ : bulk_; }
  static Waiting* first_of(Lanes& lanes, int shared_at_once);
  TimePoint bulk_due() const;
  Next take_from(Lane lane, Waiting& waiting);

  const std::size_t items_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Lanes people_, bulk_;
  std::uint64_t pushed_ = 0;
  bool closed_ = false;
};

}  // namespace mg::db
