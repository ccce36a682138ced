#include <algorithm>
#include <condition_variable>
#include <gtest/gtest.h>
#include <map>
#include <mutex>
#include <thread>

#include "desk/answer.h"
#include "desk/test_desk.h"
#include "jobs/jobs.h"

// Mail servers that misbehave, beside others that do not.
namespace mg::jobs {
namespace {

using namespace std::chrono_literals;

class SendMail : public testing::TestWithParam<db::Engine> {
 protected:
  using Answer = std::function<desk::Attempt(const desk::OutboxItem&)>;

  InboxId add_inbox(const std::string& name, const std::string& server) {
    store::Inbox inbox;
    inbox.name = name;
    inbox.address = name + "@desk.example";
    inbox.smtp = server;
    const auto id = desk().change_now(desk::as_agent(owner_, Role::owner), desk::save_inbox(inbox));
    EXPECT_TRUE(id);
    desk().reload();
    return InboxId{id.value_or(0)};
  }
  // One copy that is due: what is said to a customer who has written to this inbox.
  void write_to(InboxId inbox, const std::string& who) {
    auto mail = place_.mail_of_ana(inbox, "It broke.", who + "@x");
    mail->from_address = who + "@customer.example";
    place_.receive(mail);
  }
  std::unique_ptr<Jobs> run(Answer answer) {
    return run_listening([answer](const desk::OutboxItem& item, const std::function<void()>&) {
      return answer(item);
    });
  }
  std::unique_ptr<Jobs> run_listening(Ports::Send answer) {
    return std::make_unique<Jobs>(
        desk(), Ports{.understand = {},
                      .compose = [](const desk::MailToBuild& mail) -> Result<std::string> {
                        if (mail.to_address.starts_with("broken")) {
                          throw std::runtime_error("cannot build it");
                        }
                        return "mail";
                      },
                      .refresh = [] {},
                      .make_sender = [answer] { return answer; },
                      .failed =
                          [this](std::string_view job, std::uint64_t, std::string_view what) {
                            const std::lock_guard lock(mutex_);
                            told_.push_back(std::string(job) + ": " + std::string(what));
                          }});
  }
  bool soon(const std::function<bool()>& holds, std::chrono::seconds patience = 15s) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, holds);
  }
  void note(const std::string& what) {
    const std::lock_guard lock(mutex_);
    seen_.push_back(what);
    changed_.notify_all();
  }
  int seen(const std::string& prefix) const {
    return static_cast<int>(std::ranges::count_if(
        seen_, [&](const std::string& one) { return one.starts_with(prefix); }));
  }
  // The answer of each copy, by who it is for.
  std::map<std::string, std::string> answers() {
    std::map<std::string, std::string> found;
    desk().database().read([&](db::Session& session) {
      session.execute_text(
          "SELECT w.recipient, w.answer FROM outbox o JOIN outbox_words w ON w.outbox = o.id "
          "WHERE o.state = 3",
          {}, [&](const db::Row& row) { found[row.string(0)] = row.text(1); });
    });
    return found;
  }
  bool are_answered(std::size_t copies) {
    return db::testing::holds_soon(
        desk().database(), [&] { return answers().size() >= copies; }, 15s);
  }
  desk::Desk& desk() { return place_.desk(); }

  desk::testing::TestDesk place_{GetParam()};
  AgentId owner_ = place_.add_owner();
  std::mutex mutex_, sending_;
  std::condition_variable changed_;
  std::vector<std::string> seen_, told_;
};

TEST_P(SendMail, a_server_that_hangs_holds_up_its_own_mail_alone) {
  const InboxId bad = add_inbox("bad", "smtp://hangs");
  const InboxId good = add_inbox("good", "smtp://good");
  for (int i = 0; i < 12; ++i) write_to(bad, "bad" + std::to_string(i));
  bool released = false;
  auto jobs = run([&](const desk::OutboxItem& item) -> desk::Attempt {
    note(item.recipient);
    if (item.server.url == "smtp://good") return {DeliveryState::sent, 250, "ok"};
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 30s, [&] { return released; });
    return {DeliveryState::deferred, 0, "It says nothing."};
  });
  ASSERT_TRUE(soon([&] { return seen("bad") == 1; }));
  for (int i = 0; i < 12; ++i) write_to(good, "good" + std::to_string(i));
  EXPECT_TRUE(soon([&] { return seen("good") == 12; }));
  {
    const std::lock_guard lock(mutex_);
    EXPECT_EQ(seen("bad"), 1) << "one sender at most waits for it";
    released = true;
    changed_.notify_all();
  }
  // The others were not tried one by one; people see why they wait.
  EXPECT_TRUE(are_answered(12));
  jobs->stop();
  EXPECT_EQ(seen("bad"), 1);
  const auto words = answers();
  ASSERT_EQ(words.size(), 12u);
  for (const auto& [who, answer] : words) EXPECT_TRUE(answer.contains("It says nothing.")) << who;
}

