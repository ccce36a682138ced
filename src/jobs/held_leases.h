#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "desk/outbox.h"

namespace mg::jobs {

// The copies that this process is sending: their leases are to be kept. Thread-safe.
class HeldLeases {
 public:
  // Holds the leases of one turn; what the turn has not come to is let go at its end.
  class Hold {
   public:
    Hold(HeldLeases& all, std::vector<store::OutboxLease> leases)
        : all_(all), leases_(std::move(leases)) {
      const std::lock_guard lock(all_.mutex_);
      all_.leases_.insert(all_.leases_.end(), leases_.begin(), leases_.end());
    }
    ~Hold() {
      for (const store::OutboxLease& lease : leases_) all_.let_go(lease);
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

    const std::vector<store::OutboxLease>& leases() const { return leases_; }

    // Lets this one go when its scope ends, however it ends.
    auto until_done(const store::OutboxLease& lease) const {
      const auto let_go = [this](const store::OutboxLease* done) { all_.let_go(*done); };
      return std::unique_ptr<const store::OutboxLease, decltype(let_go)>(&lease, let_go);
    }

   private:
    HeldLeases& all_;
    const std::vector<store::OutboxLease> leases_;
  };

  std::vector<store::OutboxLease> all() const {
    const std::lock_guard lock(mutex_);
    return leases_;
  }

 private:
  void let_go(const store::OutboxLease& lease) {
    const std::lock_guard lock(mutex_);
    std::erase_if(leases_, [&](const store::OutboxLease& l) { return l.id == lease.id; });
  }

  mutable std::mutex mutex_;
  std::vector<store::OutboxLease> leases_;
};

}  // namespace mg::jobs
