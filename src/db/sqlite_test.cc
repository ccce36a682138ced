#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "db/sqlite_connection.h"
#include "db/sqlite_faults.h"
#include "db/test_database.h"

// What SQLite alone can show: one commit for many, and what happens when the disk says no.
namespace mg::db {
namespace {

using testing::log_faults;
using Ids = std::vector<std::int64_t>;

const Statement add = {"add", "INSERT INTO t(id, fill) VALUES($1, $2)", ""};
const Statement ids_of = {"ids", "SELECT id FROM t ORDER BY id", ""};

class Sqlite : public ::testing::Test {
 protected:
  Sqlite() {
    testing::install_log_faults();
    place.options.read_connections_max = 2;
    database = place.open();
    database->write([](Session& session) {
      session.execute_script("CREATE TABLE t(id INTEGER PRIMARY KEY, fill TEXT)");
    });
  }
  ~Sqlite() override {
    log_faults.sync_fails = false;
    log_faults.write_fails = false;
  }

  Ids ids() {
    Ids found;
    database->read([&](Session& session) {
      session.each(ids_of, [&](const Row& row) { found.push_back(row.integer(0)); });
    });
    return found;
  }
  // Queues the works behind a writer that is held up, so that they come in one batch; returns how
  // each ended, "" for good, in the order of the answers.
  std::vector<std::pair<std::size_t, std::optional<ErrorKind>>> in_one_batch(
      const std::vector<Database::Work>& works, const std::function<void()>& before = [] {}) {
    std::promise<void> go, all;
    std::shared_future<void> gate = go.get_future().share();
    std::vector<std::pair<std::size_t, std::optional<ErrorKind>>> ends;
    // Longer than the turn of the people's lane: the batch of the gate ends with it.
    database->submit(
        Lane::people,
        [gate](Session&) {
          gate.wait();
          std::this_thread::sleep_for(std::chrono::milliseconds(60));
        },
        [&](const Error*) { before(); });
    for (std::size_t i = 0; i < works.size(); ++i) {
      database->submit(Lane::people, works[i], [&, i](const Error* error) {
        ends.emplace_back(i, error ? std::optional(error->kind) : std::nullopt);
        if (ends.size() == works.size()) all.set_value();
      });
    }
    go.set_value();
    all.get_future().wait();
    return ends;
  }
  static Database::Work adding(int id) {
    return [id](Session& session) { session.run(add, id, "x"); };
  }
  bool healthy_again() const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!database->healthy() && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return database->healthy();
  }

  testing::TestDatabase place{Engine::sqlite};
  std::unique_ptr<Database> database;
};

TEST_F(Sqlite, one_commit_carries_the_whole_batch_and_answers_in_order) {
  std::vector<Database::Work> works;
  for (int i = 0; i < 100; ++i) works.push_back(adding(i));
  int before = 0;
  const auto ends = in_one_batch(works, [&] { before = log_faults.syncs; });
  // One; a few more where 100 items take longer than the turn of the lane.
  EXPECT_LE(log_faults.syncs - before, 5) << "an fsync for each write";
  for (std::size_t i = 0; i < ends.size(); ++i) EXPECT_EQ(ends[i].first, i);
  EXPECT_EQ(ids().size(), 100U);
}

TEST_F(Sqlite, a_commit_that_fails_fails_every_item_and_writing_goes_on_afterwards) {
  const std::vector<Database::Work> works = {adding(1), [](Session&) { throw Rollback(); },
                                             adding(2)};
  const auto ends = in_one_batch(works, [] { log_faults.sync_fails = true; });
  for (const auto& [i, error] : ends) {
    EXPECT_EQ(error, ErrorKind::io) << "item " << i << ", even the one that was undone";
  }
  EXPECT_FALSE(database->healthy());
  EXPECT_TRUE(ids().empty()) << "readers go on and see nothing of it";
  log_faults.sync_fails = false;
  EXPECT_TRUE(healthy_again()) << "by itself, without a write of ours";
  database->write(adding(3));
  EXPECT_EQ(ids(), Ids{3});
}

TEST_F(Sqlite, a_full_disk_is_told_and_ends_by_itself) {
  database->write(adding(1));
  log_faults.write_fails = true;
  for (int i = 2; i < 5; ++i) {
    try {
      database->write(adding(i));
      FAIL() << "acknowledged on a full disk";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind, ErrorKind::disk_full);
    }
  }
  EXPECT_FALSE(database->healthy());
  EXPECT_EQ(ids(), Ids{1});
  log_faults.write_fails = false;
  EXPECT_TRUE(healthy_again());
  database->write(adding(5));
  EXPECT_EQ(ids(), (Ids{1, 5}));
}

