#pragma once

#include <algorithm>
#include <ctime>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

// For tests: how the cost of some work grows with its input. Whatever a stranger can send must
// cost time in proportion to its size: the processor time of a large input is compared with that
// of a smaller one of the same making, in the same run, so that no machine is too slow for it.
namespace mg::growth {

inline std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

// Processor time of this thread, the least of a few tries.
template <class Work>
double seconds_of(const Work& work, int tries) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  double least = 1e9;
  for (int i = 0; i < tries; ++i) {
    const double start = now();
    work();
    least = std::min(least, now() - start);
  }
  return least;
}

// 8 times the input may cost 8 times as much, and somewhat more for its memory being farther away;
// what is quadratic costs 64 times as much.
inline constexpr std::size_t times = 8;
inline constexpr double growth_of_cost_max = 24;
// What costs less in all is not compared: it is the memory's doing more than the work's.
inline constexpr double cost_that_matters = 0.005;

// `work` is given make(bytes) and make(8 * bytes): strings of about that size.
template <class Make, class Work>
void expect_linear(std::size_t bytes, const Make& make, const Work& work) {
  const std::string small = make(bytes);
  const std::string large = make(bytes * times);
  const double more = seconds_of([&] { work(large); }, 2);
  if (more < cost_that_matters) return;
  const double once = seconds_of([&] { work(small); }, 5);
  EXPECT_LT(more, once * growth_of_cost_max)
      << "seconds for " << large.size() << " bytes; for " << small.size() << " it took " << once
      << ": " << small.substr(0, 60);
}

}  // namespace mg::growth
