#include "views/message.h"

#include <gtest/gtest.h>

#include "facts/codec.h"

namespace mg::views {
namespace {

constexpr Instant at = from_micros(1'767'603'600'000'000);

facts::Header header(Instant when, facts::Actor actor = {}) {
  return {7, 3, when, when, actor, 0};
}

TEST(Message, a_customer_s_message_has_the_contact_as_author_whoever_recorded_it) {
  const auto message =
      message_made_by(header(at, facts::agent_actor(AgentId{5})),
                      facts::MessageReceived{MessageId{11}, ContactId{9}, Channel::page, false});
  ASSERT_TRUE(message);
  EXPECT_EQ(message->id, MessageId{11});
  EXPECT_EQ(message->conversation, ConversationId{7});
  EXPECT_EQ(message->kind, MessageKind::customer);
  EXPECT_EQ(message->author, facts::contact_actor(ContactId{9}));
  EXPECT_EQ(message->channel, Channel::page);
  EXPECT_EQ(message->at, at);
  EXPECT_TRUE(message->released);
  EXPECT_FALSE(message->automatic);
  EXPECT_EQ(message->release_at, Instant{});
}

TEST(Message, an_automatic_mail_says_so) {
  const auto message = message_made_by(
      header(at), facts::MessageReceived{MessageId{11}, ContactId{9}, Channel::email, true});
  ASSERT_TRUE(message);
  EXPECT_TRUE(message->automatic);
}

TEST(Message, a_reply_is_held_then_released_at_the_time_it_went_out) {
  facts::ReplyWritten written;
  written.message = MessageId{11};
  written.agent = AgentId{5};
  written.release_at = at + std::chrono::seconds(10);
  auto message = message_made_by(header(at), written);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, MessageKind::reply);
  EXPECT_EQ(message->author, facts::agent_actor(AgentId{5}));
  EXPECT_FALSE(message->released);
  EXPECT_EQ(message->release_at, at + std::chrono::seconds(10));
  const facts::ReplyReleased released{MessageId{11}, AgentId{5}};
  EXPECT_EQ(message_changed_by(released), MessageId{11});
  fold(*message, header(at + std::chrono::seconds(12)), released);
  EXPECT_TRUE(message->released);
  EXPECT_FALSE(message->withdrawn);
  EXPECT_EQ(message->at, at + std::chrono::seconds(12));
}

TEST(Message, a_withdrawn_reply_was_never_released) {
  facts::ReplyWritten written;
  written.message = MessageId{11};
  auto message = message_made_by(header(at), written);
  ASSERT_TRUE(message);
  const facts::ReplyWithdrawn withdrawn{MessageId{11}};
  EXPECT_EQ(message_changed_by(withdrawn), MessageId{11});
  fold(*message, header(at + std::chrono::seconds(5)), withdrawn);
  EXPECT_TRUE(message->withdrawn);
  EXPECT_FALSE(message->released);
  EXPECT_EQ(message->at, at);
}

TEST(Message, a_note_is_the_agent_s_and_needs_no_release) {
  const auto message = message_made_by(header(at), facts::NoteAdded{MessageId{11}, AgentId{5}});
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, MessageKind::note);
  EXPECT_EQ(message->author, facts::agent_actor(AgentId{5}));
  EXPECT_TRUE(message->released);
}

TEST(Message, what_the_program_writes_is_nobody_s_even_when_a_person_set_it_off) {
  const auto message =
      message_made_by(header(at, facts::contact_actor(ContactId{9})),
                      facts::SystemMessageWritten{MessageId{11}, SystemKind::reminder});
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, MessageKind::system);
  EXPECT_EQ(message->system, SystemKind::reminder);
  EXPECT_EQ(message->author, facts::Actor{});
  EXPECT_TRUE(message->automatic);
}

