#include "db/write_queue.h"

namespace mg::db {
namespace {

constexpr std::chrono::milliseconds bulk_patience{20};

}  // namespace

void WriteQueue::push(Lane lane, WriteItem item) {
  bool closed = false;
  {
    std::lock_guard lock(mutex_);
    closed = closed_;
    if (!closed_ && lane_of(lane).size() < items_max_) {
      lane_of(lane).push_back(std::move(item));
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
  const auto ready = [this] { return closed_ || !people_.empty() || !bulk_.empty(); };
  if (until) {
    if (!changed_.wait_until(lock, *until, ready)) return Wake::time_out;
  } else {
    changed_.wait(lock, ready);
  }
  return people_.empty() && bulk_.empty() ? Wake::closed : Wake::item;
}

std::optional<WriteItem> WriteQueue::take(Lane lane) {
  std::lock_guard lock(mutex_);
  std::deque<WriteItem>& items = lane_of(lane);
  if (items.empty()) return std::nullopt;
  std::optional<WriteItem> item(std::move(items.front()));
  items.pop_front();
  return item;
}

bool WriteQueue::has(Lane lane) const {
  std::lock_guard lock(mutex_);
  return !(lane == Lane::people ? people_ : bulk_).empty();
}

std::optional<WriteQueue::Next> WriteQueue::take_next(int bulk_at_once) {
  std::unique_lock lock(mutex_);
  const auto bulk_may = [&] { return !bulk_.empty() && bulk_running_ < bulk_at_once; };
  changed_.wait(lock, [&] { return closed_ || !people_.empty() || bulk_may(); });
  while (true) {
    const auto now = std::chrono::steady_clock::now();
    const bool bulk_owed = bulk_may() && now - bulk_taken_at_ >= bulk_patience;
    if (!people_.empty() && !bulk_owed) {
      Next next{Lane::people, std::move(people_.front())};
      people_.pop_front();
      return next;
    }
    if (bulk_may()) {
      Next next{Lane::bulk, std::move(bulk_.front())};
      bulk_.pop_front();
      bulk_taken_at_ = now;
      ++bulk_running_;
      return next;
    }
    if (bulk_.empty()) return std::nullopt;  // Closed.
    changed_.wait(lock);                     // Closed, but a bulk item waits for its turn.
  }
}

void WriteQueue::bulk_finished() {
  std::lock_guard lock(mutex_);
  --bulk_running_;
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