TEST_F(Sqlite, an_error_that_rolls_back_the_batch_costs_only_the_item_that_caused_it) {
  // SQLite answers FULL by rolling back everything, not only the statement.
  std::atomic<int> runs{0};
  const auto limit = [](Session& session, int pages) {
    session.execute_text("PRAGMA max_page_count=" + std::to_string(pages), {}, [](const Row&) {});
  };
  const std::vector<Database::Work> works = {
      [&](Session& session) {
        ++runs;
        session.run(add, 1, "x");
      },
      [&](Session& session) {
        limit(session, 5);
        session.run(add, 2, std::string(100'000, 'x'));
      },
      [&](Session& session) {
        limit(session, 1'000'000);
        session.run(add, 3, "x");
      },
      [](Session& session) { session.run(add, 3, "taken, also after the second run"); },
  };
  const auto ends = in_one_batch(works);
  ASSERT_EQ(ends.size(), 4U);
  EXPECT_EQ(ends[0].second, std::nullopt);
  EXPECT_EQ(ends[1].second, ErrorKind::disk_full);
  EXPECT_EQ(ends[2].second, std::nullopt);
  EXPECT_EQ(ends[3].second, ErrorKind::unique);
  EXPECT_EQ(runs, 2) << "the innocent item ran again";
  EXPECT_EQ(ids(), (Ids{1, 3}));
}

TEST_F(Sqlite, people_do_not_wait_for_a_long_line_of_bulk_work) {
  std::promise<void> go, all;
  std::shared_future<void> gate = go.get_future().share();
  std::atomic<int> bulk_done{0};
  database->submit(
      Lane::people, [gate](Session&) { gate.wait(); }, [](const Error*) {});
  constexpr int bulk_items = 100;
  for (int i = 0; i < bulk_items; ++i) {
    database->submit(
        Lane::bulk, [](Session&) { std::this_thread::sleep_for(std::chrono::milliseconds(2)); },
        [&](const Error*) {
          if (++bulk_done == bulk_items) all.set_value();
        });
  }
  std::promise<int> people;
  database->submit(Lane::people, adding(1),
                   [&](const Error*) { people.set_value(bulk_done.load()); });
  go.set_value();
  EXPECT_LE(people.get_future().get(), 10) << "at most one short turn comes first";
  all.get_future().wait();
}

TEST_F(Sqlite, all_readers_taken_is_busy_after_a_while) {
  std::promise<void> go;
  std::shared_future<void> gate = go.get_future().share();
  std::vector<std::jthread> readers;
  std::atomic<int> inside{0};
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      database->read([&](Session&) {
        ++inside;
        inside.notify_all();
        gate.wait();
      });
    });
  }
  for (int seen = inside; seen < 2; seen = inside) inside.wait(seen);
  try {
    database->read([](Session&) {});
    ADD_FAILURE() << "a third reader came in";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::busy);
  }
  go.set_value();
}

