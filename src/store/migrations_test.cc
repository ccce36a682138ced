#include "gen/store/migrations.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "db/test_database.h"

// What migrations make of rows that older programs wrote.
namespace mg::store {
namespace {

class Migrations : public testing::TestWithParam<db::Engine> {
 protected:
  void migrate_to_before(std::string_view name) {
    const auto all = migrations();
    const auto at = std::ranges::find(all, name, &db::Migration::name);
    ASSERT_NE(at, all.end());
    database_->migrate(all.first(static_cast<std::size_t>(at - all.begin())));
  }
  void run(const std::string& text) {
    database_->write(
        [&](db::Session& session) { session.execute_text(text, {}, [](const db::Row&) {}); });
  }
  // Of the list's row: the promise, when it is due, and the place.
  std::vector<std::int64_t> listed(int id) {
    std::vector<std::int64_t> found;
    database_->read([&](db::Session& session) {
      session.execute_text(
          "SELECT promise, promise_due, due_key FROM conversation WHERE id = " + std::to_string(id),
          {}, [&](const db::Row& row) {
            for (int i = 0; i < 3; ++i) found.push_back(row.integer(i));
          });
    });
    return found;
  }
  void add_conversation(int id, bool not_yet, int promise, int due) {
    run("INSERT INTO conversation VALUES (" + std::to_string(id) + ", 1, " + std::to_string(id) +
        ", NULL, 1, 1, 1, 1, NULL, NULL, 1, 1, 1, " + std::to_string(not_yet) +
        ", NULL, NULL, NULL, 1, 1, 1, 1, 1, 0, NULL, 0, NULL, 0, 0, 0, " + std::to_string(promise) +
        ", " + std::to_string(due) + ", " + std::to_string(not_yet ? 3 : due) + ", 0)");
  }
  void add_promise(int id, int conversation, int state, bool standing, int due) {
    run("INSERT INTO promise VALUES (" + std::to_string(id) + ", " + std::to_string(conversation) +
        ", 1, NULL, " + std::to_string(state) + ", 0, " + std::to_string(standing) + ", 1, " +
        std::to_string(due) + ", 0, 0)");
  }

  db::testing::TestDatabase place_{GetParam()};
  std::unique_ptr<db::Database> database_ = place_.open();
};

TEST_P(Migrations, the_next_promise_is_one_that_is_open_and_not_one_broken_before) {
  constexpr int open = 1;
  constexpr int broken = 3;
  migrate_to_before("found-threads");
  run("INSERT INTO contact (id, name, email, created_at) VALUES (1, 'Ana', 'ana@x.test', 1)");
  add_conversation(10, false, 100, 500);
  add_promise(100, 10, broken, true, 500);
  add_promise(101, 10, open, true, 900);
  add_promise(102, 10, open, true, 800);
  add_conversation(11, true, 110, 500);
  add_promise(110, 11, broken, true, 500);
  add_promise(111, 11, open, true, 900);
  add_conversation(12, false, 120, 500);  // Nothing but a broken one.
  add_promise(120, 12, broken, true, 500);
  add_promise(121, 12, open, false, 600);
  add_conversation(13, false, 130, 500);  // As it should be.
  add_promise(130, 13, open, true, 500);
  add_promise(131, 13, open, true, 900);
  database_->migrate(migrations());
  EXPECT_EQ(listed(10), (std::vector<std::int64_t>{102, 800, 800}));
  EXPECT_EQ(listed(11), (std::vector<std::int64_t>{111, 900, 3}));
  EXPECT_EQ(listed(12), (std::vector<std::int64_t>{120, 500, 500}));
  EXPECT_EQ(listed(13), (std::vector<std::int64_t>{130, 500, 500}));
}

MG_ON_EVERY_ENGINE(Migrations);

}  // namespace
}  // namespace mg::store
