#include <atomic>
#include <barrier>
#include <condition_variable>
#include <future>
#include <gtest/gtest.h>
#include <mutex>
#include <thread>

#include "db/test_database.h"
#include "db/test_wire.h"

// What only a server can do to us: deadlocks, lost connections, another node.
namespace mg::db {
namespace {

const Statement add = {"add", "", "INSERT INTO t(id, n) VALUES($1, $2)"};
const Statement raise = {"raise", "", "UPDATE t SET n = n + 1 WHERE id = $1"};
const Statement number_of = {"number_of", "", "SELECT n FROM t WHERE id = $1"};
const Statement kill_me = {"kill_me", "", "SELECT pg_terminate_backend(pg_backend_pid())"};

class Postgres : public ::testing::TestWithParam<Engine> {
 protected:
  Postgres() {
    database = place.open();
    database->write([](Session& session) {
      session.execute_script("CREATE TABLE t(id BIGINT PRIMARY KEY, n BIGINT)");
      session.run(add, 1, 0);
      session.run(add, 2, 0);
    });
  }
  std::int64_t number(Database& from, int id) {
    std::optional<std::int64_t> found;
    from.read([&](Session& session) {
      found = session.one(
          number_of, [](const Row& row) { return row.integer(0); }, id);
    });
    return found.value_or(-1);
  }
  // Ends every other connection to this database, as a restart of the server does.
  void cut_connections() {
    database->write([](Session& session) {
      session.execute_text(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()",
          {}, [](const Row&) {});
    });
  }

