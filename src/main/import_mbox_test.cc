#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <iterator>
#include <set>
#include <sys/stat.h>

#include "db/test_database.h"
#include "desk/people.h"
#include "desk/reads.h"
#include "gen/store/migrations.h"
#include "main/commands.h"
#include "main/mbox.h"

namespace mg::app {
namespace {

constexpr int mails = 200;

std::string mail_text(int number) {
  return "From ana@customer.example Sat Nov 21 09:00:00 2026\nFrom: ana" + std::to_string(number) +
         "@customer.example\nSubject: number " + std::to_string(number) +
         "\nDate: Sat, 21 Nov 2026 09:00:00 +0000\n\nIt is about number " + std::to_string(number) +
         ".\n>From here on it is quoted.\n\n";
}

class ImportMbox : public testing::TestWithParam<db::Engine> {
 protected:
  ImportMbox() : place_(GetParam()), files_(db::Engine::sqlite) {
    std::filesystem::create_directories(files_.folder);
    database_ = place_.open();
    database_->migrate(store::migrations());
    desk_ = std::make_unique<desk::Desk>(*database_, clock_,
                                         desk::Desk::Options{"https://desk.example", ""});
    store::Inbox inbox;
    inbox.name = "Support";
    inbox.address = "help@desk.example";
    EXPECT_TRUE(
        desk_->change_now(desk::as_agent(AgentId{1}, Role::owner), desk::save_inbox(inbox)));
    append(0, mails);
  }

  void append(int from, int to) const {
    std::ofstream file(path_, std::ios::binary | std::ios::app);
    for (int i = from; i < to; ++i) file << mail_text(i);
  }

  std::string import(
      const Progress& progress = [](const std::string&) {}, bool restart = false) {
    Arguments arguments{{"inbox", "help@desk.example"}, {"file", path_}};
    if (restart) arguments["restart"] = "yes";
    const auto said = import_mbox(*desk_, arguments, progress);
    return said ? *said : "refused: " + said.error().detail;
  }

  std::vector<std::string> subjects() {
    std::vector<std::string> found;
    database_->read([&](db::Session& session) {
      session.execute_text("SELECT subject FROM conversation_words ORDER BY subject", {},
                           [&](const db::Row& row) { found.push_back(row.string(0)); });
    });
    return found;
  }

  void expect_each_once(int count) {
    std::vector<std::string> expected;
    for (int i = 0; i < count; ++i) expected.push_back("number " + std::to_string(i));
    std::ranges::sort(expected);
    auto found = subjects();
    std::ranges::sort(found);
    EXPECT_EQ(found, expected);
  }

