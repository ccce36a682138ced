#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

#include "db/backup_seal.h"
#include "db/sqlite_files.h"
#include "main/restore_fixture.h"
#include "main/workspace.h"

// What is no place and what is no backup to restore.
namespace mg::app {
namespace {

namespace fs = std::filesystem;

TEST(Restore, a_folder_without_a_workspace_is_not_taken_for_an_empty_one) {
  const db::testing::TestDatabase place(db::Engine::sqlite);
  const std::string good = place.folder + "/good", wrong = place.folder + "/goood";
  const FixedClock clock(made_at);
  { const Opened workspace("sqlite:" + good + "/makegood.db", clock); }
  EXPECT_TRUE(must_hold_workspace({good, ""}));
  EXPECT_FALSE(must_hold_workspace({wrong, ""}));
  EXPECT_FALSE(fs::exists(wrong));
}

TEST(Restore, a_damaged_backup_is_noticed_before_anything_is_written) {
  const db::testing::TestDatabase place(db::Engine::sqlite), other(db::Engine::sqlite);
  const FixedClock clock(made_at);
  const std::string copy = place.folder + "/copy";
  {
    Opened workspace(place.options.url, clock);
    store::back_up(*workspace.database, copy, {});
  }
  std::fstream file(copy, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(5 * 4096);
  file << std::string(3 * 4096, 'x');
  file.close();
  const auto restored = restore_backup({copy, {other.folder, ""}, false}, clock, {});
  ASSERT_FALSE(restored);
  EXPECT_TRUE(restored.error().detail.starts_with(copy + " cannot be restored. "))
      << restored.error().detail;
  EXPECT_EQ(restored.error().detail.find("makegood restore"), std::string::npos);
  EXPECT_FALSE(fs::exists(other.folder));
}

// Where SQLite looks at pages, rows of words and unused bytes are all the same to it.
TEST(Restore, a_backup_of_which_one_bit_has_changed_is_noticed) {
  for (const db::Engine engine : db::testing::engines()) {
    const db::testing::TestDatabase place(engine), files(db::Engine::sqlite);
    fs::create_directories(files.folder);
    const FixedClock clock(made_at);
    const std::string copy = files.folder + "/copy", bad = files.folder + "/bad";
    {
      Opened workspace(place.options.url, clock);
      Story(workspace).tell();
      store::back_up(*workspace.database, copy, {});
    }
    std::ifstream file(copy, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const auto refused = [&](const std::string& changed) {
      std::ofstream(bad, std::ios::binary | std::ios::trunc) << changed;
      const auto restored = restore_backup({bad, {files.folder + "/new", ""}, false}, clock, {});
      return !restored && restored.error().detail.starts_with(bad + " cannot be restored. ") &&
             !fs::exists(files.folder + "/new");
    };
    for (std::size_t at = 100; at < bytes.size(); at += bytes.size() / 20) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ 0x40);
      EXPECT_TRUE(refused(flipped)) << at << " of " << bytes.size();
    }
    std::string last = bytes;
    last[bytes.size() - 9] = static_cast<char>(last[bytes.size() - 9] ^ 1);
    EXPECT_TRUE(refused(last));
    EXPECT_TRUE(refused(bytes.substr(0, bytes.size() - 1)));
    EXPECT_TRUE(refused(bytes + "x"));
    const auto restored = restore_backup({copy, {files.folder + "/new", ""}, false}, clock, {});
    ASSERT_TRUE(restored) << restored.error().detail;
    EXPECT_EQ(restored->find("no checksum"), std::string::npos) << *restored;
    EXPECT_FALSE(db::check_seal(files.folder + "/new/makegood.db").found) << "a backup's alone";
  }
}

TEST(Restore, a_file_without_a_checksum_is_taken_and_said_to_be_unsure) {
  const db::testing::TestDatabase place(db::Engine::sqlite), other(db::Engine::sqlite);
  const FixedClock clock(made_at);
  const std::string copy = place.folder + "/copy";
  {
    Opened workspace(place.options.url, clock);
    store::back_up(*workspace.database, copy, {});
  }
  fs::resize_file(copy, static_cast<std::uintmax_t>(db::check_seal(copy).database_bytes));
  const auto restored = restore_backup({copy, {other.folder, ""}, false}, clock, {});
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_NE(restored->find("This file has no checksum"), std::string::npos) << *restored;
}

TEST(Restore, of_two_into_one_database_the_second_is_refused) {
  const auto engines = db::testing::engines();
  if (std::ranges::find(engines, db::Engine::postgres) == engines.end()) GTEST_SKIP();
  const db::testing::TestDatabase origin(db::Engine::sqlite), to(db::Engine::postgres);
  const FixedClock clock(made_at);
  const std::string copy = origin.folder + "/copy";
  {
    Opened workspace(origin.options.url, clock);
    Story(workspace).tell();
    store::back_up(*workspace.database, copy, {});
  }
  const Restore want{copy, {"", to.options.url}, false};
  const auto watched = db::open(to.options);
  const auto is_waited_for = [&] {
    bool waits = false;
    watched->read([&](db::Session& session) {
      waits = session.execute_text(
                  "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database "
                  "= (SELECT oid FROM pg_database WHERE datname = current_database())",
                  {}, [](const db::Row&) {}) > 0;
    });
    return waits;
  };
  std::future<Result<std::string>> second;
  const auto first = restore_backup(want, clock, [&](int) {
    if (second.valid()) return;
    second = std::async(std::launch::async, [&] { return restore_backup(want, clock, {}); });
    while (!is_waited_for() && second.wait_for(10ms) == std::future_status::timeout) {
    }
  });
  ASSERT_TRUE(first) << first.error().detail;
  const auto refused = second.get();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("The database is not empty."), std::string::npos)
      << refused.error().detail;
}

TEST(Restore, what_cannot_be_restored_to_its_end_leaves_no_folder_behind) {
  const db::testing::TestDatabase place(db::Engine::sqlite), other(db::Engine::sqlite);
  const FixedClock clock(made_at);
  const std::string copy = place.folder + "/copy";
  {
    Opened workspace(place.options.url, clock);
    store::back_up(*workspace.database, copy, {});
  }
  const auto too_far = [](int) { throw std::runtime_error("the disk is full"); };
  const auto restored =
      restore_backup({copy, {other.folder + "/new/one", ""}, false}, clock, too_far);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().detail, "Nothing was restored. the disk is full");
  EXPECT_FALSE(fs::exists(other.folder));
  EXPECT_TRUE(restore_backup({copy, {other.folder + "/new/one", ""}, false}, clock, {}));
}

