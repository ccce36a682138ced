#include "jobs/failures.h"

#include <gtest/gtest.h>
#include <stdexcept>
#include <vector>

namespace mg::jobs {
namespace {

using namespace std::chrono_literals;

class FailuresTest : public testing::Test {
 protected:
  std::vector<std::string> told;
  Failures failures{[this](std::string_view job, std::uint64_t count, std::string_view what) {
    told.push_back(std::string(job) + " " + std::to_string(count) + " " + std::string(what));
  }};
  Failures::SteadyTime now = std::chrono::steady_clock::now();
};

TEST_F(FailuresTest, the_first_and_each_doubling_are_told_and_all_are_counted) {
  for (int i = 1; i <= 100; ++i) failures.note("index", "no " + std::to_string(i), now);
  EXPECT_EQ(told, (std::vector<std::string>{"index 1 no 1", "index 2 no 2", "index 4 no 4",
                                            "index 8 no 8", "index 16 no 16", "index 32 no 32",
                                            "index 64 no 64"}));
  EXPECT_EQ(failures.totals().at("index"), 100u);
}

TEST_F(FailuresTest, jobs_are_counted_apart_and_start_at_none) {
  failures.add_job("tidy");
  failures.note("index", "a", now);
  failures.note("watch", "b", now);
  EXPECT_EQ(told, (std::vector<std::string>{"index 1 a", "watch 1 b"}));
  EXPECT_EQ(failures.totals(),
            (std::map<std::string, std::uint64_t>{{"index", 1}, {"tidy", 0}, {"watch", 1}}));
}

TEST_F(FailuresTest, after_a_quiet_hour_the_next_is_a_first_one) {
  for (int i = 0; i < 3; ++i) failures.note("index", "old", now);
  failures.note("index", "soon", now + 59min);
  told.clear();
  failures.note("index", "new", now + 59min + 1h);
  EXPECT_EQ(told, std::vector<std::string>{"index 1 new"});
  EXPECT_EQ(failures.totals().at("index"), 5u);
}

TEST_F(FailuresTest, a_log_that_fails_stops_nothing) {
  Failures fragile([](auto...) { throw std::runtime_error("no log"); });
  fragile.note("index", "a", now);
  EXPECT_EQ(fragile.totals().at("index"), 1u);
}

}  // namespace
}  // namespace mg::jobs
