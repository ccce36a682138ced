#include "main/demo.h"

#include <gtest/gtest.h>
#include <set>

#include "db/test_database.h"
#include "desk/customer.h"
#include "desk/outbox.h"
#include "desk/reads.h"
#include "desk/sign_in.h"
#include "desk/timers.h"
#include "desk/workspace.h"
#include "gen/store/migrations.h"
#include "main/demo_story.h"

namespace mg::app {
namespace {

using namespace std::chrono_literals;

// One demo workspace, made once and looked at by every test.
class DemoTest : public testing::Test {
 protected:
  struct Made {
    db::testing::TestDatabase place{db::Engine::sqlite};
    MovableClock clock;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<desk::Desk> desk;
    Result<DemoFacts> facts;
    Duration took{};
  };

  static void SetUpTestSuite() {
    made = std::make_unique<Made>();
    made->clock.set(now);
    made->database = made->place.open();
    made->database->migrate(store::migrations());
    made->desk = std::make_unique<desk::Desk>(*made->database, made->clock,
                                              desk::Desk::Options{"https://demo.example", ""});
    const Instant began = SystemClock().now();
    made->facts = make_demo(*made->desk, made->clock);
    made->took = SystemClock().now() - began;
  }
  static void TearDownTestSuite() { made.reset(); }

  void SetUp() override { ASSERT_TRUE(made->facts) << made->facts.error().detail; }

  template <class Each>
  static void for_each_conversation(Each each) {
    made->database->read([&](db::Session& session) {
      for (const ConversationId id : store::conversations_after(session, {}, 1000)) {
        each(session, *store::load_conversation(session, id, store::Lock::none));
      }
    });
  }

  static int in(State state) {
    const auto& counts = made->facts->conversations;
    const auto at = counts.find(state);
    return at == counts.end() ? 0 : at->second;
  }

