#include <gtest/gtest.h>

#include "rules/world_test.h"

// A timer may fire late, twice, or for something that is over: the store hands it out at least
// once. Then the rules must decide nothing.
namespace mg::rules::test {
namespace {

constexpr AgentId bo{10};
constexpr ContactId ana{20};

World world_with_a_mail() {
  World world(from_micros(1'767'603'600'000'000));
  world.write(ana, "It broke.", Channel::email, false);
  return world;
}

const views::Conversation& state(World& world) {
  return world.thread().now;
}

TEST(Timers, a_promise_is_not_warned_of_or_broken_before_its_time) {
  World world = world_with_a_mail();
  const Instant due_at = world.now() + std::chrono::hours(4);
  ASSERT_TRUE(world.promise(bo, due_at));
  const PromiseId id = world.thread().last_promise;
  const Instant warn_at = due_at - std::chrono::minutes(30);
  EXPECT_TRUE(warn_promise(state(world), id, warn_at - Duration{1}).empty());
  EXPECT_EQ(warn_promise(state(world), id, warn_at).size(), 1u);
  EXPECT_TRUE(break_promise(state(world), id, due_at - Duration{1}).empty());
  EXPECT_EQ(break_promise(state(world), id, due_at).size(), 1u);
}

TEST(Timers, a_promise_breaks_and_warns_once) {
  World world = world_with_a_mail();
  const Instant due_at = world.now() + std::chrono::hours(4);
  ASSERT_TRUE(world.promise(bo, due_at));
  const PromiseId id = world.thread().last_promise;
  world.advance(due_at);
  EXPECT_TRUE(warn_promise(state(world), id, due_at).empty());
  EXPECT_TRUE(break_promise(state(world), id, due_at).empty());
}

TEST(MovePromise, one_that_broke_is_not_moved_without_a_reason) {
  World world = world_with_a_mail();
  const Instant due_at = world.now() + std::chrono::hours(4);
  ASSERT_TRUE(world.promise(bo, due_at));
  const PromiseId id = world.thread().last_promise;
  const NewTime later{due_at + std::chrono::hours(20), false};
  const auto moved = [&](const NewTime& want, Instant now) {
    return move_promise(state(world), id, want, now, world.policy);
  };
  EXPECT_TRUE(moved(later, due_at - Duration{1}));
  // Late, though no clock has said so yet.
  EXPECT_EQ(moved(later, due_at).error().code, "reason_missing");
  const auto late = moved({later.due_at, true}, due_at);
  ASSERT_TRUE(late);
  ASSERT_EQ(late->size(), 2u);
  EXPECT_TRUE(std::holds_alternative<facts::PromiseBroken>(late->front()));
  world.advance(due_at);
  EXPECT_EQ(moved(later, due_at).error().code, "reason_missing");
  ASSERT_TRUE(world.move_promise(id, later.due_at));
  EXPECT_EQ(moved({later.due_at + Duration{1}, false}, due_at).error().code, "reason_missing");
}

TEST(Timers, a_kept_promise_neither_warns_nor_breaks) {
  World world = world_with_a_mail();
  const Instant due_at = world.now() + std::chrono::hours(4);
  ASSERT_TRUE(world.promise(bo, due_at));
  const PromiseId id = world.thread().last_promise;
  ASSERT_TRUE(world.reply({.agent = bo, .asks = false, .next_word = {}, .hold = {}}));
  EXPECT_TRUE(warn_promise(state(world), id, due_at).empty());
  EXPECT_TRUE(break_promise(state(world), id, due_at).empty());
}

TEST(Timers, a_timer_of_the_time_before_the_move_does_nothing) {
  World world = world_with_a_mail();
  const Instant due_at = world.now() + std::chrono::hours(4);
  ASSERT_TRUE(world.promise(bo, due_at));
  const PromiseId id = world.thread().last_promise;
  ASSERT_TRUE(world.move_promise(id, due_at + std::chrono::hours(20)));
  EXPECT_TRUE(warn_promise(state(world), id, due_at).empty());
  EXPECT_TRUE(break_promise(state(world), id, due_at).empty());
}

TEST(Timers, reminder_and_lapse_wait_for_their_time_and_their_question) {
  World world = world_with_a_mail();
  const Instant asked = world.now();
  ASSERT_TRUE(world.reply({.agent = bo, .asks = true, .next_word = {}, .hold = {}}));
  const ProposalId first = state(world).proposal;
  const Instant remind_at = asked + std::chrono::days(2);
  const Instant lapse_at = asked + std::chrono::days(10);
  EXPECT_FALSE(reminder_is_due(state(world), first, remind_at - Duration{1}));
  EXPECT_TRUE(reminder_is_due(state(world), first, remind_at));
  EXPECT_TRUE(lapse(state(world), first, lapse_at - Duration{1}).empty());
  EXPECT_EQ(lapse(state(world), first, lapse_at).size(), 1u);

  world.advance(asked + std::chrono::days(1));
  ASSERT_TRUE(world.reply({.agent = bo, .asks = true, .next_word = {}, .hold = {}}));
  EXPECT_FALSE(reminder_is_due(state(world), first, lapse_at + std::chrono::days(9)));
  EXPECT_TRUE(lapse(state(world), first, lapse_at + std::chrono::days(9)).empty());
}

TEST(Timers, what_was_answered_is_not_reminded_of) {
  World world = world_with_a_mail();
  ASSERT_TRUE(world.reply({.agent = bo, .asks = true, .next_word = {}, .hold = {}}));
  const ProposalId asked = state(world).proposal;
  ASSERT_TRUE(world.say_solved(ana, asked, false));
  const Instant later = world.now() + std::chrono::days(40);
  EXPECT_FALSE(reminder_is_due(state(world), asked, later));
  EXPECT_TRUE(lapse(state(world), asked, later).empty());
}

TEST(Timers, a_reply_is_released_once_and_not_after_it_was_taken_back) {
  World world = world_with_a_mail();
  const NewReply held{
      .agent = bo, .asks = false, .next_word = {}, .hold = std::chrono::seconds(10)};
  ASSERT_TRUE(world.reply(held));
  const MessageId message = state(world).held.front().message;
  ASSERT_TRUE(world.withdraw(bo, message));
  EXPECT_TRUE(release(state(world), message, {}, world.now(), world.policy, false).empty());
}

TEST(Timers, a_reply_that_a_stopped_server_releases_late_still_counts_once) {
  World world = world_with_a_mail();
  const NewReply held{
      .agent = bo, .asks = false, .next_word = {}, .hold = std::chrono::seconds(10)};
  ASSERT_TRUE(world.reply(held));
  const MessageId message = state(world).held.front().message;
  const Instant late = world.now() + std::chrono::hours(3);
  const Copy copies[] = {{OutboxId{31}, ana}, {OutboxId{32}, ContactId{21}}};
  const auto facts = release(state(world), message, copies, late, world.policy, false);
  ASSERT_EQ(facts.size(), 4u);
  EXPECT_EQ(std::get<facts::DeliveryQueued>(facts[3]),
            (facts::DeliveryQueued{OutboxId{32}, message, ContactId{21}}));
  world.advance(late);
  EXPECT_TRUE(release(state(world), message, copies, late, world.policy, false).empty());
}

TEST(Acknowledgement, spam_and_what_has_ended_get_none) {
  World world = world_with_a_mail();
  const auto acknowledged = [&] {
    return acknowledge(state(world), MessageId{50}, PromiseId{51}, {OutboxId{52}, ana}, world.now(),
                       world.policy);
  };
  EXPECT_EQ(acknowledged().size(), 3u);
  ASSERT_TRUE(world.mark_spam());
  EXPECT_TRUE(acknowledged().empty());
  ASSERT_TRUE(world.clear_spam());
  ASSERT_TRUE(world.say_solved(ana, {}, false));
  EXPECT_TRUE(acknowledged().empty());
}

}  // namespace
}  // namespace mg::rules::test
