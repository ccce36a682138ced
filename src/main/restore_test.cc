#include "main/restore.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "db/backup_file.h"
#include "db/migrate.h"
#include "db/sqlite_files.h"
#include "db/test_database.h"
#include "desk/answer.h"
#include "desk/files.h"
#include "desk/hold.h"
#include "desk/mail_in.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/reads.h"
#include "desk/timers.h"
#include "gen/store/migrations.h"
#include "main/commands.h"
#include "store/copy.h"
#include "store/workspace.h"

namespace mg::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const Instant made_at = from_rfc3339("2026-11-21T09:00:00Z").value();

// An open workspace wherever it is.
struct Opened {
  Opened(const std::string& url, const Clock& clock) {
    db::Options options;
    options.url = url;
    database = db::open(options);
    database->migrate(store::migrations());
    desk = std::make_unique<desk::Desk>(*database, clock,
                                        desk::Desk::Options{"https://desk.example", ""});
  }

  template <class T>
  T read(const std::function<T(db::Session&)>& work) {
    std::optional<T> found;
    database->read([&](db::Session& session) { found = work(session); });
    return std::move(*found);
  }
  std::int64_t change(const desk::Context& context, desk::Change change) {
    const auto receipt = desk->change_now(context, std::move(change));
    EXPECT_TRUE(receipt) << receipt.error().detail;
    return receipt.value_or(0);
  }

  std::unique_ptr<db::Database> database;
  std::unique_ptr<desk::Desk> desk;
};

// "stream/seq/kind" of the log from a position on, in its order.
std::vector<std::string> facts_from(Opened& workspace, store::Position after) {
  return workspace.read<std::vector<std::string>>([&](db::Session& session) {
    std::vector<std::string> found;
    for (const store::LoggedFact& logged : store::facts_after(session, after, 10'000)) {
      found.push_back(std::to_string(logged.header.stream) + "/" +
                      std::to_string(logged.header.seq) + "/" +
                      std::to_string(facts::number_of(logged.fact)));
    }
    return found;
  });
}

std::int64_t count(Opened& workspace, const std::string& sql) {
  return workspace.read<std::int64_t>([&](db::Session& session) {
    std::int64_t found = -1;
    session.execute_text(sql, {}, [&](const db::Row& row) { found = row.integer(0); });
    return found;
  });
}

void expect_check_is_clean(Opened& workspace) {
  const auto checked = check_workspace(*workspace.desk, [](const std::string&) {});
  EXPECT_TRUE(checked) << checked.error().detail;
}

std::string awkward_bytes(std::size_t size) {
  std::string bytes;
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < size; ++i) {
    state = state * 1664525 + 1013904223;
    bytes += static_cast<char>(state >> 24);  // Every byte, zeros too, and hard to compress.
  }
  return bytes;
}