  db::testing::TestDatabase place_, files_;
  FixedClock clock_{from_rfc3339("2026-11-22T09:00:00Z").value()};
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<desk::Desk> desk_;
  const std::string path_ = files_.folder + "/old.mbox";
};

TEST_P(ImportMbox, brings_in_each_mail_once_and_says_how_far_it_is) {
  int last = -1;
  const std::string said = import([&](const std::string& text) {
    EXPECT_GE(std::stoi(text), last);
    last = std::stoi(text);
    EXPECT_LE(last, 100);
  });
  EXPECT_EQ(said, "200 mails imported, 0 were there already.");
  EXPECT_GT(last, 50);
  expect_each_once(mails);
  EXPECT_TRUE(check_workspace(*desk_, [](const std::string&) {}));
}

struct Interrupted {};

TEST_P(ImportMbox, who_no_longer_waits_for_another_run_is_let_go) {
  std::promise<void> began, released;
  auto other = std::async(std::launch::async, [&] {
    return import([&, first = true](const std::string&) mutable {
      if (!std::exchange(first, false)) return;
      began.set_value();
      released.get_future().wait();
    });
  });
  began.get_future().wait();
  EXPECT_THROW(import([](const std::string&) { throw Interrupted(); }), Interrupted);
  released.set_value();
  EXPECT_EQ(other.get(), "200 mails imported, 0 were there already.");
}

TEST_P(ImportMbox, interrupted_at_any_step_it_goes_on_where_it_was) {
  // Each run ends at its first, second ... step, until one comes through.
  bool finished = false;
  std::string said;
  for (int steps = 1; !finished; ++steps) {
    ASSERT_LT(steps, mails);
    int left = steps;
    try {
      said = import([&](const std::string&) {
        if (--left == 0) throw Interrupted();
      });
      finished = true;
    } catch (const Interrupted&) {
    }
    const auto there = subjects();
    EXPECT_EQ(std::set<std::string>(there.begin(), there.end()).size(), there.size());
  }
  EXPECT_NE(said.find("An earlier run had done the first"), std::string::npos) << said;
  expect_each_once(mails);
}

TEST_P(ImportMbox, a_finished_import_has_nothing_left_until_mails_are_appended) {
  import();
  EXPECT_TRUE(import().starts_with("0 mails imported, 0 were there already.")) << import();
  append(mails, mails + 10);
  EXPECT_TRUE(import().starts_with("10 mails imported, 0 were there already."));
  expect_each_once(mails + 10);
  append(mails + 9, mails + 11);
  EXPECT_TRUE(import().starts_with("1 mail imported, 1 was there already."));
}

TEST_P(ImportMbox, a_file_that_was_changed_before_the_mark_is_read_from_its_beginning) {
  import();
  std::filesystem::remove(path_);
  append(0, 60);  // The same beginning, another rest.
  append(500, 700);
  EXPECT_EQ(import(), "200 mails imported, 60 were there already.");
}

TEST_P(ImportMbox, of_two_at_once_the_second_goes_on_where_the_first_ends) {
  auto other = std::async(std::launch::async, [this] { return import(); });
  const std::string told[] = {import(), other.get()};
  int imported = 0;
  for (const std::string& said : told) {
    imported += std::stoi(said);
    EXPECT_NE(said.find(" 0 were there already."), std::string::npos) << said;
  }
  EXPECT_EQ(imported, mails) << told[0] << " " << told[1];
  expect_each_once(mails);
  EXPECT_TRUE(import().starts_with("0 mails imported, 0 were there already.")) << import();
}

TEST_P(ImportMbox, our_own_old_answers_are_no_customers) {
  const auto head = [](const char* from, const char* to, const char* id) {
    return "From x Sat Jan 01 00:00:00 2022\nFrom: " + std::string(from) + "\nTo: " + to +
           "\nMessage-ID: <" + id + ">\nDate: Sat, 01 Jan 2022 10:00:00 +0000\n";
  };
  std::filesystem::remove(path_);
  std::ofstream(path_, std::ios::binary)
      << head("Ana <ana@customer.example>", "help@desk.example", "q1@x") << "\nIt broke.\n\n"
      << head("Help <help@desk.example>", "ana@customer.example", "a1@x")
      << "In-Reply-To: <q1@x>\n\nHold the button.\n\n"
      << head("Help <help@desk.example>", "help@desk.example", "a2@x") << "\nFor us.\n\n"
      << head("Help <help@desk.example>", "ben@customer.example", "a3@x") << "\nNews.\n\n";
  EXPECT_EQ(import(),
            "3 mails imported, 0 were there already. 1 mail from your own addresses to nobody else "
            "left out.");
  std::set<std::string> contacts;
  database_->read([&](db::Session& session) {
    session.execute_text("SELECT address_key FROM contact_address", {},
                         [&](const db::Row& row) { contacts.insert(row.string(0)); });
  });
  EXPECT_EQ(contacts, (std::set<std::string>{"ana@customer.example", "ben@customer.example"}));
  EXPECT_TRUE(check_workspace(*desk_, [](const std::string&) {}));
}

struct Line {
  MessageKind kind;
  std::string at, text;
  bool operator==(const Line&) const = default;
};

TEST_P(ImportMbox, a_thread_of_both_sides_has_its_order_its_dates_and_its_turn) {
  const auto mail = [](int day, const char* from, const char* to, const char* answers,
                       const char* text) {
    const std::string date = std::to_string(day);
    return "From x Sat Jan 01 00:00:00 2022\nFrom: " + std::string(from) + "\nTo: " + to +
           "\nSubject: It broke\nMessage-ID: <m" + date + "@x>\n" + answers + "Date: " + date +
           " Jan 2022 10:00:00 +0000\n\n" + text + "\n\n";
  };
  const char *ana = "Ana <ana@customer.example>", *us = "Help <help@desk.example>";
  std::filesystem::remove(path_);
  std::ofstream(path_, std::ios::binary)
      << mail(1, ana, us, "", "It broke.")
      << mail(2, us, ana, "In-Reply-To: <m1@x>\n", "Hold the button.")
      << mail(3, ana, us, "In-Reply-To: <m2@x>\nReferences: <m1@x> <m2@x>\n", "It still is.");
  EXPECT_EQ(import(), "3 mails imported, 0 were there already.");
  EXPECT_EQ(import([](const std::string&) {}, true), "0 mails imported, 3 were there already.");
  database_->read([&](db::Session& session) {
    const auto all = store::conversations_after(session, {}, 10);
    ASSERT_EQ(all.size(), 1u);
    std::vector<Line> lines;
    for (const desk::Said& said : desk::thread(session, all[0], {}, 10)) {
      EXPECT_FALSE(said.delivery);
      lines.push_back(
          {said.shown.message.kind, to_rfc3339(said.shown.message.at), said.shown.words.text});
    }
    EXPECT_EQ(lines, (std::vector<Line>{
                         {MessageKind::customer, "2022-01-01T10:00:00.000Z", "It broke."},
                         {MessageKind::reply, "2022-01-02T10:00:00.000Z", "Hold the button."},
                         {MessageKind::customer, "2022-01-03T10:00:00.000Z", "It still is."}}));
    const auto c = store::load_conversation(session, all[0], store::Lock::none);
    EXPECT_EQ(c->state, State::open);
    EXPECT_EQ(c->turn, Turn::us);
    EXPECT_EQ(c->waiting_since, from_rfc3339("2022-01-03T10:00:00Z"));
    EXPECT_EQ(c->first_answer_at, from_rfc3339("2022-01-02T10:00:00Z"));
    session.execute_text("SELECT count(*) FROM outbox", {},
                         [](const db::Row& row) { EXPECT_EQ(row.integer(0), 0); });
  });
  EXPECT_TRUE(check_workspace(*desk_, [](const std::string&) {}));
}

TEST_P(ImportMbox, a_file_that_is_no_mailbox_is_refused_by_what_it_is) {
  std::filesystem::remove(path_);
  EXPECT_EQ(import(), "refused: " + path_ + " is not there.");
  std::filesystem::create_directory(path_);
  EXPECT_EQ(import(), "refused: " + path_ + " is a folder, not a file.");
  std::filesystem::remove(path_);
  std::ofstream(path_) << "root:x:0:0\n";
  EXPECT_TRUE(import().starts_with("refused: " + path_ + " is no mailbox (mbox)")) << import();
}

TEST_P(ImportMbox, a_file_that_is_cut_while_it_is_read_is_not_done_and_goes_on_when_it_is_whole) {
  append(mails, 4 * mails);
  std::ifstream whole(path_, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(whole), {});
  // In the middle of a mail, behind what a reader takes into its buffer at once.
  const auto half = bytes.find("number 500.");
  const std::string said =
      import([&](const std::string&) { std::filesystem::resize_file(path_, half); });
  EXPECT_TRUE(said.starts_with("refused: ")) << said;
  EXPECT_NE(said.find("the file ended before its end"), std::string::npos) << said;
  EXPECT_EQ(subjects().size(), 500U);
  std::ofstream(path_, std::ios::binary) << bytes;
  EXPECT_TRUE(import().starts_with("300 mails imported, 0 were there already. An earlier run"));
  expect_each_once(4 * mails);
}

TEST_P(ImportMbox, a_pipe_is_refused_and_not_waited_for) {
  std::filesystem::remove(path_);
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_TRUE(import().starts_with("refused: " + path_ + " is a pipe and no file. ")) << import();
}

TEST_P(ImportMbox, restart_reads_the_whole_file_again) {
  import();
  EXPECT_EQ(import([](const std::string&) {}, true), "0 mails imported, 200 were there already.");
}

MG_ON_EVERY_ENGINE(ImportMbox);

TEST(MboxReader, knows_where_each_mail_begins) {
  const db::testing::TestDatabase files(db::Engine::sqlite);
  std::filesystem::create_directories(files.folder);
  const std::string path = files.folder + "/box";
  std::ofstream(path, std::ios::binary) << mail_text(1) << mail_text(2) << "From x\n\nno end";
  MboxReader reader(path);
  ASSERT_TRUE(reader.good());
  std::string mail;
  std::vector<std::int64_t> ends;
  while (reader.next(mail)) ends.push_back(reader.position());
  const auto first = static_cast<std::int64_t>(mail_text(1).size());
  EXPECT_EQ(ends, (std::vector<std::int64_t>{first, 2 * first, reader.size()}));
  EXPECT_EQ(mail, "\nno end\n");

  MboxReader again(path);
  EXPECT_TRUE(again.resume(first, again.fingerprint_before(first)));
  ASSERT_TRUE(again.next(mail));
  EXPECT_NE(mail.find("number 2"), std::string::npos);
  EXPECT_FALSE(again.resume(first, "other bytes"));
  EXPECT_FALSE(again.resume(first - 1, again.fingerprint_before(first - 1)));
  ASSERT_TRUE(again.next(mail));
  EXPECT_NE(mail.find("number 1."), std::string::npos);
}

}  // namespace
}  // namespace mg::app