  testing::TestDatabase place{GetParam()};
  std::unique_ptr<Database> database;
};

std::vector<Engine> postgres_only() {
  std::vector<Engine> engines = testing::engines();
  std::erase(engines, Engine::sqlite);
  return engines;
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Postgres);
INSTANTIATE_TEST_SUITE_P(Engines, Postgres, ::testing::ValuesIn(postgres_only()));

TEST_P(Postgres, a_deadlock_is_run_again) {
  std::atomic<int> runs{0};
  std::barrier meet(2);
  const auto crossing = [&](int first, int second) {
    return [&, first, second, met = std::make_shared<std::atomic<bool>>(false)](Session& session) {
      ++runs;
      session.run(raise, first);
      if (!met->exchange(true)) meet.arrive_and_wait();
      session.run(raise, second);
    };
  };
  std::jthread other([&] { database->write(crossing(2, 1)); });
  database->write(crossing(1, 2));
  other.join();
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(number(*database, 1), 2);
  EXPECT_EQ(number(*database, 2), 2);
}

TEST_P(Postgres, a_serialization_failure_is_given_up_after_five_runs) {
  int runs = 0;
  try {
    database->write([&](Session& session) {
      ++runs;
      session.execute_script("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$");
    });
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::serialization);
  }
  EXPECT_EQ(runs, 5);
}

TEST_P(Postgres, work_whose_connection_dies_before_the_commit_is_run_again) {
  int runs = 0;
  database->write([&](Session& session) {
    session.run(raise, 1);
    if (++runs == 1) session.run(kill_me);
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(number(*database, 1), 1);
}

const Statement number_of_transaction = {"number_of_transaction", "",
                                         "SELECT pg_current_xact_id()::text::bigint"};

// The transaction's number, as each of the items sees it that wait together for the one writer.
std::vector<std::int64_t> numbers_of_items(Database& one_writer) {
  std::promise<void> go;
  one_writer.submit(
      Lane::people, [gate = go.get_future().share()](Session&) { gate.wait(); },
      [](const Error*) {});
  std::vector<std::promise<std::int64_t>> numbers(5);
  for (auto& number : numbers) {
    auto found = std::make_shared<std::int64_t>();
    one_writer.submit(
        Lane::people, Commit::shared,
        [found](Session& session) {
          session.each(number_of_transaction, [&](const Row& row) { *found = row.integer(0); });
        },
        [found, &number](const Error*) { number.set_value(*found); });
  }
  go.set_value();
  std::vector<std::int64_t> seen;
  for (auto& number : numbers) seen.push_back(number.get_future().get());
  return seen;
}

TEST_P(Postgres, items_that_may_share_a_commit_are_one_transaction) {
  place.options.write_connections_max = 1;
  const auto one_writer = place.open();
  // A batch that takes too long ends early: a machine that halts just then makes it two.
  std::vector<std::int64_t> seen;
  for (int tries = 0; tries < 20; ++tries) {
    seen = numbers_of_items(*one_writer);
    if (seen.front() == seen.back()) break;
  }
  EXPECT_GT(seen.front(), 0);
  EXPECT_EQ(seen, std::vector<std::int64_t>(5, seen.front()));
}

TEST_P(Postgres, posted_work_whose_connection_dies_before_the_commit_is_run_again) {
  int runs = 0;
  database->write([&](Session& session) {
    session.post(raise, 1);
    if (++runs == 1) session.post(kill_me);
    session.post(raise, 1);
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(number(*database, 1), 2);
}

TEST_P(Postgres, a_connection_that_dies_in_the_commit_is_reported_and_not_run_again) {
  database->write([](Session& session) {
    session.execute_script(R"(
      CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
      CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON t
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die())");
  });
  int runs = 0;
  try {
    database->write([&](Session& session) {
      ++runs;
      session.run(add, 3, 0);
    });
    ADD_FAILURE() << "acknowledged without an answer";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::outcome_unknown);
  }
  EXPECT_EQ(runs, 1);
}

TEST_P(Postgres, readers_and_writers_come_back_after_the_server_cut_them_off) {
  EXPECT_EQ(number(*database, 1), 0);
  cut_connections();
  EXPECT_EQ(number(*database, 1), 0);
  database->write([](Session& session) { session.run(raise, 1); });
  EXPECT_EQ(number(*database, 1), 1);
}

TEST_P(Postgres, another_node_hears_of_a_commit_also_after_its_listener_was_cut_off) {
  const auto node = place.open();
  std::mutex mutex;
  std::condition_variable changed;
  int wakes = 0;
  const auto handle = node->on_commit([&] {
    std::lock_guard lock(mutex);
    ++wakes;
    changed.notify_all();
  });
  const auto hears = [&] {
    std::unique_lock lock(mutex);
    const int before = wakes;
    lock.unlock();
    database->write([](Session& session) { session.run(raise, 1); });
    lock.lock();
    return changed.wait_for(lock, std::chrono::seconds(10), [&] { return wakes > before; });
  };
  EXPECT_TRUE(hears());
  cut_connections();
  EXPECT_TRUE(hears());
}

TEST_P(Postgres, two_nodes_migrate_at_once) {
  const Migration steps[] = {
      {1, "one", "", "SELECT pg_sleep(0.05); CREATE TABLE one(id BIGINT)"},
      {2, "two", "", "CREATE TABLE two(id BIGINT)"},
      {3, "three", "", "CREATE TABLE three(id BIGINT)"},
  };
  const auto node = place.open();
  auto other = std::async(std::launch::async, [&] { return node->migrate(steps); });
  const int here = database->migrate(steps);
  EXPECT_EQ(here + other.get(), 3);
}

TEST_P(Postgres, a_statement_that_takes_too_long_is_busy) {
  place.options.statement_timeout = std::chrono::milliseconds(100);
  const auto hasty = place.open();
  try {
    hasty->read([](Session& session) {
      session.execute_text("SELECT pg_sleep(5)", {}, [](const Row&) {});
    });
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::busy);
  }
}

TEST_P(Postgres, a_plan_that_another_node_made_stale_is_made_again) {
  static const Statement all = {"all", "", "SELECT * FROM t WHERE id = 1"};
  const auto columns = [](Session& session) { session.run(all); };
  database->write(columns);
  const auto node = place.open();
  node->write([](Session& session) { session.execute_script("ALTER TABLE t ADD more BIGINT"); });
  for (int i = 0; i < 8; ++i) EXPECT_NO_THROW(database->write(columns));
}

TEST_P(Postgres, nobody_there_is_told_at_once) {
  Options options;
  options.url = "postgresql://nobody@127.0.0.1:1/nothing";
  try {
    db::open(options);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::connection_lost);
  }
}

TEST_P(Postgres, a_commit_whose_answer_is_lost_has_an_unknown_outcome) {
  testing::Wire wire(place.options);
  const auto through = open(wire.through());
  through->write([](Session& session) { session.execute_text("SELECT 1", {}, [](auto&) {}); });
  wire.cut_after_commit(true);
  int runs = 0;
  try {
    through->write([&](Session& session) {
      ++runs;
      session.execute_text("INSERT INTO t (id) VALUES (77)", {}, [](auto&) {});
    });
    ADD_FAILURE() << "nobody knows that it is done";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::outcome_unknown) << error.what();
  }
  EXPECT_EQ(runs, 1);
  std::int64_t found = 0;
  database->read([&](Session& session) {
    session.execute_text("SELECT count(*) FROM t WHERE id = 77", {},
                         [&](const Row& row) { found = row.integer(0); });
  });
  EXPECT_EQ(found, 1);
}

TEST_P(Postgres, a_purge_is_a_vacuum) {
  EXPECT_NO_THROW(database->purge());
}

TEST_P(Postgres, has_no_file_to_back_up) {
  try {
    database->backup("x");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("no file"), std::string::npos);
  }
}

}  // namespace
}  // namespace mg::db
