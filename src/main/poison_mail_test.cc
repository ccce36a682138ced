#include <csignal>
#include <gtest/gtest.h>
#include <set>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channels/email/understand.h"
#include "db/test_database.h"
#include "desk/desk.h"
#include "desk/mail_in.h"
#include "desk/people.h"
#include "desk/reads.h"
#include "desk/test_desk.h"
#include "desk/timers.h"
#include "desk/workspace.h"
#include "gen/store/migrations.h"
#include "jobs/jobs.h"

// A mail that brings the whole program down, again and again, among others that are fine. Each
// start of the program is a process of its own here; what kills it is this test's parser.
namespace mg::app {
namespace {

using namespace std::chrono_literals;

constexpr int mails = 12;
constexpr int poisoned = 4;  // Neither the first nor the last of the batch.
constexpr int starts_max = 8;
constexpr auto run_time_max = 60s;

std::string raw_mail(int number) {
  const std::string n = std::to_string(number);
  return "From: Ana " + n + " <ana" + n + "@customer.example>\r\nTo: help@desk.example\r\n" +
         "Subject: Mail " + n + "\r\nMessage-ID: <" + n + "@customer.example>\r\n\r\n" +
         (number == poisoned ? "POISON" : "Words.") + "\r\n";
}

// Large enough to be taken in beside the small ones.
std::string large(std::string mail) {
  while (mail.size() < 300'000) mail += "Many words, and more of them, and again some.\r\n";
  return mail;
}

class PoisonMail : public testing::TestWithParam<db::Engine> {
 protected:
  void prepare(bool poison_is_large) {
    const auto database = place.open();
    database->migrate(store::migrations());
    desk::Desk desk(*database, clock, {"https://desk.example", "desk.example"});
    const InboxId inbox = desk::testing::add_inbox(desk, desk::testing::add_owner(desk));
    const std::vector<desk::MailRecipient> recipients{{"help@desk.example", inbox}};
    for (int i = 0; i < mails; ++i) {
      const bool is_large = i == 9 || (poison_is_large && i == poisoned);
      auto raw = std::make_shared<const store::PreparedBlob>(
          store::prepare_blob(is_large ? large(raw_mail(i)) : raw_mail(i)));
      ASSERT_TRUE(desk.change_now(desk::as_system(),
                                  desk::accept_mail("ana@customer.example", recipients, raw)));
    }
  }

  // One life of the program, in the child process: 0 when all mail is done.
  int live() const {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    const auto database = place.open();
    desk::Desk desk(*database, clock, {"https://desk.example", "desk.example"});
    jobs::Jobs jobs(desk,
                    {.understand = [](const store::RawMail& mail,
                                      std::string_view raw) -> std::shared_ptr<desk::ReceivedMail> {
                       if (raw.contains("POISON")) std::abort();
                       return channels::email::understand(mail, raw);
                     },
                     .compose = {},
                     .refresh = [] {},
                     .make_sender = [] { return jobs::Ports::Send{}; }});
    const auto end = std::chrono::steady_clock::now() + run_time_max;
    while (desk::mail_waiting(desk) > 0) {
      if (std::chrono::steady_clock::now() > end) return 1;
      usleep(5'000);  // Between looks, from outside the program.
    }
    jobs.stop();
    return 0;
  }

  int run_in_a_process() const {
    const pid_t child = fork();
    if (child == 0) _exit(live());
    int status = 0;
    waitpid(child, &status, 0);
    return status;
  }

  // As if its time had passed: what the dead process held may be taken up.
  void end_leases() const {
    const auto database = place.open();
    database->write([](db::Session& session) { store::release_leases(session); });
  }

  // Lives until all mail is done, however often that takes a new process.
  void expect_that_all_others_arrive_once() const {
    int deaths = 0;
    for (int start = 0; start < starts_max; ++start) {
      const int status = run_in_a_process();
      if (WIFEXITED(status)) {
        ASSERT_EQ(WEXITSTATUS(status), 0) << "mail was still waiting";
        break;
      }
      ASSERT_EQ(WTERMSIG(status), SIGABRT);
      ++deaths;
      end_leases();
    }
    EXPECT_EQ(deaths, desk::mail_attempts_max);
    const auto database = place.open();
    desk::Desk desk(*database, clock, {"https://desk.example", "desk.example"});
    std::set<std::string> subjects;
    const auto page = desk::list(desk, {});
    ASSERT_TRUE(page);
    for (const auto& item : page->items) subjects.insert(item.subject);
    EXPECT_EQ(page->items.size(), static_cast<std::size_t>(mails - 1));
    EXPECT_EQ(subjects.size(), static_cast<std::size_t>(mails - 1));
    EXPECT_FALSE(subjects.contains("Mail " + std::to_string(poisoned)));
  }

  SystemClock clock;
  db::testing::TestDatabase place{GetParam()};
};

TEST_P(PoisonMail, only_the_mail_that_kills_is_quarantined_and_all_others_arrive_once) {
  prepare(false);
  expect_that_all_others_arrive_once();
}

TEST_P(PoisonMail, a_large_mail_that_kills_costs_no_other_mail_its_place) {
  prepare(true);
  expect_that_all_others_arrive_once();
}

MG_ON_EVERY_ENGINE(PoisonMail);

}  // namespace
}  // namespace mg::app
