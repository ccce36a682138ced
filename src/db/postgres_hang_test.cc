#include <future>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

#include "db/test_database.h"
#include "db/test_wire.h"

// A server that is reached and answers nothing: stopped, or behind a network that swallows all.
namespace mg::db {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

class PostgresHang : public ::testing::TestWithParam<Engine> {};

std::chrono::milliseconds time_of(const std::function<void()>& work) {
  const auto start = SteadyClock::now();
  EXPECT_THROW(work(), Error);
  return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - start);
}

bool soon(std::chrono::seconds time_max, const std::function<bool()>& holds) {
  const auto end = SteadyClock::now() + time_max;
  while (!holds()) {
    if (SteadyClock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

TEST_P(PostgresHang, a_server_that_answers_nothing_is_not_waited_for_and_comes_back) {
  testing::TestDatabase place(GetParam());
  testing::Wire wire(place.options);
  const Options options = wire.through();
  const auto database = open(options);
  const auto work = [&] {
    static const Statement one = {"one", "", "SELECT 1"};
    database->read([](Session& session) { session.run(one); });
  };
  work();
  ASSERT_TRUE(soon(10s, [&] { return database->healthy(); }));

  wire.hang(true);
  std::vector<std::future<std::chrono::milliseconds>> waiting;
  for (int i = 0; i < 8; ++i) {
    waiting.push_back(std::async(std::launch::async, time_of, work));
  }
  waiting.push_back(
      std::async(std::launch::async, time_of, [&] { database->write([](Session&) {}); }));
  EXPECT_TRUE(soon(4s, [&] { return !database->healthy(); }));
  for (auto& one : waiting) EXPECT_LT(one.get(), 9s);
  // Found to hang, it is not even tried.
  EXPECT_LT(time_of(work), 1s);
  EXPECT_LT(time_of([&] { database->write([](Session&) {}); }), 1s);
  EXPECT_FALSE(database->healthy());

  wire.hang(false);
  EXPECT_TRUE(soon(30s, [&] { return database->healthy(); }));
  work();
  database->write([](Session&) {});
}

INSTANTIATE_TEST_SUITE_P(Engines, PostgresHang, ::testing::ValuesIn([] {
                           auto engines = testing::engines();
                           std::erase(engines, Engine::sqlite);
                           return engines;
                         }()),
                         [](const auto& at) { return testing::engine_name(at.param); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PostgresHang);

}  // namespace
}  // namespace mg::db
