#include <algorithm>
#include <atomic>
#include <future>

#include "db/contract_fixture.h"

// Statements that nobody waits for, and items that may share a commit (db/db.h).
namespace mg::db {
namespace {

class Posts : public Contract {
 protected:
  // Submits the works at once, so that they can share a commit; the errors, by their place.
  std::vector<std::optional<ErrorKind>> errors_of(const std::vector<Database::Work>& works) {
    std::promise<void> go;
    const std::shared_future<void> gate = go.get_future().share();
    std::vector<std::promise<std::optional<ErrorKind>>> ends(works.size());
    // All writers are busy until all works wait.
    std::vector<std::promise<void>> busy(static_cast<std::size_t>(writers()));
    for (auto& one : busy) {
      database->submit(
          Lane::people, [gate](Session&) { gate.wait(); },
          [&one](const Error*) { one.set_value(); });
    }
    for (std::size_t i = 0; i < works.size(); ++i) {
      database->submit(Lane::people, Commit::shared, works[i], [&ends, i](const Error* error) {
        ends[i].set_value(error ? std::optional(error->kind) : std::nullopt);
      });
    }
    go.set_value();
    for (auto& one : busy) one.get_future().wait();
    std::vector<std::optional<ErrorKind>> errors;
    for (auto& end : ends) errors.push_back(end.get_future().get());
    return errors;
  }
  int writers() const { return place.options.write_connections_max; }
  Ints sorted_things() {
    Ints ids = things();
    std::ranges::sort(ids);
    return ids;
  }
};
MG_ON_EVERY_ENGINE(Posts);

const Statement rename_thing = same("rename_thing", "UPDATE thing SET name = 'x' WHERE id = $1");

Database::Work adds(int id) {
  return [id](Session& session) { session.post(add_thing, id, "a thing"); };
}

TEST_P(Posts, what_was_posted_is_seen_by_what_is_asked_later) {
  database->write([](Session& session) {
    for (int id = 1; id <= 3; ++id) session.post(add_thing, id, "a thing");
    Ints seen;
    session.each(list_things, [&](const Row& row) { seen.push_back(row.integer(0)); });
    EXPECT_EQ(seen, (Ints{1, 2, 3}));
    session.post(add_thing, 4, "a thing");
  });
  EXPECT_EQ(things(), (Ints{1, 2, 3, 4}));
}

TEST_P(Posts, thousands_are_no_matter) {
  database->write([](Session& session) {
    for (int id = 1; id <= 2'500; ++id) session.post(add_thing, id, std::string(3'000, 'a'));
  });
  EXPECT_EQ(things().size(), 2'500U);
}

TEST_P(Posts, an_error_of_what_was_posted_fails_the_item) {
  add(1);
  EXPECT_EQ(error_of([](Session& session) { session.post(add_thing, 1, "again"); }).kind,
            ErrorKind::unique);
  EXPECT_EQ(error_of([](Session& session) {
              session.post(add_thing, 1, "again");
              session.run(count_things);
              session.post(add_thing, 2, "after");
            }).kind,
            ErrorKind::unique);
  EXPECT_EQ(things(), Ints{1});
  EXPECT_TRUE(database->healthy());
}

TEST_P(Posts, an_error_that_was_posted_and_swallowed_fails_the_item_all_the_same) {
  add(1);
  EXPECT_EQ(error_of([](Session& session) {
              try {
                session.post(add_thing, 1, "again");
                session.run(count_things);
              } catch (const Error&) {
              }
            }).kind,
            ErrorKind::unique);
}

TEST_P(Posts, what_is_undone_takes_along_what_was_posted) {
  database->write([](Session& session) {
    session.post(add_thing, 1, "a thing");
    throw Rollback();
  });
  add(2);
  EXPECT_EQ(things(), Ints{2});
}

TEST_P(Posts, who_was_to_change_one_row_and_changed_none_was_overtaken) {
  add(1);
  database->write([](Session& session) { session.post_one(rename_thing, 1); });
  EXPECT_EQ(error_of([](Session& session) { session.post_one(rename_thing, 7); }).kind,
            ErrorKind::serialization);
}

TEST_P(Posts, items_that_may_share_a_commit_are_all_done) {
  std::vector<Database::Work> works;
  Ints wanted;
  for (int id = 0; id < 200; ++id) {
    works.push_back(adds(id));
    wanted.push_back(id);
  }
  for (const auto& error : errors_of(works)) EXPECT_FALSE(error);
  EXPECT_EQ(sorted_things(), wanted);
}

TEST_P(Posts, one_that_fails_does_not_fail_those_who_share_its_commit) {
  add(3);
  const auto errors = errors_of({adds(1), adds(2), adds(3), adds(4), [](Session& session) {
                                   session.post(add_thing, 5, "a thing");
                                   throw std::runtime_error("no");
                                 }});
  EXPECT_EQ(errors, (std::vector<std::optional<ErrorKind>>{
                        {}, {}, ErrorKind::unique, {}, ErrorKind::other}));
  EXPECT_EQ(sorted_things(), (Ints{1, 2, 3, 4}));
}

TEST_P(Posts, one_that_undoes_itself_undoes_none_of_those_who_share_its_commit) {
  const auto undone_late = [](Session& session) {
    session.post(add_thing, 2, "a thing");
    throw Rollback();
  };
  const auto undone_early = [](Session& session) {
    session.run(count_things);
    throw Rollback();
  };
  for (const auto& error : errors_of({adds(1), undone_early, adds(3), undone_late, adds(4)})) {
    EXPECT_FALSE(error);
  }
  EXPECT_EQ(sorted_things(), (Ints{1, 3, 4}));
}

TEST_P(Posts, those_who_share_a_commit_run_in_order_and_see_what_came_before) {
  std::vector<Database::Work> works;
  std::vector<std::int64_t> seen(20);
  for (int id = 0; id < 20; ++id) {
    works.emplace_back([id, &seen](Session& session) {
      session.each(count_things,
                   [&](const Row& row) { seen[static_cast<std::size_t>(id)] = row.integer(0); });
      session.post(add_thing, id, "a thing");
    });
  }
  place.options.write_connections_max = 1;  // Else another batch may run beside it.
  reopen();
  for (const auto& error : errors_of(works)) EXPECT_FALSE(error);
  for (int id = 0; id < 20; ++id) EXPECT_EQ(seen[static_cast<std::size_t>(id)], id);
}

}  // namespace
}  // namespace mg::db
