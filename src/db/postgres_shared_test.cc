#include <atomic>
#include <barrier>
#include <future>
#include <gtest/gtest.h>
#include <memory>
#include <thread>
#include <utility>

#include "db/contract_fixture.h"

// What a server can do to items that share a commit: none may be lost, none done twice, and none
// acknowledged before the commit is durable.
namespace mg::db {
namespace {

using Errors = std::vector<std::optional<ErrorKind>>;

const Statement raise = {"raise", "", "UPDATE t SET n = n + 1 WHERE id = $1"};
const Statement number_of = {"number_of", "", "SELECT n FROM t WHERE id = $1"};
const Statement add_late = {"add_late", "", "INSERT INTO late(thing) VALUES($1)"};
const Statement kill_me = {"kill_me", "", "SELECT pg_terminate_backend(pg_backend_pid())"};
const Statement hold = {"hold", "", "SELECT pg_advisory_xact_lock(99)"};
const Statement held_up = {
    "held_up", "",
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 99 AND NOT granted"};

class SharedOnPostgres : public Contract {
 protected:
  SharedOnPostgres() {
    place.options.write_connections_max = 1;
    reopen();
    database->write([](Session& session) {
      session.execute_script(
          "CREATE TABLE t(id BIGINT PRIMARY KEY, n BIGINT);"
          "INSERT INTO t SELECT i, 0 FROM generate_series(1, 5) AS i");
    });
  }

  // Lets `what` happen within the COMMIT of whoever changes t.
  void at_commit(const std::string& what) {
    database->write([&](Session& session) {
      session.execute_script(
          "CREATE FUNCTION happen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN " + what +
          "; RETURN NULL; END';"
          "CREATE CONSTRAINT TRIGGER at_commit AFTER UPDATE ON t "
          "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION happen()");
    });
  }

  // Submits the works so that the node's one writer takes them together.
  static std::vector<std::future<std::optional<ErrorKind>>> submit(
      Database& node, const std::vector<Database::Work>& works) {
    const auto started = std::make_shared<std::promise<void>>();
    std::promise<void> go;
    node.submit(
        Lane::people,
        [started, gate = go.get_future().share()](Session&) {
          started->set_value();
          gate.wait();
        },
        [](const Error*) {});
    started->get_future().wait();
    std::vector<std::future<std::optional<ErrorKind>>> ends;
    for (const Database::Work& work : works) {
      auto end = std::make_shared<std::promise<std::optional<ErrorKind>>>();
      ends.push_back(end->get_future());
      node.submit(Lane::people, Commit::shared, work, [end](const Error* error) {
        end->set_value(error ? std::optional(error->kind) : std::nullopt);
      });
    }
    go.set_value();
    return ends;
  }
  Errors errors_of(const std::vector<Database::Work>& works) {
    Errors errors;
    for (auto& end : submit(*database, works)) errors.push_back(end.get());
    return errors;
  }

  std::int64_t asked(const Statement& statement, std::int64_t id) {
    std::int64_t found = -1;
    const auto take = [&](const Row& row) { found = row.integer(0); };
    database->read([&](Session& session) { session.each(statement, take, id); });
    return found;
  }
  Ints numbers() {
    Ints all;
    for (int id = 1; id <= 5; ++id) all.push_back(asked(number_of, id));
    return all;
  }
  bool a_commit_is_held_up() {
    std::int64_t waiting = 0;
    database->read([&](Session& session) {
      session.each(held_up, [&](const Row& row) { waiting = row.integer(0); });
    });
    return waiting > 0;
  }
};

std::vector<Engine> postgres_only() {
  std::vector<Engine> engines = testing::engines();
  std::erase(engines, Engine::sqlite);
  return engines;
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SharedOnPostgres);
INSTANTIATE_TEST_SUITE_P(Engines, SharedOnPostgres, ::testing::ValuesIn(postgres_only()));

Database::Work raises(int id) {
  return [id](Session& session) { session.post(raise, id); };
}

TEST_P(SharedOnPostgres, a_connection_that_dies_among_them_loses_none_and_does_none_twice) {
  int runs = 0;
  const auto dies_once = [&](Session& session) {
    session.post(raise, 3);
    if (++runs == 1) session.post(kill_me);
  };
  EXPECT_EQ(errors_of({raises(1), raises(2), dies_once, raises(4), raises(5)}), Errors(5));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(numbers(), Ints(5, 1));
}

TEST_P(SharedOnPostgres, one_whose_connection_always_dies_takes_nobody_along) {
  const auto dies = [&](Session& session) {
    session.post(raise, 2);
    session.run(kill_me);
  };
  EXPECT_EQ(errors_of({raises(1), dies, raises(3), raises(4), raises(5)}),
            (Errors{{}, ErrorKind::connection_lost, {}, {}, {}}));
  EXPECT_EQ(numbers(), (Ints{1, 0, 1, 1, 1}));
}

TEST_P(SharedOnPostgres, one_that_has_to_decide_again_is_run_until_it_can) {
  int runs = 0;
  const auto overtaken_thrice = [&](Session& session) {
    session.post(raise, 3);
    if (++runs <= 3) session.post_one(raise, 77);
  };
  EXPECT_EQ(errors_of({raises(1), raises(2), overtaken_thrice, raises(4), raises(5)}), Errors(5));
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(numbers(), Ints(5, 1));
}

TEST_P(SharedOnPostgres, a_deadlock_of_two_nodes_ends_and_all_is_done_once) {
  const auto node = place.open();
  std::barrier meet(2);
  const auto meets = [&](int id) {
    return [&meet, id, met = std::make_shared<bool>(false)](Session& session) {
      session.run(count_things);  // What was posted before has its locks by now.
      if (!std::exchange(*met, true)) meet.arrive_and_wait();
      session.post(raise, id);
    };
  };
  auto here = submit(*database, {raises(1), meets(2), raises(3)});
  auto there = submit(*node, {raises(2), meets(1), raises(4)});
  for (auto& end : here) EXPECT_FALSE(end.get());
  for (auto& end : there) EXPECT_FALSE(end.get());
  EXPECT_EQ(numbers(), (Ints{2, 2, 1, 1, 0}));
}

TEST_P(SharedOnPostgres, none_is_acknowledged_before_the_commit) {
  at_commit("PERFORM pg_advisory_xact_lock(99)");
  const auto node = place.open();
  std::promise<void> holds, let_go;
  std::promise<void> ended;
  node->submit(
      Lane::people,
      [&](Session& session) {
        session.run(hold);
        holds.set_value();
        let_go.get_future().wait();
      },
      [&](const Error*) { ended.set_value(); });
  holds.get_future().wait();
  auto ends = submit(*database, {raises(1), raises(2), raises(3)});
  while (!a_commit_is_held_up()) std::this_thread::yield();
  for (auto& end : ends)
    EXPECT_EQ(end.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  EXPECT_EQ(numbers(), Ints(5, 0));
  let_go.set_value();
  for (auto& end : ends) EXPECT_FALSE(end.get());
  EXPECT_EQ(numbers(), (Ints{1, 1, 1, 0, 0}));
  ended.get_future().wait();
}

TEST_P(SharedOnPostgres, all_are_told_when_nobody_knows_whether_their_commit_happened) {
  at_commit("PERFORM pg_terminate_backend(pg_backend_pid())");
  std::atomic<int> runs{0};
  const auto counted = [&](int id) {
    return [&, id](Session& session) {
      ++runs;
      session.post(raise, id);
    };
  };
  EXPECT_EQ(errors_of({counted(1), counted(2), counted(3)}), Errors(3, ErrorKind::outcome_unknown));
  EXPECT_EQ(runs, 3);
}

TEST_P(SharedOnPostgres, one_that_fails_only_at_the_commit_takes_nobody_along) {
  const auto fails_late = [](Session& session) {
    session.post(raise, 2);
    session.post(add_late, 7);
  };
  EXPECT_EQ(errors_of({raises(1), fails_late, raises(3)}),
            (Errors{{}, ErrorKind::foreign_key, {}}));
  EXPECT_EQ(numbers(), (Ints{1, 0, 1, 0, 0}));
}

}  // namespace
}  // namespace mg::db
