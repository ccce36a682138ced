#include <algorithm>
#include <condition_variable>
#include <gtest/gtest.h>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "channels/email/understand.h"
#include "db/test_database.h"
#include "desk/desk.h"
#include "desk/mail_in.h"
#include "desk/people.h"
#include "desk/test_desk.h"
#include "desk/timers.h"
#include "desk/workspace.h"
#include "gen/store/migrations.h"
#include "jobs/jobs.h"

// Mails that belong together are taken in in the order in which they came, however many wait,
// whatever their size, and whichever node has them.
namespace mg::app {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 60s;
constexpr std::size_t large_bytes = 300'000;

class MailInOrder : public testing::TestWithParam<db::Engine> {
 protected:
  struct Mail {
    std::string from, id, answers;
    std::size_t size = 100;
  };

  void SetUp() override {
    inbox_ = desk::testing::add_inbox(desk_, desk::testing::add_owner(desk_));
  }

  std::unique_ptr<db::Database> open_migrated() const {
    auto database = place_.open();
    database->migrate(store::migrations());
    return database;
  }

  void store(const Mail& mail) {
    std::string raw = "From: <" + mail.from + "@customer.example>\r\nSubject: Mail\r\n";
    raw += "Message-ID: <" + mail.id + "@customer.example>\r\n";
    if (!mail.answers.empty()) raw += "In-Reply-To: <" + mail.answers + "@customer.example>\r\n";
    raw += "\r\nI am " + mail.id + ". ";
    while (raw.size() < mail.size) raw += "Many words, and more of them, and again some.\r\n";
    auto prepared = std::make_shared<const store::PreparedBlob>(store::prepare_blob(raw));
    ASSERT_TRUE(desk_.change_now(desk::as_system(),
                                 desk::accept_mail(mail.from + "@customer.example",
                                                   {{"help@desk.example", inbox_}}, prepared)));
  }

  using Understand = decltype(jobs::Ports::understand);
  static jobs::Ports ports(Understand understand = channels::email::understand) {
    return {.understand = std::move(understand),
            .compose = {},
            .refresh = [] {},
            .make_sender = [] { return jobs::Ports::Send{}; }};
  }

  void wait_until_all_is_done() {
    ASSERT_TRUE(db::testing::holds_soon(
        *database_, [this] { return desk::mail_waiting(desk_) == 0; }, patience));
  }

  // The stored mails that each conversation is made of, as it shows them.
  std::vector<std::vector<std::int64_t>> conversations() {
    std::map<std::int64_t, std::vector<std::int64_t>> found;
    database_->read([&](db::Session& session) {
      session.execute_text(
          "SELECT conversation, raw_mail FROM message JOIN message_words ON message = id "
          "WHERE raw_mail IS NOT NULL ORDER BY id",
          {}, [&](const db::Row& row) { found[row.integer(0)].push_back(row.integer(1)); });
    });
    std::vector<std::vector<std::int64_t>> all;
    for (auto& [id, mails] : found) all.push_back(std::move(mails));
    return all;
  }

  void expect_conversations(std::size_t count, std::size_t mails_in_each) {
    const auto all = conversations();
    EXPECT_EQ(all.size(), count);
    for (const auto& mails : all) {
      EXPECT_EQ(mails.size(), mails_in_each);
      EXPECT_TRUE(std::ranges::is_sorted(mails));
    }
  }

  // Understands the first mail only when its answer has been looked at so often.
  class SlowFirst {
   public:
    Understand understand(int looks) {
      return [this, looks](const store::RawMail& mail, std::string_view raw) {
        std::unique_lock lock(mutex_);
        if (raw.contains("I am answer.")) {
          ++looks_;
          changed_.notify_all();
        } else if (raw.contains("I am first.")) {
          begun_ = true;
          changed_.notify_all();
          in_time_ = changed_.wait_for(lock, patience, [&] { return looks_ >= looks; });
        }
        lock.unlock();
        return channels::email::understand(mail, raw);
      };
    }
    void wait_until_begun() {
      std::unique_lock lock(mutex_);
      ASSERT_TRUE(changed_.wait_for(lock, patience, [&] { return begun_; }));
    }
    bool in_time() {
      const std::lock_guard lock(mutex_);
      return in_time_;
    }

   private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int looks_ = 0;
    bool begun_ = false, in_time_ = false;
  };