TEST(Message, four_facts_make_messages_two_change_them_and_one_makes_a_copy) {
  int made = 0;
  int copies = 0;
  for (const facts::Fact& fact : facts::one_of_each()) {
    made += message_made_by(header(at), fact).has_value();
    copies += delivery_made_by(header(at), fact).has_value();
    Message message;
    message.released = false;
    const Message before = message;
    fold(message, header(at), fact);
    const bool changes = std::holds_alternative<facts::ReplyReleased>(fact) ||
                         std::holds_alternative<facts::ReplyWithdrawn>(fact);
    EXPECT_EQ(!(message == before), changes) << facts::name_of(fact);
  }
  EXPECT_EQ(made, 4);
  EXPECT_EQ(copies, 1);
}

Delivery queued() {
  const facts::DeliveryQueued fact{OutboxId{31}, MessageId{11}, ContactId{9}};
  return delivery_made_by(header(at), fact).value();
}

facts::DeliveryReported report(DeliveryState state, std::int64_t code = 0, Instant next = {}) {
  return {OutboxId{31}, MessageId{11}, state, code, next};
}

TEST(Delivery, a_queued_copy_may_be_tried_at_once) {
  const Delivery copy = queued();
  EXPECT_EQ(copy.id, OutboxId{31});
  EXPECT_EQ(copy.message, MessageId{11});
  EXPECT_EQ(copy.contact, ContactId{9});
  EXPECT_EQ(copy.conversation, ConversationId{7});
  EXPECT_EQ(copy.state, DeliveryState::queued);
  EXPECT_EQ(copy.next_attempt_at, at);
  EXPECT_EQ(copy.attempts, 0);
}

TEST(Delivery, each_attempt_counts_and_the_last_answer_is_shown) {
  Delivery copy = queued();
  const Instant later = at + std::chrono::minutes(5);
  fold(copy, header(at), report(DeliveryState::deferred, 451, later));
  EXPECT_EQ(copy.state, DeliveryState::deferred);
  EXPECT_EQ(copy.code, 451);
  EXPECT_EQ(copy.next_attempt_at, later);
  EXPECT_EQ(copy.attempts, 1);
  fold(copy, header(later), report(DeliveryState::sent, 250));
  EXPECT_EQ(copy.state, DeliveryState::sent);
  EXPECT_EQ(copy.code, 250);
  EXPECT_EQ(copy.attempts, 2);
  EXPECT_EQ(copy.reported_at, later);
  EXPECT_EQ(copy.next_attempt_at, Instant{});
}

TEST(Delivery, try_again_is_no_attempt) {
  Delivery copy = queued();
  fold(copy, header(at), report(DeliveryState::failed, 550));
  fold(copy, header(at), report(DeliveryState::queued, 0, at));
  EXPECT_EQ(copy.state, DeliveryState::queued);
  EXPECT_EQ(copy.attempts, 1);
  EXPECT_EQ(copy.next_attempt_at, at);
}

TEST(Delivery, only_a_report_names_the_copy_that_it_changes) {
  EXPECT_EQ(delivery_changed_by(report(DeliveryState::sent)), OutboxId{31});
  EXPECT_EQ(delivery_changed_by(facts::NoteAdded{MessageId{11}, AgentId{5}}), OutboxId{});
  Delivery copy = queued();
  fold(copy, header(at), facts::NoteAdded{MessageId{11}, AgentId{5}});
  EXPECT_EQ(copy, queued());
}

TEST(Delivery, a_delay_on_the_way_is_no_attempt_and_is_not_tried_again_by_us) {
  Delivery delivery;
  delivery.state = DeliveryState::sent;
  delivery.attempts = 1;
  fold(delivery, header(at),
       facts::DeliveryReported{OutboxId{4}, MessageId{11}, DeliveryState::delayed, 0, Instant{}});
  EXPECT_EQ(delivery.state, DeliveryState::delayed);
  EXPECT_EQ(delivery.attempts, 1);
  EXPECT_EQ(delivery.next_attempt_at, Instant{});
}

}  // namespace
}  // namespace mg::views