TEST_P(SendMail, what_a_server_that_was_away_did_not_take_is_sent_when_its_time_has_come) {
  const InboxId inbox = add_inbox("away", "smtp://away");
  for (int i = 0; i < 6; ++i) write_to(inbox, "away" + std::to_string(i));
  auto before = run([&](const desk::OutboxItem& item) -> desk::Attempt {
    note(item.recipient);
    return {DeliveryState::deferred, 0, "No connection."};
  });
  EXPECT_TRUE(are_answered(6));
  before->stop();
  EXPECT_EQ(seen("away"), 1);
  place_.clock().advance(2min);
  auto after = run([&](const desk::OutboxItem& item) -> desk::Attempt {
    note("sent to " + item.recipient);
    return {DeliveryState::sent, 250, "ok"};
  });
  EXPECT_TRUE(soon([&] { return seen("sent to away") == 6; }));
  after->stop();
  EXPECT_TRUE(answers().empty());
  EXPECT_EQ(after->counters().mails_sent, 6u);
}

TEST_P(SendMail, a_mail_that_cannot_be_built_takes_no_other_with_it_and_is_told) {
  const InboxId inbox = add_inbox("help", "smtp://good");
  write_to(inbox, "broken");
  for (int i = 0; i < 3; ++i) write_to(inbox, "fine" + std::to_string(i));
  auto jobs = run([&](const desk::OutboxItem& item) -> desk::Attempt {
    note(item.recipient);
    return {DeliveryState::sent, 250, "ok"};
  });
  EXPECT_TRUE(soon([&] { return seen("fine") == 3; }));
  jobs->stop();
  const auto words = answers();
  ASSERT_EQ(words.size(), 1u);
  EXPECT_TRUE(words.begin()->first.starts_with("broken"));
  EXPECT_TRUE(words.begin()->second.contains("made a mistake"));
  EXPECT_EQ(told_, std::vector<std::string>{"send_mail: cannot build it"});
  EXPECT_EQ(jobs->failures().totals().at("send_mail"), 1u);
}

TEST_P(SendMail, a_server_that_breaks_off_at_one_mail_takes_the_others_at_once) {
  const InboxId inbox = add_inbox("help", "smtp://picky");
  write_to(inbox, "poison");
  for (int i = 0; i < 6; ++i) write_to(inbox, "fine" + std::to_string(i));
  auto jobs = run_listening([&](const desk::OutboxItem& item, const auto& listens) {
    note(item.recipient);
    listens();
    if (!item.recipient.starts_with("poison")) {
      return desk::Attempt{DeliveryState::sent, 250, "ok"};
    }
    return desk::Attempt{DeliveryState::deferred, 0, "It hung up.", true};
  });
  EXPECT_TRUE(soon([&] { return seen("fine") == 6; })) << "without the clock going on";
  EXPECT_TRUE(are_answered(1));
  jobs->stop();
  EXPECT_EQ(seen("poison"), 1);
  EXPECT_EQ(answers(),
            (std::map<std::string, std::string>{{"poison@customer.example", "It hung up."}}));
}

TEST_P(SendMail, a_server_that_breaks_off_at_every_mail_is_left_alone_after_the_second) {
  const InboxId inbox = add_inbox("help", "smtp://broken");
  for (int i = 0; i < 6; ++i) write_to(inbox, "any" + std::to_string(i));
  auto jobs = run_listening([&](const desk::OutboxItem& item, const auto& listens) {
    const std::lock_guard one_at_a_time(sending_);
    note(item.recipient);
    listens();
    return desk::Attempt{DeliveryState::deferred, 0, "It hung up.", true};
  });
  EXPECT_TRUE(are_answered(6));
  jobs->stop();
  EXPECT_GE(seen("any"), 2);
  EXPECT_LE(seen("any"), 4) << "two senders, of which one may have begun beside the other";
}

