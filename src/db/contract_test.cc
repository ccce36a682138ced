#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "db/contract_fixture.h"

// What every engine promises about transactions (db/db.h).
namespace mg::db {
namespace {

class Writes : public Contract {};
MG_ON_EVERY_ENGINE(Writes);

TEST_P(Writes, an_error_that_the_work_swallows_fails_it_all_the_same) {
  add(1);
  const Error error = error_of([](Session& session) {
    try {
      session.run(add_thing, 1, "again");
    } catch (const Error&) {
    }
    EXPECT_THROW(session.run(add_thing, 2, "after"), Error);
  });
  EXPECT_EQ(error.kind, ErrorKind::unique);
  EXPECT_EQ(things(), Ints{1});
}

TEST_P(Writes, the_work_cannot_end_its_transaction) {
  EXPECT_EQ(error_of([](Session& session) {
              session.run(add_thing, 1, "one");
              session.execute_script("COMMIT");
            }).kind,
            ErrorKind::schema);
  EXPECT_TRUE(database->healthy());
}

TEST_P(Writes, rollback_undoes_one_item_alone_and_is_no_error) {
  std::promise<void> go;
  std::shared_future<void> gate = go.get_future().share();
  std::vector<std::promise<bool>> done(4);
  const auto submit = [&](int id, auto&& end) {
    database->submit(
        Lane::people,
        [=](Session& session) {
          gate.wait();
          session.run(add_thing, id, "x");
          end();
        },
        [&done, id](const Error* error) {
          done[static_cast<std::size_t>(id)].set_value(error == nullptr);
        });
  };
  submit(0, [] {});
  submit(1, [] { throw Rollback(); });
  submit(2, [] { throw std::runtime_error("no"); });
  submit(3, [] {});
  go.set_value();
  EXPECT_TRUE(done[0].get_future().get());
  EXPECT_TRUE(done[1].get_future().get());
  EXPECT_FALSE(done[2].get_future().get());
  EXPECT_TRUE(done[3].get_future().get());
  Ints ids = things();
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(ids, (Ints{0, 3}));
}

TEST_P(Writes, done_follows_the_commit) {
  std::promise<std::int64_t> seen;
  database->submit(
      Lane::people, [](Session& session) { session.run(add_thing, 1, "one"); },
      [&](const Error*) {
        std::int64_t count = -1;
        database->read([&](Session& session) {
          session.each(count_things, [&](const Row& row) { count = row.integer(0); });
        });
        seen.set_value(count);
      });
  EXPECT_EQ(seen.get_future().get(), 1);
}

TEST_P(Writes, many_writers_lose_nothing) {
  constexpr int threads = 4;
  constexpr int each = 100;
  std::atomic<int> good{0};
  std::atomic<int> answered{0};
  std::promise<void> all;
  std::vector<std::jthread> writers;
  for (int t = 0; t < threads; ++t) {
    writers.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) {
        const Lane lane = i % 3 == 0 ? Lane::bulk : Lane::people;
        database->submit(
            lane, [=](Session& session) { session.run(add_thing, t * each + i, "x"); },
            [&](const Error* error) {
              if (!error) ++good;
              if (++answered == threads * each) all.set_value();
            });
      }
    });
  }
  all.get_future().wait();
  EXPECT_EQ(good, threads * each);
  EXPECT_EQ(things().size(), std::size_t{threads} * each);
  EXPECT_EQ(database->queued(), 0U);
}

TEST_P(Writes, a_full_lane_answers_busy_at_once_and_the_other_lane_goes_on) {
  place.options.queue_items_max = 2;
  place.options.write_connections_max = 1;
  reopen();
  std::promise<void> go;
  std::promise<void> started;
  std::atomic<int> runs{0};
  database->submit(
      Lane::people,
      [&](Session&) {
        if (++runs == 1) started.set_value();
        go.get_future().wait();
      },
      [](const Error*) {});
  started.get_future().wait();
  int busy = 0;
  std::atomic<int> good{0};
  const auto nothing = [](Session&) {};
  for (int i = 0; i < 5; ++i) {
    database->submit(Lane::bulk, nothing, [&](const Error* error) {
      if (error && error->kind == ErrorKind::busy) ++busy;  // On this thread, before submit ends.
      if (!error) ++good;
    });
  }
  EXPECT_EQ(busy, 3);
  EXPECT_EQ(database->queued(), 2U);
  database->submit(Lane::people, nothing, [&](const Error* error) { good += error ? 0 : 1; });
  go.set_value();
  database.reset();  // Finishes what is queued.
  EXPECT_EQ(good, 3);
}

