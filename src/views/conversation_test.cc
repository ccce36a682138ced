#include "views/conversation.h"

#include <gtest/gtest.h>

#include "facts/codec.h"

namespace mg::views {
namespace {

constexpr Instant start = from_micros(1'767'603'600'000'000);

// Folds facts one minute apart.
struct Told {
  Conversation now;
  Touched touched;
  Instant at = start;
  Told& then(const facts::Fact& fact) {
    fold(now, {7, now.seq + 1, at, at, {}, 0}, fact, &touched);
    at += std::chrono::minutes(1);
    return *this;
  }
};

Told opened() {
  Told told;
  told.then(facts::ConversationOpened{42, InboxId{1}, ContactId{9}, Channel::email, {}});
  return told;
}

facts::PromiseMade promise(std::int64_t id, Instant due_at) {
  return {PromiseId{id}, AgentId{5}, due_at, due_at - std::chrono::minutes(30)};
}

TEST(Conversation, one_that_is_merely_open_waits_for_nobody) {
  const Conversation c = opened().now;
  EXPECT_EQ(c.id, ConversationId{7});
  EXPECT_EQ(c.number, 42);
  EXPECT_EQ(c.seq, 1);
  EXPECT_EQ(c.state, State::open);
  EXPECT_EQ(c.turn, Turn::none);
  EXPECT_EQ(c.created_at, start);
  EXPECT_TRUE(timers_of(c).empty());
  EXPECT_EQ(first_promise(c), nullptr);
}

TEST(Conversation, a_fact_that_happened_long_ago_does_not_turn_back_the_clock) {
  Told told = opened();
  told.at = start - std::chrono::days(400);
  told.then(facts::NoteAdded{MessageId{1}, AgentId{5}});
  EXPECT_EQ(told.now.updated_at, start);
}

TEST(Conversation, lists_show_the_promise_that_is_due_first) {
  Told told = opened();
  told.then(promise(2, start + std::chrono::hours(5)))
      .then(promise(3, start + std::chrono::hours(2)))
      .then(promise(4, start + std::chrono::hours(9)));
  ASSERT_NE(first_promise(told.now), nullptr);
  EXPECT_EQ(first_promise(told.now)->id, PromiseId{3});
  told.then(facts::PromiseBroken{PromiseId{3}});
  EXPECT_EQ(first_promise(told.now)->id, PromiseId{2}) << "the next word, though one is late";
  told.then(facts::PromiseBroken{PromiseId{2}}).then(facts::PromiseBroken{PromiseId{4}});
  EXPECT_EQ(first_promise(told.now)->id, PromiseId{3}) << "a broken one stands until an answer";
  told.then(facts::PromiseMoved{PromiseId{4}, start + std::chrono::hours(20), {}});
  EXPECT_EQ(first_promise(told.now)->id, PromiseId{4});
}

TEST(Conversation, each_change_of_a_promise_is_told_to_its_row) {
  Told told = opened();
  told.then(promise(2, start + std::chrono::hours(5)))
      .then(facts::PromiseWarned{PromiseId{2}})
      .then(facts::PromiseBroken{PromiseId{2}})
      .then(facts::PromiseKept{PromiseId{2}, MessageId{1}});
  ASSERT_EQ(told.touched.promises.size(), 4u);
  EXPECT_EQ(told.touched.promises[0].state, PromiseState::open);
  EXPECT_TRUE(told.touched.promises[1].warned);
  EXPECT_EQ(told.touched.promises[2].state, PromiseState::broken);
  EXPECT_TRUE(told.touched.promises[2].standing);
  EXPECT_EQ(told.touched.promises[3].state, PromiseState::broken);
  EXPECT_FALSE(told.touched.promises[3].standing);
  EXPECT_EQ(told.touched.promises[3].ended_at, told.touched.promises[2].ended_at);
  EXPECT_TRUE(told.now.promises.empty());
}

TEST(Conversation, a_promise_that_broke_keeps_the_time_of_its_first_break) {
  Told told = opened();
  told.then(promise(2, start + std::chrono::hours(5))).then(facts::PromiseBroken{PromiseId{2}});
  const Instant first = told.now.promises[0].ended_at;
  const Instant due_at = start + std::chrono::hours(9);
  told.then(facts::PromiseMoved{PromiseId{2}, due_at, due_at - std::chrono::minutes(30)});
  EXPECT_EQ(told.now.promises[0].state, PromiseState::open);
  EXPECT_EQ(told.now.promises[0].due_at, due_at);
  EXPECT_EQ(timers_of(told.now).size(), 2u);
  told.then(facts::PromiseBroken{PromiseId{2}});
  EXPECT_EQ(told.now.promises[0].ended_at, first);
  told.then(facts::PromiseReleased{PromiseId{2}});
  EXPECT_EQ(told.touched.promises.back().state, PromiseState::broken);
  EXPECT_EQ(told.touched.promises.back().ended_at, first);
}

TEST(Conversation, a_promise_without_a_time_to_warn_has_only_the_other_timer) {
  Told told = opened();
  const Instant due_at = start + std::chrono::hours(5);
  told.then(facts::PromiseMade{PromiseId{2}, AgentId{5}, due_at, {}});
  EXPECT_EQ(timers_of(told.now), (std::vector<Timer>{{TimerKind::promise_break, 2, due_at}}));
}

TEST(Conversation, timers_name_what_they_are_about) {
  Told told = opened();
  facts::ReplyWritten held;
  held.message = MessageId{11};
  held.release_at = start + std::chrono::seconds(10);
  const Instant remind = start + std::chrono::days(2);
  const Instant lapse = start + std::chrono::days(10);
  told.then(facts::SolutionProposed{ProposalId{6}, AgentId{5}, MessageId{3}, remind, lapse})
      .then(held);
  EXPECT_EQ(timers_of(told.now),
            (std::vector<Timer>{{TimerKind::reply_release, 11, held.release_at},
                                {TimerKind::remind, 6, remind},
                                {TimerKind::lapse, 6, lapse}}));
}

TEST(Conversation, delivery_subject_and_system_mail_change_nothing_but_the_sequence) {
  const Conversation before = opened().now;
  Told told = opened();
  told.then(facts::SubjectChanged{})
      .then(facts::SystemMessageWritten{MessageId{1}, SystemKind::acknowledgement})
      .then(facts::DeliveryQueued{OutboxId{2}, MessageId{1}, ContactId{9}})
      .then(facts::DeliveryReported{OutboxId{2}, MessageId{1}, DeliveryState::sent, 250, {}});
  Conversation after = told.now;
  EXPECT_EQ(after.seq, 5);
  after.seq = before.seq;
  after.updated_at = before.updated_at;
  EXPECT_EQ(after, before);
}

TEST(Conversation, a_question_that_did_not_arrive_is_not_asked) {
  Told told = opened();
  told.then(facts::SolutionProposed{ProposalId{3}, AgentId{5}, MessageId{1},
                                    start + std::chrono::hours(48),
                                    start + std::chrono::hours(240)});
  // A copy for somebody else leaves the question as it is.
  told.then(facts::NotDelivered{OutboxId{2}, MessageId{1}, ContactId{10}});
  EXPECT_EQ(told.now.state, State::proposed);
  EXPECT_EQ(told.now.turn, Turn::customer);
  told.then(facts::NotDelivered{OutboxId{2}, MessageId{1}, ContactId{9}});
  EXPECT_EQ(told.now.state, State::open);
  EXPECT_EQ(told.now.turn, Turn::us);
  EXPECT_TRUE(timers_of(told.now).empty());
  EXPECT_EQ(told.now.waiting_since, told.now.updated_at);
}

TEST(Conversation, a_first_mail_by_a_machine_is_our_turn_though_nobody_waits) {
  Told told = opened();
  told.then(facts::MessageReceived{MessageId{1}, ContactId{9}, Channel::email, true});
  EXPECT_EQ(told.now.turn, Turn::us);
  EXPECT_EQ(told.now.waiting_since, Instant{});
  EXPECT_EQ(told.now.last_customer_at, Instant{});
  EXPECT_EQ(told.now.messages, 1);
}

TEST(ConversationDeathTest, facts_that_cannot_follow_stop_the_program) {
  EXPECT_DEATH(opened().then(facts::ReplyReleased{MessageId{99}, AgentId{5}}), "gone == 1");
  EXPECT_DEATH(opened().then(facts::PromiseKept{PromiseId{99}, MessageId{1}}), "promise");
  EXPECT_DEATH(opened().then(facts::AgentAdded{AgentId{5}, Role::agent}), "fact of the workspace");
  Conversation c = opened().now;
  EXPECT_DEATH(fold(c, {7, 5, start, start, {}, 0}, facts::MarkedSpam{}), "seq");
}

}  // namespace
}  // namespace mg::views
