#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/time.h"

namespace mg::jobs {

// One thread that does one kind of background work whenever there may be some. `turn` does a
// bounded amount and says when to come back: now (more is waiting), at some instant of the
// workspace's clock, or when woken. A turn that throws is told of and tried again after a pause
// that grows.
class Pump {
 public:
  struct Next {
    bool at_once = false;
    std::optional<Instant> at;
  };
  using Turn = std::function<Next()>;

  // Work that gives way leaves the processor to threads that somebody waits for.
  enum class Urgency { normal, gives_way };

  // Told what a turn has thrown, on this pump's thread.
  using Failed = std::function<void(const std::string& name, std::string_view what)>;

  Pump(std::string name, const Clock& clock, Turn turn, Failed failed,
       Urgency urgency = Urgency::normal);
  ~Pump();  // Ends after the turn under way.
  Pump(const Pump&) = delete;
  Pump& operator=(const Pump&) = delete;

  // There may be work: a commit, a changed clock. Cheap; any thread.
  void wake();

  // Lets the thread end after its turn, without waiting for that.
  void ask_to_stop();
  // Asks the thread to end, and waits for it. May be called twice.
  void stop();

  const std::string& name() const { return name_; }

 private:
  void run();
  void rest(const Next& next);

  const std::string name_;
  const Clock& clock_;
  const Turn turn_;
  const Failed failed_;
  const Urgency urgency_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true;
  bool stopping_ = false;
  int failures_ = 0;
  std::thread thread_;
};

}  // namespace mg::jobs
