#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace mg::jobs {

// What goes wrong where nobody waits for an answer. All of it is counted; told is the first failure
// of a job and each time their number has doubled, so that a log shows what is wrong and how much,
// and is not filled by it. After an hour without one, the next is a first one again. Thread-safe.
class Failures {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;
  // `count`: since the first one.
  using Tell =
      std::function<void(std::string_view job, std::uint64_t count, std::string_view what)>;

  explicit Failures(Tell tell) : tell_(std::move(tell)) {}

  // The job exists, so its number is known: 0.
  void add_job(const std::string& job);
  void note(const std::string& job, std::string_view what) noexcept {
    note(job, what, std::chrono::steady_clock::now());
  }
  void note(const std::string& job, std::string_view what, SteadyTime now) noexcept;

  // By job, since the program began.
  std::map<std::string, std::uint64_t> totals() const;

 private:
  struct Count {
    std::uint64_t total = 0;
    std::uint64_t since_quiet = 0;
    SteadyTime last{};
  };

  const Tell tell_;
  mutable std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

}  // namespace mg::jobs
