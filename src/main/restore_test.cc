#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include "db/backup_file.h"
#include "db/migrate.h"
#include "desk/hold.h"
#include "main/restore_fixture.h"

// A backup comes back as what it was, from each engine to each.
namespace mg::app {
namespace {

namespace fs = std::filesystem;

struct Direction {
  db::Engine from, to;
};

std::vector<Direction> directions() {
  std::vector<Direction> all;
  for (const db::Engine from : db::testing::engines()) {
    for (const db::Engine to : db::testing::engines()) all.push_back({from, to});
  }
  return all;
}

class RestoreTest : public testing::TestWithParam<Direction> {
 protected:
  RestoreTest() : origin_(GetParam().from), scratch_(db::Engine::sqlite), target_(GetParam().to) {
    fs::create_directories(scratch_.folder);
    if (GetParam().to == db::Engine::sqlite) {
      place_.data = scratch_.folder + "/new";
    } else {
      place_.database = target_.options.url;
    }
  }

  Result<std::string> restore(bool send_queued = false) {
    return restore_backup({file_, place_, send_queued}, later_, {});
  }

  FixedClock clock_{made_at};
  FixedClock later_{made_at + 24h};
  db::testing::TestDatabase origin_, scratch_, target_;
  Place place_;
  const std::string file_ = scratch_.folder + "/copy.backup";
};

TEST_P(RestoreTest, everything_is_there_again_and_followers_neither_skip_nor_repeat) {
  std::vector<std::string> facts, unread;
  std::int64_t rows = 0;
  const std::string all_rows =
      "SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM blob_chunk) + "
      "(SELECT count(*) FROM contact) + (SELECT count(*) FROM promise) + "
      "(SELECT count(*) FROM signing_key) + (SELECT count(*) FROM command)";
  Opened old(origin_.options.url, clock_);
  Story story(old);
  story.tell();
  facts = facts_from(old, {});
  rows = count(old, all_rows);
  unread = facts_from(old, *old.read<std::optional<store::Position>>([](db::Session& session) {
    return store::load_follower(session, "probe");
  }));
  ASSERT_GT(facts.size(), 250U);
  ASSERT_EQ(unread.size(), facts.size() - 100);

  int percent = 0;
  store::back_up(*old.database, file_, [&](int done) { percent = done; });
  EXPECT_EQ(percent, 100);
  struct stat found {};
  ASSERT_EQ(::stat(file_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  EXPECT_THROW(store::back_up(*old.database, file_, {}), db::Error) << "never over a file";
  const auto restored = restore(true);
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_FALSE(restore(true)) << "never over a workspace";

  Opened moved(place_.url(), later_);
  EXPECT_EQ(facts_from(moved, {}), facts);
  EXPECT_EQ(count(moved, all_rows), rows);
  EXPECT_EQ(facts_from(moved, *moved.read<std::optional<store::Position>>(
                                  [](db::Session& s) { return store::load_follower(s, "probe"); })),
            unread);
  expect_check_is_clean(moved);
  EXPECT_EQ(count(moved, "SELECT count(*) FROM raw_mail WHERE lease_until > 0"), 0);
  EXPECT_EQ(count(moved, "SELECT count(*) FROM outbox WHERE state IN (1, 3)"), story.queued);

  // The bytes are the same, a receipt is known, and new ids and numbers go on after the old ones.
  EXPECT_EQ(moved.read<std::string>([](db::Session& session) {
    std::int64_t blob = 0;
    session.execute_text("SELECT max(blob) FROM attachment", {},
                         [&](const db::Row& row) { blob = row.integer(0); });
    return *store::load_blob(session, blob);
  }),
            story.photo);
  desk::Context again = story.by_owner();
  again.command = again.digest = "key-1";
  EXPECT_EQ(moved.change(again, desk::note({})), story.command_receipt);
  while (desk::index_more(*moved.desk, 200) > 0) {
  }
  EXPECT_EQ(desk::index_lag(*moved.desk, 100), 0);
  desk::NewConversation fresh;
  fresh.inbox = InboxId{count(moved, "SELECT max(id) FROM inbox")};
  fresh.email = "new@customer.example";
  fresh.subject = "New";
  fresh.text = "Hello";
  moved.change(story.by_owner(), desk::start_conversation(fresh));
  EXPECT_GT(facts_from(moved, {}).size(), facts.size());
  expect_check_is_clean(moved);
}

TEST_P(RestoreTest, mail_that_waited_is_on_hold_until_somebody_decides) {
  Opened old(origin_.options.url, clock_);
  Story story(old);
  story.tell();
  store::back_up(*old.database, file_, {});
  const auto restored = restore();
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_NE(restored->find("Mails on hold: "), std::string::npos);

  Opened moved(place_.url(), later_);
  const auto hold = [&] {
    return moved.read<desk::OutgoingHold>(
        [](db::Session& session) { return desk::outgoing_hold(session); });
  };
  // The one that could be taken back counts, too: its time was over long ago.
  ASSERT_EQ(hold().copies, story.queued + 1);
  EXPECT_EQ(hold().since, later_.now());
  EXPECT_TRUE(desk::lease_outbox(*moved.desk, 10).empty());
  expect_check_is_clean(moved);

  const ConversationId other{count(moved, "SELECT max(id) FROM conversation")};
  desk::NewReply fresh;
  fresh.conversation = other;
  fresh.text = "Written after the restore";
  moved.change(story.by_owner(), desk::reply(fresh));
  EXPECT_EQ(desk::lease_outbox(*moved.desk, 10).size(), 1U);

  EXPECT_FALSE(moved.desk->change_now(desk::as_agent(AgentId{1}, Role::agent),
                                      desk::end_hold(desk::HoldEnd::send)))
      << "an agent may not decide";
  EXPECT_EQ(moved.change(story.by_owner(), desk::end_hold(desk::HoldEnd::drop)), 0);
  EXPECT_EQ(hold().copies, 0);
  EXPECT_EQ(hold().since, std::nullopt);
  EXPECT_TRUE(desk::lease_outbox(*moved.desk, 10).empty());
  expect_check_is_clean(moved);

  // A dropped one can still be sent by itself.
  moved.change(story.by_owner(), desk::retry_delivery(MessageId{story.command_receipt}));
  EXPECT_EQ(desk::lease_outbox(*moved.desk, 10).size(), 1U);
  expect_check_is_clean(moved);
}

TEST_P(RestoreTest, what_is_on_hold_goes_out_when_somebody_says_so) {
  Opened old(origin_.options.url, clock_);
  Story story(old);
  story.tell();
  store::back_up(*old.database, file_, {});
  ASSERT_TRUE(restore());
  Opened moved(place_.url(), later_);
  EXPECT_EQ(moved.change(story.by_owner(), desk::end_hold(desk::HoldEnd::send)), 0);
  EXPECT_EQ(desk::lease_outbox(*moved.desk, 100).size(),
            static_cast<std::size_t>(story.queued + 1));
  expect_check_is_clean(moved);
}

TEST_P(RestoreTest, refuses_what_is_no_backup_and_leaves_nothing_behind) {
  const auto refused = [&](const std::string& words) {
    const auto restored = restore();
    ASSERT_FALSE(restored);
    EXPECT_NE(restored.error().detail.find(words), std::string::npos) << restored.error().detail;
    if (fs::exists(place_.data)) {
      for (const auto& entry : fs::directory_iterator(place_.data)) {
        EXPECT_EQ(entry.path().filename(), "makegood.db.lock");
      }
    }
  };
  refused("--from: " + file_ + " is not there.");
  std::ofstream(file_) << std::string(5000, 'x');
  refused("--from: " + file_ + " is not a backup of Makegood.");
  std::ofstream(file_) << "";
  refused("is not a backup of Makegood.");
  fs::remove(file_);
  db::write_backup(file_, [](db::Session& s) { s.execute_script("CREATE TABLE mine(a INTEGER)"); });
  refused("not of a workspace");
  fs::remove(file_);
  db::write_backup(file_, [](db::Session& session) {
    session.execute_script(
        "CREATE TABLE schema_migrations(number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);"
        "INSERT INTO schema_migrations VALUES (1, 'first'), (9999, 'later')");
  });
  refused("newer makegood");
  fs::remove(file_);
  // It looks like one, but its rows cannot be copied: nothing of it stays.
  db::write_backup(file_, [](db::Session& session) {
    session.execute_script(
        "CREATE TABLE schema_migrations(number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);"
        "INSERT INTO schema_migrations VALUES (1, 'first')");
  });
  refused("Nothing was restored");
  if (!place_.database.empty()) {
    db::Options options;
    options.url = place_.database;
    db::open(options)->read([](db::Session& session) {
      session.execute_text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", {},
                           [](const db::Row& row) { EXPECT_EQ(row.integer(0), 0); });
    });
  }
}

TEST_P(RestoreTest, a_backup_of_an_older_version_is_brought_up_to_date) {
  const auto all = store::migrations();
  const auto oldest = all.first(1);
  db::write_backup(file_, [&](db::Session& session) {
    db::run_migrations_in(session, oldest);
    store::save_setting(session, "workspace_name", "Fernhill");
  });
  const auto restored = restore();
  ASSERT_TRUE(restored) << restored.error().detail;
  db::Options options;
  options.url = place_.url();
  db::open(options)->read([&](db::Session& session) {
    EXPECT_EQ(db::schema_version(session), static_cast<int>(all.size()));
    EXPECT_EQ(store::load_setting(session, "workspace_name"), "Fernhill");
  });
}

struct Interrupted {};

TEST_P(RestoreTest, a_backup_that_is_cut_short_leaves_nothing_behind) {
  Opened old(origin_.options.url, clock_);
  EXPECT_THROW(store::back_up(*old.database, file_, [](int) { throw Interrupted(); }), Interrupted);
  EXPECT_TRUE(fs::is_empty(scratch_.folder));
  EXPECT_THROW(store::back_up(*old.database, scratch_.folder + "/no/where", {}), db::Error);
  store::back_up(*old.database, file_, {});
  EXPECT_TRUE(restore());
}

INSTANTIATE_TEST_SUITE_P(Directions, RestoreTest, testing::ValuesIn(directions()),
                         [](const auto& at) {
                           return db::testing::engine_name(at.param.from) + "_to_" +
                                  db::testing::engine_name(at.param.to);
                         });

}  // namespace
}  // namespace mg::app
