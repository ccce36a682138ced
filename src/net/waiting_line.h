#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "net/workers.h"

namespace mg::net {

// For work that is slow on purpose, so that it never takes all workers: so much of it runs at once
// and the rest waits here, without holding a thread. Who waits longest goes first, but networks (or
// whatever else the keys name) take turns; in a full line a network that has few places gets one
// from the network that has most. So nobody keeps others out by asking often.
class WaitingLine : public std::enable_shared_from_this<WaitingLine> {
 public:
  struct Limits {
    unsigned running_max = 2;
    std::size_t waiting_max = 32;
    std::size_t waiting_per_key_max = 16;
    std::chrono::steady_clock::duration wait_max = std::chrono::seconds(10);
  };
  // One of the two is called, once; neither may throw. `run` is called by a worker, `turn_away` by
  // any thread: it must be quick.
  struct Job {
    Workers::Task run, turn_away;
  };

  // Keep it by a shared pointer: what runs holds on to it. `workers` must outlive that.
  WaitingLine(Workers& workers, Limits limits);

  void enter(const std::string& key, Job job);

  std::size_t waiting() const;

 private:
  struct Waiting {
    Job job;
    std::chrono::steady_clock::time_point since;
  };
  using Jobs = std::vector<Job>;

  bool make_room(const std::string& key, Jobs& turned_away);
  Waiting take_newest(const std::string& key);
  Waiting take_next();
  void start(Jobs& turned_away);
  void ended();

  Workers& workers_;
  const Limits limits_;
  mutable std::mutex mutex_;
  std::map<std::string, std::deque<Waiting>> waiting_;  // By key; none is empty.
  std::deque<std::string> turns_;                       // The keys that wait.
  std::size_t count_ = 0;
  unsigned running_ = 0;
};

}  // namespace mg::net