  SystemClock clock_;
  db::testing::TestDatabase place_{GetParam()};
  std::unique_ptr<db::Database> database_ = open_migrated();
  desk::Desk desk_{*database_, clock_, {"https://desk.example", "desk.example"}};
  InboxId inbox_;
};

TEST_P(MailInOrder, pairs_that_wait_together_become_one_conversation_each) {
  for (int i = 0; i < 60; ++i) {
    const std::string n = std::to_string(i);
    store({.from = "ana" + n, .id = "a" + n, .answers = {}});
    store({.from = i % 2 == 0 ? "ana" + n : "colleague" + n, .id = "b" + n, .answers = "a" + n});
  }
  jobs::Jobs jobs(desk_, ports());
  wait_until_all_is_done();
  jobs.stop();
  expect_conversations(60, 2);
}

TEST_P(MailInOrder, a_thread_stays_in_the_order_in_which_it_came) {
  store({.from = "ana", .id = "0", .answers = {}});
  for (int i = 1; i < 40; ++i) {
    store({.from = i % 3 == 0 ? "ben" : "ana", .id = std::to_string(i), .answers = "0"});
  }
  jobs::Jobs jobs(desk_, ports());
  wait_until_all_is_done();
  jobs.stop();
  expect_conversations(1, 40);
}

TEST_P(MailInOrder, large_mails_and_their_small_answers_are_one_conversation_each) {
  for (int i = 0; i < 20; ++i) {  // More large ones than are held at a time.
    const std::string n = std::to_string(i);
    store({.from = "ana" + n, .id = "a" + n, .answers = {}, .size = large_bytes});
    store({.from = "ana" + n, .id = "b" + n, .answers = "a" + n});
    store({.from = "ana" + n, .id = "c" + n, .answers = "b" + n});
  }
  jobs::Jobs jobs(desk_, ports());
  wait_until_all_is_done();
  jobs.stop();
  expect_conversations(20, 3);
}

TEST_P(MailInOrder, an_answer_waits_for_a_large_mail_that_takes_long) {
  store({.from = "ana", .id = "first", .answers = {}, .size = large_bytes});
  store({.from = "ben", .id = "answer", .answers = "first"});
  SlowFirst slow;
  jobs::Jobs jobs(desk_, ports(slow.understand(3)));
  wait_until_all_is_done();
  jobs.stop();
  EXPECT_TRUE(slow.in_time());
  EXPECT_EQ(jobs.counters().mails_quarantined, 0u) << "waiting does not count as an attempt";
  expect_conversations(1, 2);
}

TEST_P(MailInOrder, an_answer_waits_for_the_mail_that_another_node_has) {
  if (GetParam() == db::Engine::sqlite) GTEST_SKIP() << "SQLite serves one node.";
  const auto other_database = place_.open();
  desk::Desk other_desk(*other_database, clock_, {"https://desk.example", "desk.example"});
  SlowFirst slow;
  store({.from = "ana", .id = "first", .answers = {}});
  jobs::Jobs jobs(desk_, ports(slow.understand(3)));
  slow.wait_until_begun();
  store({.from = "ben", .id = "answer", .answers = "first"});
  jobs::Jobs others(other_desk, ports(slow.understand(3)));
  wait_until_all_is_done();
  jobs.stop();
  others.stop();
  EXPECT_TRUE(slow.in_time());
  EXPECT_EQ(jobs.counters().mails_received + others.counters().mails_received, 2u);
  expect_conversations(1, 2);
}

TEST_P(MailInOrder, two_nodes_keep_the_order_of_each_thread) {
  if (GetParam() == db::Engine::sqlite) GTEST_SKIP() << "SQLite serves one node.";
  for (int i = 0; i < 200; ++i) {
    const std::string n = std::to_string(i % 8);
    const bool first = i < 8;
    store({.from = "ana" + n,
           .id = std::to_string(i),
           .answers = first ? "" : std::to_string(i - 8),
           .size = i % 50 == 9 ? large_bytes : 100});
  }
  const auto other_database = place_.open();
  desk::Desk other_desk(*other_database, clock_, {"https://desk.example", "desk.example"});
  jobs::Jobs jobs(desk_, ports());
  jobs::Jobs others(other_desk, ports());
  wait_until_all_is_done();
  jobs.stop();
  others.stop();
  expect_conversations(8, 25);
}

TEST_P(MailInOrder, only_what_may_belong_to_an_older_mail_waits_for_it) {
  store({.from = "ana", .id = "known", .answers = {}});
  store({.from = "ana", .id = "older", .answers = {}});
  store({.from = "ben", .id = "new", .answers = {}});
  store({.from = "ben", .id = "to_known", .answers = "known"});
  store({.from = "ana", .id = "to_known_too", .answers = "known"});
  store({.from = "ben", .id = "to_older", .answers = "older"});
  const auto mails = desk::lease_mail(desk_, 10);
  ASSERT_EQ(mails.size(), 6u);
  std::set<std::int64_t> ahead;
  const auto take_in = [&](int at) {
    const desk::MailTurn turn{
        .is_ahead = [&](RawMailId older) { return ahead.contains(older.value); },
        .fall_back = [] {}};
    const auto mail = channels::email::understand(
        mails[at], desk::raw_bytes(desk_, mails[at]).value_or(std::string()));
    const auto result =
        desk_.change_now(desk::as_system(), desk::receive_mail(mail, desk_.keys(), turn));
    return result ? std::string("taken in") : result.error().code;
  };
  EXPECT_EQ(take_in(0), "taken in");
  EXPECT_EQ(take_in(5), "older_mail_waits") << "may answer any of them";
  EXPECT_EQ(take_in(4), "older_mail_waits") << "its sender wrote another before";
  EXPECT_EQ(take_in(2), "taken in");
  EXPECT_EQ(take_in(3), "taken in");
  ahead = {mails[1].id.value};
  EXPECT_EQ(take_in(4), "taken in") << "what is ahead here need not be waited for";
  EXPECT_EQ(take_in(5), "taken in");
}

TEST_P(MailInOrder, what_cannot_be_read_holds_up_nobody) {
  store({.from = "ana", .id = "first", .answers = {}});
  store({.from = "ana", .id = "answer", .answers = "first"});
  const auto mails = desk::lease_mail(desk_, 10);
  ASSERT_EQ(mails.size(), 2u);
  ASSERT_TRUE(desk_.change_now(desk::as_system(), desk::quarantine_mail(mails[0].id, "Broken.")));
  ASSERT_TRUE(desk_.change_now(desk::as_system(), desk::give_back({mails[1].id}, Duration{0})));
  jobs::Jobs jobs(desk_, ports());
  wait_until_all_is_done();
  jobs.stop();
  expect_conversations(1, 1);
}

MG_ON_EVERY_ENGINE(MailInOrder);

}  // namespace
}  // namespace mg::app