TEST_P(Writes, done_may_submit_again) {
  std::promise<bool> second;
  database->submit(
      Lane::people, [](Session& session) { session.run(add_thing, 1, "one"); },
      [&](const Error*) {
        database->submit(
            Lane::people, [](Session& session) { session.run(add_thing, 2, "two"); },
            [&](const Error* error) { second.set_value(error == nullptr); });
      });
  EXPECT_TRUE(second.get_future().get());
  EXPECT_EQ(things(), (Ints{1, 2}));
}

TEST_P(Writes, closing_finishes_what_is_queued) {
  std::atomic<int> good{0};
  for (int i = 0; i < 50; ++i) {
    database->submit(
        i % 2 ? Lane::bulk : Lane::people,
        [i](Session& session) { session.run(add_thing, i, "x"); },
        [&](const Error* error) { good += error ? 0 : 1; });
  }
  database.reset();
  EXPECT_EQ(good, 50);
  reopen();
  EXPECT_EQ(things().size(), 50U);
}

TEST_P(Writes, a_read_sees_one_snapshot) {
  add(1);
  const auto count = [](Session& session) {
    return session.one(count_things, [](const Row& row) { return row.integer(0); });
  };
  database->read([&](Session& session) {
    EXPECT_EQ(count(session), 1);
    add(2);
    EXPECT_EQ(count(session), 1);
  });
  database->read([&](Session& session) { EXPECT_EQ(count(session), 2); });
}

TEST_P(Writes, a_read_cannot_write) {
  EXPECT_THROW(database->read([](Session& session) { session.run(add_thing, 1, "one"); }), Error);
  EXPECT_TRUE(things().empty());
}

TEST_P(Writes, the_same_statement_may_run_inside_its_own_rows) {
  add(1);
  add(2);
  Ints seen;
  database->read([&](Session& session) {
    session.each(list_things, [&](const Row& outer) {
      session.each(list_things, [&](const Row& inner) {
        seen.push_back(outer.integer(0) * 10 + inner.integer(0));
      });
    });
  });
  EXPECT_EQ(seen, (Ints{11, 12, 21, 22}));
}

TEST_P(Writes, more_texts_than_the_cache_holds_still_run) {
  database->read([](Session& session) {
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < 150; ++i) {
        const std::string sql = "SELECT CAST(" + std::to_string(i) + " AS BIGINT)";
        session.execute_text(sql, {}, [&](const Row& row) { EXPECT_EQ(row.integer(0), i); });
      }
    }
  });
}

TEST_P(Writes, a_commit_wakes_until_the_handle_is_gone) {
  std::mutex mutex;
  std::condition_variable changed;
  int wakes = 0;
  std::shared_ptr<void> handle = database->on_commit([&] {
    std::lock_guard lock(mutex);
    ++wakes;
    changed.notify_all();
  });
  const auto wakes_beyond = [&](int before) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(10), [&] { return wakes > before; });
  };
  add(1);
  EXPECT_TRUE(wakes_beyond(0));
  handle.reset();
  int before = 0;
  {
    std::lock_guard lock(mutex);
    before = wakes;
  }
  std::promise<void> other;
  std::atomic<bool> told{false};
  const auto later = database->on_commit([&] {
    if (!told.exchange(true)) other.set_value();
  });
  add(2);
  other.get_future().wait();
  std::lock_guard lock(mutex);
  EXPECT_EQ(wakes, before);
}

TEST_P(Writes, migrations_run_once_from_any_version_and_refuse_a_newer_one) {
  const Migration steps[] = {
      {1, "first", "", ""},
      {2, "second", "CREATE TABLE two(id BIGINT)", "CREATE TABLE two(id BIGINT)"},
      {3, "third", "CREATE TABLE three(id BIGINT); CREATE INDEX on_three ON three(id)",
       "CREATE TABLE three(id BIGINT); CREATE INDEX on_three ON three(id)"},
  };
  EXPECT_EQ(database->migrate(std::span(steps, 1)), 0) << "the fixture has applied the first";
  EXPECT_EQ(database->migrate(steps), 2);
  EXPECT_EQ(database->migrate(steps), 0);
  try {
    database->migrate(std::span(steps, 2));
    FAIL() << "an older program must not open this database";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::schema);
    EXPECT_NE(std::string(error.what()).find("version 3"), std::string::npos);
  }
}

TEST_P(Writes, a_migration_that_fails_leaves_the_version_before_it) {
  const Migration steps[] = {
      {1, "first", "", ""},
      {2, "broken", "CREATE TABLE two(id BIGINT); BROKEN", "CREATE TABLE two(id BIGINT); BROKEN"},
  };
  EXPECT_THROW(database->migrate(steps), Error);
  const Migration mended[] = {
      {1, "first", "", ""},
      {2, "mended", "CREATE TABLE two(id BIGINT)", "CREATE TABLE two(id BIGINT)"},
  };
  EXPECT_EQ(database->migrate(mended), 1);
}

}  // namespace
}  // namespace mg::db