TEST_P(SendMail, what_waits_behind_a_mail_that_hangs_is_sent_by_another_sender) {
  const InboxId inbox = add_inbox("help", "smtp://picky");
  write_to(inbox, "poison");
  for (int i = 0; i < 6; ++i) write_to(inbox, "fine" + std::to_string(i));
  bool released = false;
  auto jobs = run_listening([&](const desk::OutboxItem& item, const auto& listens) {
    note(item.recipient);
    listens();
    if (!item.recipient.starts_with("poison")) {
      return desk::Attempt{DeliveryState::sent, 250, "ok"};
    }
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 60s, [&] { return released; });
    return desk::Attempt{DeliveryState::deferred, 0, "It says nothing.", true};
  });
  // Three of them were leased together with it: those are given back after ten seconds.
  EXPECT_TRUE(soon([&] { return seen("fine") == 6; }, 45s));
  {
    const std::lock_guard lock(mutex_);
    released = true;
    changed_.notify_all();
  }
  EXPECT_TRUE(are_answered(1));
  jobs->stop();
  EXPECT_EQ(seen("fine"), 6) << "and by one alone";
  EXPECT_EQ(seen("poison"), 1);
}

TEST_P(SendMail, what_it_broke_off_at_is_sent_after_what_waited_because_of_that) {
  const InboxId inbox = add_inbox("help", "smtp://broken");
  for (int i = 0; i < 6; ++i) write_to(inbox, "any" + std::to_string(i));
  std::vector<std::string> first, second;
  bool works = false;
  auto jobs = run_listening([&](const desk::OutboxItem& item, const auto& listens) {
    const std::lock_guard one_at_a_time(sending_);
    (works ? second : first).push_back(item.recipient);
    listens();
    if (works) return desk::Attempt{DeliveryState::sent, 250, "ok"};
    return desk::Attempt{DeliveryState::deferred, 0, "It hung up.", true};
  });
  ASSERT_TRUE(are_answered(6));
  {
    const std::lock_guard one_at_a_time(sending_);
    works = true;
  }
  place_.clock().advance(2h);
  jobs->wake();
  EXPECT_TRUE(db::testing::holds_soon(
      desk().database(), [&] { return answers().empty(); }, 15s));
  jobs->stop();
  ASSERT_EQ(second.size(), 6u);
  EXPECT_EQ(std::ranges::count(first, second.front()), 0) << second.front();
}

TEST_P(SendMail, a_clock_that_was_years_ahead_leaves_no_mail_waiting_for_years) {
  const InboxId inbox = add_inbox("help", "smtp://good");
  const Instant before = place_.clock().now();
  place_.clock().advance(24h * 365 * 4);
  write_to(inbox, "later");
  const auto defer = [&](const desk::OutboxItem&) {
    return desk::Attempt{DeliveryState::deferred, 450, "later", true};
  };
  auto jobs = run(defer);
  EXPECT_TRUE(are_answered(1));
  jobs->stop();
  place_.clock().set(before);
  jobs = run([&](const desk::OutboxItem& item) -> desk::Attempt {
    note(item.recipient);
    return {DeliveryState::sent, 250, "ok"};
  });
  EXPECT_TRUE(soon([&] { return seen("later") == 1; }));
  jobs->stop();
}

TEST_P(SendMail, a_turn_that_throws_is_told_and_counted) {
  auto jobs = std::make_unique<Jobs>(
      desk(),
      Ports{.understand = {},
            .compose = {},
            .refresh = [] { throw std::runtime_error("no settings"); },
            .make_sender = [] { return Ports::Send{}; },
            .failed =
                [this](std::string_view job, std::uint64_t count, std::string_view what) {
                  note(std::string(job) + " " + std::to_string(count) + ": " + std::string(what));
                }});
  EXPECT_TRUE(soon([&] { return seen("refresh") >= 3; }));
  jobs->stop();
  EXPECT_EQ(seen_.at(0), "refresh 1: no settings");
  EXPECT_EQ(seen_.at(1), "refresh 2: no settings");
  EXPECT_EQ(seen_.at(2), "refresh 4: no settings");
  EXPECT_GE(jobs->failures().totals().at("refresh"), 4u);
  EXPECT_EQ(jobs->failures().totals().at("tidy"), 0u);
}

MG_ON_EVERY_ENGINE(SendMail);

}  // namespace
}  // namespace mg::jobs