// Fills a workspace: mails with attachments, notes, replies sent, queued, deferred and not yet
// released, a promise, a receipt, a follower in the middle of the log, mails that wait and a lease.
class Story {
 public:
  explicit Story(Opened& workspace) : workspace_(workspace), desk_(*workspace.desk) {
    owner_ = AgentId{workspace_.change(
        desk::as_system(),
        desk::create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill"))};
    desk_.reload();
    store::Inbox inbox;
    inbox.name = "Support";
    inbox.address = "help@desk.example";
    inbox.smtp = "smtp://127.0.0.1:1";
    inbox_ = InboxId{workspace_.change(by_owner(), desk::save_inbox(inbox))};
  }

  desk::Context by_owner() const { return desk::as_agent(owner_, Role::owner); }

  ConversationId receive(int number, std::string attachment = {}) {
    desk::ReceivedMail mail;
    mail.inbox = inbox_;
    mail.from_address = "person" + std::to_string(number) + "@customer.example";
    mail.from_name = "Zoë Ñ" + std::to_string(number);
    mail.subject = "It broke – \U0001F4A5 " + std::to_string(number);
    mail.message_id = "m" + std::to_string(number) + "@customer.example";
    mail.text = "Broken since yesterday.";
    if (!attachment.empty()) {
      desk::MailPart part;
      part.name = "photo.bin";
      part.type = "application/octet-stream";
      part.bytes = store::prepare_blob(attachment);
      mail.parts.push_back(std::move(part));
    }
    const MessageId id{workspace_.change(
        desk::as_system(),
        desk::receive_mail(std::make_shared<const desk::ReceivedMail>(mail), desk_.keys()))};
    return workspace_.read<ConversationId>([&](db::Session& session) {
      return store::load_message(session, id)->message.conversation;
    });
  }

  MessageId reply(ConversationId conversation, int undo_seconds, const std::string& command = {}) {
    desk::NewReply want;
    want.conversation = conversation;
    want.text = "We are on it.";
    want.undo_seconds = undo_seconds;
    want.promise = desk::NewPromise{made_at + 5h, "A new one is on its way"};
    desk::Context context = by_owner();
    context.command = command;
    context.digest = command;
    return MessageId{workspace_.change(context, desk::reply(want))};
  }

  // Every copy that is due now gets this answer.
  void report_all(DeliveryState state) {
    for (const auto& lease : desk::lease_outbox(desk_, 100)) {
      workspace_.change(desk::as_system(), desk::report(lease, {state, 250, "2.0.0 fine"}));
    }
  }

  void tell() {
    photo = awkward_bytes(700'000);  // Three chunks.
    const ConversationId first = receive(1, photo);
    for (int i = 2; i < 80; ++i) receive(i);
    report_all(DeliveryState::sent);
    sent = count(workspace_, "SELECT count(*) FROM outbox WHERE state = 2");
    report_all(DeliveryState::deferred);
    command_receipt = reply(first, 0, "key-1").value;  // Queued.
    reply(first, 10);                                  // Can still be taken back.
    desk::NewReply note;
    note.conversation = first;
    note.text = "internal";
    workspace_.change(by_owner(), desk::note(note));
    while (desk::index_more(desk_, 200) > 0) {
    }
    workspace_.database->write([&](db::Session& session) {
      const auto some = store::facts_after(session, {}, 100);
      store::save_follower(session, "probe", some.back().position);
      store::RawMail raw;
      raw.id = store::fresh<RawMailId>(session);
      raw.inbox = inbox_;
      raw.blob = store::add_blob(session, store::prepare_blob("Subject: waits\r\n\r\nhm"));
      raw.received_at = made_at;
      store::add_raw_mail(session, raw);
      store::lease_raw_mail(session, 1h, 1);
    });
    queued = count(workspace_, "SELECT count(*) FROM outbox WHERE state IN (1, 3)");
  }

  std::string photo;
  std::int64_t command_receipt = 0, sent = 0, queued = 0;

 private:
  Opened& workspace_;
  desk::Desk& desk_;
  AgentId owner_;
  InboxId inbox_;
};

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
  refused("is not a backup file");
  std::ofstream(file_) << std::string(5000, 'x');
  refused("not a database");
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

// A reader whose every statement that counts all rows of a table takes too long.
class NoTimeToCount : public db::Session {
 public:
  explicit NoTimeToCount(db::Session& inner) : inner_(inner) {}
  db::Engine engine() const override { return inner_.engine(); }
  std::int64_t execute(const db::Statement& statement, std::span<const db::Value> values,
                       const std::function<void(const db::Row&)>& each) override {
    return inner_.execute(statement, values, each);
  }
  std::int64_t execute_text(std::string_view sql, std::span<const db::Value> values,
                            const std::function<void(const db::Row&)>& each) override {
    const bool counts = sql.find("count(") != std::string_view::npos;
    if (counts && sql.find("LIMIT") == std::string_view::npos) {
      throw db::Error(db::ErrorKind::busy, "canceling statement due to statement timeout");
    }
    return inner_.execute_text(sql, values, each);
  }
  void execute_script(std::string_view sql) override { inner_.execute_script(sql); }

 private:
  db::Session& inner_;
};

TEST(Backup, of_a_large_workspace_on_postgres_counts_nothing_that_takes_long) {
  const auto engines = db::testing::engines();
  if (std::ranges::find(engines, db::Engine::postgres) == engines.end()) GTEST_SKIP();
  const db::testing::TestDatabase origin(db::Engine::postgres), place(db::Engine::sqlite);
  fs::create_directories(place.folder);
  const FixedClock clock(made_at);
  Opened old(origin.options.url, clock);
  Story story(old);
  story.tell();
  const std::string file = place.folder + "/copy";
  std::vector<int> percents;
  db::write_backup(file, [&](db::Session& to) {
    db::run_migrations_in(to, store::migrations());
    old.database->read([&](db::Session& from) {
      NoTimeToCount reader(from);
      store::copy_workspace(reader, to, [&](int percent) { percents.push_back(percent); });
    });
  });
  EXPECT_TRUE(std::ranges::is_sorted(percents));
  EXPECT_EQ(percents.back(), 100);
  EXPECT_TRUE(restore_backup({file, {place.folder + "/new", ""}, false}, clock, {}));
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
  EXPECT_NE(restored.error().detail.find("cannot be restored"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(other.folder));
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