  static inline const Instant now = from_rfc3339("2026-11-22T01:30:00Z").value();
  static inline std::unique_ptr<Made> made;
};

TEST_F(DemoTest, has_about_two_hundred_conversations_in_every_state_that_can_be_reached) {
  int all = 0;
  for (const auto& [state, count] : made->facts->conversations) all += count;
  EXPECT_GE(all, 190);
  EXPECT_LE(all, 230);
  EXPECT_GE(in(State::open), 40);
  EXPECT_GE(in(State::proposed), 10);
  EXPECT_GE(in(State::solved), 60);
  EXPECT_GE(in(State::unconfirmed), 5);
  EXPECT_GE(in(State::spam), 3);
}

TEST_F(DemoTest, the_log_and_the_rows_say_the_same) {
  for_each_conversation([](db::Session& session, const views::Conversation& c) {
    for (const auto& difference : store::check_conversation(session, c.id)) {
      ADD_FAILURE() << to_string(c.id) << ": " << difference.what;
    }
  });
}

TEST_F(DemoTest, everything_happened_in_the_last_sixty_days_and_in_order) {
  for_each_conversation([](db::Session& session, const views::Conversation& c) {
    EXPECT_GE(c.created_at, now - std::chrono::days(61));
    EXPECT_LE(c.updated_at, now);
    Instant last{};
    for (const auto& entry : desk::history(session, c.id, 0, 1000)) {
      EXPECT_GE(entry.header.happened_at, last);
      EXPECT_EQ(entry.header.happened_at, entry.header.recorded_at);
      last = entry.header.happened_at;
    }
    EXPECT_LE(last, now);
  });
}

TEST_F(DemoTest, promises_are_kept_for_the_most_part_and_some_are_broken_now) {
  int kept = 0, broken = 0, standing_broken = 0, due_soon = 0;
  for_each_conversation([&](db::Session& session, const views::Conversation& c) {
    for (const auto& promise : c.promises) {
      standing_broken += promise.state == PromiseState::broken;
      due_soon += promise.state == PromiseState::open && promise.due_at < now + 6h;
      // Time has done its work: nothing that is over still counts as open.
      EXPECT_TRUE(promise.state != PromiseState::open || promise.due_at > now);
    }
    for (const auto& entry : desk::history(session, c.id, 0, 1000)) {
      kept += entry.fact == "promise_kept";
      broken += entry.fact == "promise_broken";
    }
  });
  EXPECT_GE(kept, 100);
  EXPECT_GE(broken, 8);
  EXPECT_LT(broken, kept / 2);
  EXPECT_GE(standing_broken, 3);
  EXPECT_LE(standing_broken, 12);
  EXPECT_GE(due_soon, 10);
}

TEST_F(DemoTest, the_list_shows_each_turn_not_yet_and_people_whom_nobody_has_heard) {
  int ours = 0, theirs = 0, not_yet = 0, unheard = 0, linked = 0;
  for_each_conversation([&](db::Session&, const views::Conversation& c) {
    linked += bool(c.continues);
    if (c.state != State::open) return;
    ours += c.turn == Turn::us;
    theirs += c.turn == Turn::customer;
    not_yet += c.not_yet;
    unheard += !c.answered && !c.assignee;
    if (!c.answered) {
      EXPECT_GE(c.created_at, now - 16h);
    }
  });
  EXPECT_GE(ours, 20);
  EXPECT_GE(theirs, 10);
  EXPECT_GE(not_yet, 3);
  EXPECT_GE(unheard, 8);
  EXPECT_GE(linked, 1);
}

TEST_F(DemoTest, no_two_customers_say_the_same_and_no_mark_of_a_story_is_left) {
  std::set<std::string> said;
  int messages = 0, files = 0, quoting = 0;
  for_each_conversation([&](db::Session& session, const views::Conversation& c) {
    for (const auto& message : desk::thread(session, c.id, {}, 1000)) {
      const auto& words = message.shown.words;
      EXPECT_EQ(words.text.find_first_of("[]{}|"), std::string::npos) << words.text;
      if (message.shown.message.kind != MessageKind::customer) continue;
      if (words.text.empty()) continue;
      ++messages;
      files += static_cast<int>(message.attachments.size());
      quoting += !words.quoted.empty();
      EXPECT_TRUE(said.insert(words.text).second) << words.text;
    }
  });
  EXPECT_GE(messages, 300);
  EXPECT_GE(files, 20);
  EXPECT_GE(quoting, 20);
}

TEST_F(DemoTest, nothing_waits_to_be_mailed_and_no_timer_is_overdue) {
  EXPECT_TRUE(desk::lease_outbox(*made->desk, 10).empty());
  const auto timer = desk::next_timer(*made->desk);
  ASSERT_TRUE(timer);
  EXPECT_GT(*timer, now);
}

TEST_F(DemoTest, the_owner_can_sign_in_and_the_customers_link_opens_an_open_conversation) {
  EXPECT_TRUE(desk::sign_in(*made->desk, made->facts->email, made->facts->password, {"::1", "t"}));
  const std::string& page = made->facts->customer_page;
  ASSERT_TRUE(page.starts_with("/c/"));
  const auto claim = desk::read_page_token(*made->desk->keys(), page.substr(3), now + 24h);
  ASSERT_TRUE(claim);
  made->database->read([&](db::Session& session) {
    const auto head = desk::case_head(session, claim->conversation);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->conversation.state, State::open);
    EXPECT_EQ(head->item.contact_name, "Amara Okafor");
    EXPECT_FALSE(desk::drafts(session, desk::agents(session).front().id).empty());
    ASSERT_TRUE(head->item.promise);
    EXPECT_EQ(head->item.promise->state, PromiseState::open);
    EXPECT_EQ(head->conversation.contact, claim->contact);
  });
}

TEST_F(DemoTest, the_clock_is_left_as_it_was_and_a_second_demo_is_refused) {
  EXPECT_EQ(made->clock.now(), now);
  EXPECT_EQ(make_demo(*made->desk, made->clock).error().code, "owner_exists");
  EXPECT_EQ(made->clock.now(), now);
}

TEST_F(DemoTest, is_made_within_seconds) {
  EXPECT_LT(made->took, 30s);
  RecordProperty("milliseconds", static_cast<int>(made->took / 1ms));
}

TEST(DemoStories, are_more_than_twenty_five_in_four_languages) {
  std::set<demo::Language> languages;
  std::set<std::string_view> names;
  for (const auto& story : demo::stories()) {
    languages.insert(story.language);
    EXPECT_TRUE(names.insert(story.name).second) << story.name;
    EXPECT_GE(story.steps.size(), 2u) << story.name;
  }
  EXPECT_GE(names.size(), 25u);
  EXPECT_EQ(languages.size(), 4u);
}

}  // namespace
}  // namespace mg::app
