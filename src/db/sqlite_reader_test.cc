#include <chrono>
#include <gtest/gtest.h>

#include "db/test_database.h"

// What readers of SQLite may cost: their time has an end, and the write-ahead log becomes small
// again when they are gone.
namespace mg::db {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

class SqliteReader : public ::testing::Test {
 protected:
  std::unique_ptr<Database> open(std::chrono::milliseconds timeout) {
    place.options.statement_timeout = timeout;
    place.options.read_connections_max = 1;
    auto database = place.open();
    database->write([](Session& session) {
      session.execute_script("CREATE TABLE t(id INTEGER PRIMARY KEY, fill TEXT)");
    });
    return database;
  }

  testing::TestDatabase place{Engine::sqlite};
};

TEST_F(SqliteReader, a_statement_without_end_ends_as_busy_and_the_connection_goes_on) {
  const auto database = open(100ms);
  const auto began = SteadyClock::now();
  try {
    database->read([](Session& session) { session.execute_text(endless, {}, [](const Row&) {}); });
    FAIL() << "it came to an end";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::busy) << error.what();
  }
  EXPECT_LT(SteadyClock::now() - began, 20s);
  EXPECT_TRUE(database->healthy());
  std::int64_t one = 0;
  database->read([&](Session& session) {
    session.execute_text("SELECT 1", {}, [&](const Row& row) { one = row.integer(0); });
  });
  EXPECT_EQ(one, 1);
}

TEST_F(SqliteReader, many_short_statements_do_not_hold_a_snapshot_for_ever) {
  const auto database = open(20ms);
  const auto until = SteadyClock::now() + 30s;
  constexpr std::string_view some =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) "
      "SELECT max(i) FROM n";
  EXPECT_THROW(database->read([&](Session& session) {
    while (SteadyClock::now() < until) session.execute_text(some, {}, [](const Row&) {});
  }),
               Error);
  EXPECT_LT(SteadyClock::now(), until);
}

TEST_F(SqliteReader, a_write_has_no_such_limit) {
  const auto database = open(1ms);
  database->write([](Session& session) {
    session.execute_text(
        "INSERT INTO t(fill) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "LIMIT 200000) SELECT max(i) FROM n",
        {}, [](const Row&) {});
  });
}

TEST_F(SqliteReader, the_log_is_told_and_empty_once_nobody_needs_it) {
  const auto database = open(30s);
  database->write([](Session& session) {
    session.execute_text("INSERT INTO t(fill) VALUES(hex(zeroblob(1000000)))", {},
                         [](const Row&) {});
  });
  EXPECT_GT(database->wal_bytes(), 1'000'000);
  database->purge();
  EXPECT_EQ(database->wal_bytes(), 0);
}

}  // namespace
}  // namespace mg::db
