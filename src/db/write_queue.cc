#include "db/write_queue.h"

#include <algorithm>
#include <iterator>
#include <ranges>

namespace mg::db {
namespace {

constexpr std::chrono::milliseconds bulk_patience{20};
// A batch of bulk items keeps the machine busy for longer than one item.
constexpr std::chrono::milliseconds bulk_batch_patience{100};
constexpr std::size_t shared_items_max = 64;
constexpr int people_batches_max = 2;
constexpr int bulk_batches_max = 1;

}  // namespace

void WriteQueue::push(Lane lane, WriteItem item) {
  bool closed = false;
  {
    std::lock_guard lock(mutex_);
    closed = closed_;
    Lanes& lanes = of(lane);
    if (!closed_ && lanes.size() < items_max_) {
      Waiting& waiting = item.commit == Commit::own ? lanes.own : lanes.shared;
      waiting.items.push_back(std::move(item));
      waiting.numbers.push_back(++pushed_);
      changed_.notify_one();
      return;
    }
  }
  const Error error = closed ? Error(ErrorKind::closed, "The database is shutting down.")
                             : Error(ErrorKind::busy, "Too many writes are waiting.");
  item.done(&error);
}

WriteQueue::Wake WriteQueue::wait(std::optional<TimePoint> until) {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return closed_ || people_.size() > 0 || bulk_.size() > 0; };
  if (until) {
    if (!changed_.wait_until(lock, *until, ready)) return Wake::time_out;
  } else {
    changed_.wait(lock, ready);
  }
  return people_.size() + bulk_.size() == 0 ? Wake::closed : Wake::item;
}

std::optional<WriteItem> WriteQueue::take(Lane lane) {
  std::lock_guard lock(mutex_);
  Waiting* waiting = first_of(of(lane), 1);
  if (!waiting) return std::nullopt;
  std::optional<WriteItem> item(std::move(waiting->items.front()));
  waiting->items.pop_front();
  waiting->numbers.pop_front();
  return item;
}

bool WriteQueue::has(Lane lane) const {
  std::lock_guard lock(mutex_);
  return of(lane).size() > 0;
}

// Where the item stands that came first of those that may run now.
WriteQueue::Waiting* WriteQueue::first_of(Lanes& lanes, int shared_at_once) {
  const bool own = !lanes.own.items.empty();
  const bool shared = !lanes.shared.items.empty() && lanes.shared.running < shared_at_once;
  if (own && shared) {
    return lanes.own.numbers.front() < lanes.shared.numbers.front() ? &lanes.own : &lanes.shared;
  }
  return own ? &lanes.own : shared ? &lanes.shared : nullptr;
}

// When bulk goes before people.
WriteQueue::TimePoint WriteQueue::bulk_due() const {
  const bool batch = bulk_.own.items.empty();
  return bulk_.taken_at + (batch ? bulk_batch_patience : bulk_patience);
}

WriteQueue::Next WriteQueue::take_from(Lane lane, Waiting& waiting) {
  Next next{lane, waiting.items.front().commit, {}};
  const auto count =
      next.commit == Commit::own ? 1 : std::min(waiting.items.size(), shared_items_max);
  const auto end = waiting.items.begin() + static_cast<std::ptrdiff_t>(count);
  std::move(waiting.items.begin(), end, std::back_inserter(next.items));
  waiting.items.erase(waiting.items.begin(), end);
  waiting.numbers.erase(waiting.numbers.begin(),
                        waiting.numbers.begin() + static_cast<std::ptrdiff_t>(count));
  ++waiting.running;
  of(lane).taken_at = std::chrono::steady_clock::now();
  return next;
}

std::optional<WriteQueue::Next> WriteQueue::take_next(int bulk_at_once) {
  std::unique_lock lock(mutex_);
  while (true) {
    Waiting* const people = first_of(people_, people_batches_max);
    Waiting* bulk = first_of(bulk_, bulk_batches_max);
    if (bulk_.own.running + bulk_.shared.running >= bulk_at_once) bulk = nullptr;
    const bool bulk_may =
        bulk && (people_.size() == 0 || std::chrono::steady_clock::now() >= bulk_due());
    if (bulk_may) return take_from(Lane::bulk, *bulk);
    if (people) return take_from(Lane::people, *people);
    if (closed_ && people_.size() + bulk_.size() == 0) return std::nullopt;
    if (bulk) {
      changed_.wait_until(lock, bulk_due());
    } else {
      changed_.wait(lock);
    }
  }
}

void WriteQueue::finished(Lane lane, Commit commit, std::span<WriteItem> left) {
  std::lock_guard lock(mutex_);
  Waiting& waiting = commit == Commit::own ? of(lane).own : of(lane).shared;
  for (WriteItem& item : left | std::views::reverse) {
    waiting.items.push_front(std::move(item));
    waiting.numbers.push_front(0);
  }
  --waiting.running;
  changed_.notify_all();
}

void WriteQueue::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

bool WriteQueue::closed() const {
  std::lock_guard lock(mutex_);
  return closed_;
}

std::size_t WriteQueue::size() const {
  std::lock_guard lock(mutex_);
  return people_.size() + bulk_.size();
}

}  // namespace mg::db
