#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace mg::jobs {

// Starts things that share a key one after the other, in the order of add(), and all others at
// once. Thread-safe.
class InTurn {
 public:
  struct Waiting;
  using Place = std::shared_ptr<Waiting>;

  // `start` is called once: here, or by the end() of the last one that it has to wait for. Whoever
  // is started calls end() with its place, once, from any thread.
  void add(std::vector<std::uint64_t> keys, std::function<void(const Place&)> start);
  void end(const Place& place);

 private:
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::deque<Place>> lines_;  // The first of each is at work.
};

}  // namespace mg::jobs
