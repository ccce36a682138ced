#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace mg::jobs {

// The copies that this process is sending, or the mails that it takes in: their leases are to be
// kept. Thread-safe.
template <class Lease>
class HeldLeases {
 public:
  // Holds the leases of one turn; what the turn has not come to is let go at its end.
  class Hold {
   public:
    Hold(HeldLeases& all, std::vector<Lease> leases) : all_(all), leases_(std::move(leases)) {
      const std::lock_guard lock(all_.mutex_);
      for (const Lease& lease : leases_) all_.held_.push_back({lease, this, {}});
    }
    ~Hold() {
      for (const Lease& lease : leases_) all_.let_go(lease);
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

    const std::vector<Lease>& leases() const { return leases_; }

    // The turn comes to this one now. False: it was taken out, and may be somebody else's.
    bool begin(const Lease& lease) const {
      const std::lock_guard lock(all_.mutex_);
      const auto found = std::ranges::find(all_.held_, lease, &Held::lease);
      if (found == all_.held_.end()) return false;
      found->begun_at = std::chrono::steady_clock::now();
      return true;
    }

    // Lets this one go when its scope ends, however it ends.
    auto until_done(const Lease& lease) const {
      const auto let_go = [this](const Lease* done) { all_.let_go(*done); };
      return std::unique_ptr<const Lease, decltype(let_go)>(&lease, let_go);
    }

   private:
    HeldLeases& all_;
    const std::vector<Lease> leases_;
  };

  std::vector<Lease> all() const {
    const std::lock_guard lock(mutex_);
    std::vector<Lease> leases;
    for (const Held& one : held_) leases.push_back(one.lease);
    return leases;
  }

  // Takes out what waits behind one that its turn came to so long ago: to be given back.
  std::vector<Lease> take_waiting_behind(std::chrono::steady_clock::duration at_least) {
    const auto begun_before = std::chrono::steady_clock::now() - at_least;
    const std::lock_guard lock(mutex_);
    std::vector<const Hold*> slow;
    for (const Held& one : held_) {
      if (one.begun_at && *one.begun_at <= begun_before) slow.push_back(one.hold);
    }
    std::vector<Lease> taken;
    std::erase_if(held_, [&](const Held& one) {
      if (one.begun_at || std::ranges::find(slow, one.hold) == slow.end()) return false;
      taken.push_back(one.lease);
      return true;
    });
    return taken;
  }

 private:
  struct Held {
    Lease lease;
    const Hold* hold;
    std::optional<std::chrono::steady_clock::time_point> begun_at;
  };

  void let_go(const Lease& lease) {
    const std::lock_guard lock(mutex_);
    // Not a later lease of the same.
    std::erase_if(held_, [&](const Held& one) { return one.lease == lease; });
  }

  mutable std::mutex mutex_;
  std::vector<Held> held_;
};

}  // namespace mg::jobs
