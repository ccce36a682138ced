#include "jobs/in_turn.h"

#include <algorithm>
#include <utility>

namespace mg::jobs {

struct InTurn::Waiting {
  std::vector<std::uint64_t> keys;
  std::function<void(const Place&)> start;
  std::size_t lines_to_wait_in = 0;
};

void InTurn::add(std::vector<std::uint64_t> keys, std::function<void(const Place&)> start) {
  std::ranges::sort(keys);
  const auto same = std::ranges::unique(keys);
  keys.erase(same.begin(), same.end());
  const auto place = std::make_shared<Waiting>(std::move(keys), std::move(start));
  {
    const std::lock_guard lock(mutex_);
    for (const std::uint64_t key : place->keys) {
      std::deque<Place>& line = lines_[key];
      if (!line.empty()) ++place->lines_to_wait_in;
      line.push_back(place);
    }
    if (place->lines_to_wait_in > 0) return;
  }
  std::exchange(place->start, {})(place);
}

void InTurn::end(const Place& place) {
  std::vector<Place> next;
  {
    const std::lock_guard lock(mutex_);
    for (const std::uint64_t key : place->keys) {
      const auto line = lines_.find(key);
      line->second.pop_front();
      if (line->second.empty()) {
        lines_.erase(line);
      } else if (const Place& first = line->second.front(); --first->lines_to_wait_in == 0) {
        next.push_back(first);
      }
    }
  }
  for (const Place& first : next) std::exchange(first->start, {})(first);
}

}  // namespace mg::jobs
