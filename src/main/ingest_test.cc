#include <atomic>
#include <condition_variable>
#include <gtest/gtest.h>
#include <mutex>
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

// Mail that takes long to understand, and mail that does not.
namespace mg::app {
namespace {

using namespace std::chrono_literals;

constexpr int large_mails = 20;  // More than are held at a time.
constexpr int small_mails = 10;

class Ingest : public testing::TestWithParam<db::Engine> {
 protected:
  void SetUp() override {
    const InboxId inbox = desk::testing::add_inbox(desk_, desk::testing::add_owner(desk_));
    recipients_ = {{"help@desk.example", inbox}};
  }

  std::unique_ptr<db::Database> open_migrated() const {
    auto database = place_.open();
    database->migrate(store::migrations());
    return database;
  }

  void store(int number, std::size_t size) {
    const std::string n = std::to_string(number);
    std::string raw = "From: Ana <ana" + n + "@customer.example>\r\nSubject: Mail " + n +
                      "\r\nMessage-ID: <" + n + "@customer.example>\r\n\r\n";
    raw.append(size, 'x');
    auto prepared = std::make_shared<const store::PreparedBlob>(store::prepare_blob(raw));
    ASSERT_TRUE(desk_.change_now(desk::as_system(),
                                 desk::accept_mail("ana@customer.example", recipients_, prepared)));
  }

  SystemClock clock_;
  db::testing::TestDatabase place_{GetParam()};
  std::unique_ptr<db::Database> database_ = open_migrated();
  desk::Desk desk_{*database_, clock_, {"https://desk.example", "desk.example"}};
  std::vector<desk::MailRecipient> recipients_;
};

TEST_P(Ingest, small_mail_does_not_wait_for_large_mail_that_came_before) {
  for (int i = 0; i < large_mails; ++i) store(i, 200'000);
  for (int i = 0; i < small_mails; ++i) store(large_mails + i, 100);
  std::mutex mutex;
  std::condition_variable changed;
  int small_done = 0;
  bool in_time = true;
  jobs::Jobs jobs(desk_, {.understand =
                              [&](const store::RawMail& mail, std::string_view raw) {
                                std::unique_lock lock(mutex);
                                if (raw.size() < 100'000) {
                                  ++small_done;
                                  changed.notify_all();
                                } else {
                                  in_time = changed.wait_for(lock, 20s, [&] {
                                    return small_done == small_mails;
                                  }) && in_time;
                                }
                                return channels::email::understand(mail, raw);
                              },
                          .compose = {},
                          .refresh = [] {},
                          .make_sender = [] { return jobs::Ports::Send{}; }});
  const auto end = std::chrono::steady_clock::now() + 60s;
  while (desk::mail_waiting(desk_) > 0 && std::chrono::steady_clock::now() < end) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, 5ms);
  }
  jobs.stop();
  EXPECT_TRUE(in_time);
  EXPECT_EQ(desk::mail_waiting(desk_), 0);
  EXPECT_EQ(jobs.counters().mails_received, std::uint64_t{large_mails + small_mails});
  EXPECT_EQ(jobs.counters().mails_quarantined, 0u);
}

TEST_P(Ingest, a_mail_that_can_never_be_stored_ends_in_quarantine_with_the_reason) {
  store(0, 100);
  store(1, 100);
  std::atomic<int> tries{0};
  std::mutex mutex;
  std::vector<std::string> told;
  jobs::Jobs jobs(desk_, {.understand =
                              [&](const store::RawMail& mail, std::string_view raw) {
                                auto understood = channels::email::understand(mail, raw);
                                if (raw.contains("Subject: Mail 0\r\n")) {
                                  ++tries;
                                  understood->text =
                                      std::string("a\0b", 3);  // No text of a database.
                                }
                                return understood;
                              },
                          .compose = {},
                          .refresh = [] {},
                          .make_sender = [] { return jobs::Ports::Send{}; },
                          .failed =
                              [&](std::string_view job, std::uint64_t, std::string_view what) {
                                const std::lock_guard lock(mutex);
                                if (job == "receive_mail") told.emplace_back(what);
                              }});
  const auto end = std::chrono::steady_clock::now() + 60s;
  while (desk::mail_waiting(desk_) > 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(20ms);
    // As if the time of the leases had passed.
    database_->write([](db::Session& session) { store::release_leases(session); });
  }
  jobs.stop();
  EXPECT_EQ(desk::mail_waiting(desk_), 0);
  EXPECT_EQ(jobs.counters().mails_received, 2u);  // One of them is marked as given up.
  EXPECT_EQ(jobs.counters().mails_quarantined, 1u);
  EXPECT_GE(tries, desk::mail_attempts_max);
  std::string reason;
  database_->read([&](db::Session& session) {
    session.execute_text("SELECT error FROM raw_mail WHERE state = 4", {},
                         [&](const db::Row& row) { reason = row.text(0); });
  });
  EXPECT_TRUE(reason.contains("three attempts")) << reason;
  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(reason.ends_with(told.front())) << reason << " / " << told.front();
  EXPECT_GE(jobs.failures().totals().at("receive_mail"), 3u);
}

MG_ON_EVERY_ENGINE(Ingest);

}  // namespace
}  // namespace mg::app
