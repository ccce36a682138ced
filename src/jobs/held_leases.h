#pragma once

#include <memory>
#include <mutex>
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
      all_.leases_.insert(all_.leases_.end(), leases_.begin(), leases_.end());
    }
    ~Hold() {
      for (const Lease& lease : leases_) all_.let_go(lease);
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

    const std::vector<Lease>& leases() const { return leases_; }

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
    return leases_;
  }

 private:
  void let_go(const Lease& lease) {
    const std::lock_guard lock(mutex_);
    std::erase(leases_, lease);  // Not a later lease of the same.
  }

  mutable std::mutex mutex_;
  std::vector<Lease> leases_;
};

}  // namespace mg::jobs
