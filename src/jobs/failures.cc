#include "jobs/failures.h"

#include <bit>

namespace mg::jobs {
namespace {

constexpr auto quiet_time = std::chrono::hours(1);

}  // namespace

void Failures::add_job(const std::string& job) {
  const std::lock_guard lock(mutex_);
  counts_.try_emplace(job);
}

void Failures::note(const std::string& job, std::string_view what, SteadyTime now) noexcept {
  try {
    std::uint64_t count = 0;
    {
      const std::lock_guard lock(mutex_);
      Count& known = counts_[job];
      if (now - known.last >= quiet_time) known.since_quiet = 0;
      known.last = now;
      ++known.total;
      count = ++known.since_quiet;
    }
    if (tell_ && std::has_single_bit(count)) tell_(job, count, what);
  } catch (...) {  // No memory to say so: the work itself goes on.
  }
}

std::map<std::string, std::uint64_t> Failures::totals() const {
  std::map<std::string, std::uint64_t> totals;
  const std::lock_guard lock(mutex_);
  for (const auto& [job, count] : counts_) totals[job] = count.total;
  return totals;
}

}  // namespace mg::jobs
