#include "net/waiting_line.h"

#include <algorithm>

namespace mg::net {

WaitingLine::WaitingLine(Workers& workers, Limits limits) : workers_(workers), limits_(limits) {}

void WaitingLine::enter(const std::string& key, Job job) {
  Jobs turned_away;
  {
    const std::lock_guard lock(mutex_);
    if (make_room(key, turned_away)) {
      auto& queue = waiting_[key];
      if (queue.empty()) turns_.push_back(key);
      queue.push_back({std::move(job), std::chrono::steady_clock::now()});
      ++count_;
    } else {
      turned_away.push_back(std::move(job));
    }
    start(turned_away);
  }
  for (Job& other : turned_away) other.turn_away();
}

std::size_t WaitingLine::waiting() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

bool WaitingLine::make_room(const std::string& key, Jobs& turned_away) {
  const auto own = waiting_.find(key);
  const std::size_t places = own == waiting_.end() ? 0 : own->second.size();
  if (places >= limits_.waiting_per_key_max) return false;
  if (count_ < limits_.waiting_max) return true;
  const auto most =
      std::ranges::max_element(waiting_, {}, [](const auto& entry) { return entry.second.size(); });
  if (most == waiting_.end() || most->second.size() <= places + 1) return false;
  turned_away.push_back(take_newest(std::string(most->first)).job);
  return true;
}

WaitingLine::Waiting WaitingLine::take_newest(const std::string& key) {
  auto& queue = waiting_.at(key);  // Two at least: the key keeps its turn.
  Waiting newest = std::move(queue.back());
  queue.pop_back();
  --count_;
  return newest;
}

WaitingLine::Waiting WaitingLine::take_next() {
  const std::string key = std::move(turns_.front());
  turns_.pop_front();
  auto& queue = waiting_.at(key);
  Waiting next = std::move(queue.front());
  queue.pop_front();
  --count_;
  if (queue.empty()) {
    waiting_.erase(key);
  } else {
    turns_.push_back(key);
  }
  return next;
}

void WaitingLine::start(Jobs& turned_away) {
  const auto now = std::chrono::steady_clock::now();
  while (running_ < limits_.running_max && count_ > 0) {
    auto next = std::make_shared<Waiting>(take_next());
    if (now - next->since > limits_.wait_max) {
      turned_away.push_back(std::move(next->job));
      continue;
    }
    ++running_;
    // A refused post leaves the job here.
    const bool posted = workers_.post([self = shared_from_this(), next] {
      next->job.run();
      self->ended();
    });
    if (posted) continue;
    --running_;
    turned_away.push_back(std::move(next->job));
  }
}

void WaitingLine::ended() {
  Jobs turned_away;
  {
    const std::lock_guard lock(mutex_);
    --running_;
    start(turned_away);
  }
  for (Job& job : turned_away) job.turn_away();
}

}  // namespace mg::net