TEST(Restore, a_workspace_in_use_is_no_backup) {
  const db::testing::TestDatabase place(db::Engine::sqlite), other(db::Engine::sqlite);
  const FixedClock clock(made_at);
  Opened workspace(place.options.url, clock);
  const auto restored =
      restore_backup({place.folder + "/test.db", {other.folder, ""}, false}, clock, {});
  ASSERT_FALSE(restored);
  EXPECT_NE(restored.error().detail.find("in use"), std::string::npos) << restored.error().detail;
}

TEST(Restore, the_folder_of_a_server_is_refused_while_it_runs) {
  const db::testing::TestDatabase place(db::Engine::sqlite), other(db::Engine::sqlite);
  const FixedClock clock(made_at);
  {
    Opened workspace(place.options.url, clock);
    store::back_up(*workspace.database, place.folder + "/copy", {});
  }
  const Restore want{place.folder + "/copy", {other.folder, ""}, false};
  fs::create_directories(other.folder);
  {
    // As servers do that have their database elsewhere; two of them may.
    const db::File one = db::share_lock(want.place.file()), two = db::share_lock(want.place.file());
    const auto restored = restore_backup(want, clock, {});
    ASSERT_FALSE(restored);
    EXPECT_NE(restored.error().detail.find("in use by process"), std::string::npos)
        << restored.error().detail;
    EXPECT_FALSE(fs::exists(want.place.file()));
  }
  EXPECT_TRUE(restore_backup(want, clock, {}));
  const db::File server = db::take_lock(want.place.file());
  EXPECT_THROW(db::share_lock(want.place.file()), db::Error);
}

TEST(Restore, what_an_interrupted_restore_left_is_no_obstacle) {
  const db::testing::TestDatabase place(db::Engine::sqlite), other(db::Engine::sqlite);
  const FixedClock clock(made_at);
  {
    Opened workspace(place.options.url, clock);
    store::back_up(*workspace.database, place.folder + "/copy", {});
  }
  fs::create_directories(other.folder + "/restoring");
  std::ofstream(other.folder + "/restoring/makegood.db") << "half";
  EXPECT_TRUE(restore_backup({place.folder + "/copy", {other.folder, ""}, false}, clock, {}));
  EXPECT_FALSE(fs::exists(other.folder + "/restoring"));
}

}  // namespace
}  // namespace mg::app
