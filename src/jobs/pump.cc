#include "jobs/pump.h"

#include <algorithm>
#include <exception>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mg::jobs {
namespace {

// Nothing is slept through for longer: a wake-up may get lost on its way between nodes.
constexpr auto rest_max = std::chrono::seconds(5);
constexpr auto failure_pause_max = std::chrono::seconds(5);

// On Linux a thread has a nice value of its own.
void give_way() {
  constexpr int nice = 10;  // About a tenth of the share of a thread that does not give way.
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), nice);
}

}  // namespace

Pump::Pump(std::string name, const Clock& clock, Turn turn, Failed failed, Urgency urgency)
    : name_(std::move(name)),
      clock_(clock),
      turn_(std::move(turn)),
      failed_(std::move(failed)),
      urgency_(urgency),
      thread_([this] { run(); }) {}

Pump::~Pump() {
  stop();
}

void Pump::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Pump::ask_to_stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
}

void Pump::stop() {
  ask_to_stop();
  if (thread_.joinable()) thread_.join();
}

void Pump::rest(const Next& next) {
  std::unique_lock lock(mutex_);
  if (next.at_once && failures_ == 0) return;
  Duration pause = rest_max;
  if (failures_ > 0) {
    // A broken world is left alone for a moment, woken or not.
    pause = std::min<Duration>(std::chrono::milliseconds(100 << std::min(failures_, 6)),
                               failure_pause_max);
    changed_.wait_for(lock, pause, [this] { return stopping_; });
    return;
  }
  if (next.at) pause = std::clamp<Duration>(*next.at - clock_.now(), Duration{0}, rest_max);
  changed_.wait_for(lock, pause, [this] { return stopping_ || woken_; });
  woken_ = false;
}

void Pump::run() {
  if (urgency_ == Urgency::gives_way) give_way();
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      woken_ = false;
    }
    Next next;
    try {
      next = turn_();
      failures_ = 0;
    } catch (const std::exception& error) {
      ++failures_;
      failed_(name_, error.what());
    }
    rest(next);
  }
}

}  // namespace mg::jobs