TEST_F(Sqlite, a_backup_is_consistent_while_writing_goes_on) {
  std::atomic<bool> stop{false};
  std::jthread writer([&] {
    for (int i = 0; !stop; ++i) {
      database->write([i](Session& session) {
        session.run(add, 2 * i, std::string(2'000, 'x'));
        session.run(add, 2 * i + 1, std::string(2'000, 'x'));
      });
    }
  });
  while (ids().size() < 100) {
  }
  const std::string copy = place.folder + "/copy.db";
  database->backup(copy);
  stop = true;
  writer.join();
  EXPECT_THROW(database->backup(copy), Error) << "never over an existing file";
  EXPECT_FALSE(std::filesystem::exists(copy + ".partial"));
  struct stat found {};
  ASSERT_EQ(::stat(copy.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  Options options;
  options.url = "sqlite:" + copy;
  db::open(options)->read([](Session& session) {
    session.execute_text("PRAGMA integrity_check", {},
                         [](const Row& row) { EXPECT_EQ(row.text(0), "ok"); });
    session.execute_text("SELECT COUNT(*) % 2, COUNT(*) >= 100 FROM t", {}, [](const Row& row) {
      EXPECT_EQ(row.integer(0), 0) << "half of a transaction";
      EXPECT_EQ(row.integer(1), 1);
    });
  });
}

TEST_F(Sqlite, the_log_is_copied_back_and_does_not_grow_for_ever) {
  for (int i = 0; i < 60; ++i) {
    database->write([i](Session& session) { session.run(add, i, std::string(1'000'000, 'x')); });
  }
  EXPECT_LT(std::filesystem::file_size(place.folder + "/test.db-wal"), 30'000'000U);
  EXPECT_GT(std::filesystem::file_size(place.folder + "/test.db"), 40'000'000U);
}

TEST_F(Sqlite, deleted_words_leave_the_files_after_a_purge) {
  const std::string canary = "canary-4711-";
  const auto in_files = [&] {
    int found = 0;
    for (const char* name : {"/test.db", "/test.db-wal"}) {
      std::ifstream file(place.folder + name, std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      found += bytes.find(canary) != std::string::npos ? 1 : 0;
    }
    return found;
  };
  database->write([&](Session& session) {
    for (int i = 0; i < 50; ++i) session.run(add, i, canary + std::string(500, 'x'));
  });
  EXPECT_GT(in_files(), 0);
  database->write([](Session& session) { session.execute_script("DELETE FROM t"); });
  EXPECT_GT(in_files(), 0) << "the test can see them";
  database->read([&](Session& session) {
    session.execute_text("SELECT id FROM t", {}, [](const Row&) {});
    EXPECT_THROW(database->purge(), Error) << "a reader still needs the log";
  });
  database->purge();
  EXPECT_EQ(in_files(), 0);
}

TEST_F(Sqlite, a_corrupt_page_is_told_and_stays_unhealthy) {
  database->write(adding(1));
  database.reset();
  {
    std::fstream file(place.folder + "/test.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);  // The second page: the table.
    file << std::string(4096, '\xff');
  }
  database = place.open();
  try {
    ids();
    ADD_FAILURE() << "read from a page of rubbish";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::corrupt);
    const std::string said = error.what();
    EXPECT_NE(said.find(place.folder), std::string::npos) << said;
    EXPECT_NE(said.find("makegood restore"), std::string::npos) << said;
  }
  EXPECT_FALSE(database->healthy());
  EXPECT_THROW(database->write(adding(2)), Error);
  database->write([](Session&) {});  // A commit of nothing proves nothing.
  EXPECT_FALSE(database->healthy());
}

TEST_F(Sqlite, a_statement_is_prepared_once_whatever_is_bound_to_it) {
  const Statement page = {"page", "SELECT id FROM t WHERE id > $1 LIMIT $2", ""};
  SqliteConnection reader(place.options.url.substr(7), SqliteConnection::Role::reader);
  SqliteSession session(reader);
  for (int limit = 0; limit < 5; ++limit) {
    session.each(
        page, [](const Row&) {}, limit * 7, limit);
  }
  int prepared_again = 0;
  for (auto* s = sqlite3_next_stmt(reader.handle(), nullptr); s;
       s = sqlite3_next_stmt(reader.handle(), s)) {
    prepared_again += sqlite3_stmt_status(s, SQLITE_STMTSTATUS_REPREPARE, 0);
  }
  EXPECT_EQ(prepared_again, 0);
}

TEST_F(Sqlite, what_it_creates_is_private) {
  const auto mode = [](const std::string& path) {
    struct stat found {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0);
    return found.st_mode & 0777U;
  };
  EXPECT_EQ(mode(place.folder), 0700U);
  for (const char* name : {"/test.db", "/test.db-wal", "/test.db-shm", "/test.db.lock"}) {
    EXPECT_EQ(mode(place.folder + name), 0600U) << name;
  }
}

TEST_F(Sqlite, a_second_opening_in_this_process_is_refused) {
  EXPECT_THROW(place.open(), Error);
  database.reset();
  EXPECT_NO_THROW(place.open());
}

TEST(SqliteLock, a_second_process_is_refused_with_the_number_of_the_first) {
  testing::TestDatabase place(Engine::sqlite);
  int ready[2], finish[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(finish), 0);
  const pid_t child = ::fork();  // No other thread runs now.
  if (child == 0) {
    ::close(finish[1]);
    const auto first = place.open();
    char byte = 'r';
    const bool told = ::write(ready[1], &byte, 1) == 1;
    const bool ended = ::read(finish[0], &byte, 1) == 0;
    ::_exit(told && ended ? 0 : 1);  // Dies without closing the database, lock and all.
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  try {
    place.open();
    ADD_FAILURE() << "two processes write one database";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::busy);
    EXPECT_NE(std::string(error.what()).find("process " + std::to_string(child) + "."),
              std::string::npos)
        << error.what();
  }
  ::close(finish[1]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_NO_THROW(place.open()) << "the lock of a dead process is free";
  for (const int fd : {ready[0], ready[1], finish[0]}) ::close(fd);
}

TEST(SqliteUrl, what_is_no_url_is_told_without_repeating_it) {
  Options options;
  options.url = "mysql://root:secret@host/db";
  try {
    db::open(options);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace mg::db
