#include "rules/conversation/delivery.h"

#include <gtest/gtest.h>

namespace mg::rules {
namespace {

struct Case {
  views::Conversation c;
  views::Delivery copy;
  views::Message about;
};

Case sent_reply(State state = State::open) {
  Case it;
  it.c.id = ConversationId{1};
  it.c.contact = ContactId{2};
  it.c.state = state;
  it.copy.id = OutboxId{3};
  it.copy.message = it.about.id = MessageId{4};
  it.copy.contact = ContactId{2};
  it.copy.state = DeliveryState::sent;
  it.about.kind = MessageKind::reply;
  return it;
}

std::string names(const facts::Facts& facts) {
  std::string all;
  for (const facts::Fact& fact : facts) {
    all += (all.empty() ? "" : " ") + std::string(facts::name_of(fact));
    if (const auto* f = std::get_if<facts::DeliveryReported>(&fact)) {
      all += "=" + std::string(word_of(f->state));
    }
  }
  return all;
}

std::string told(const Case& it, bool failed) {
  return names(reported(it.c, it.copy, it.about, {MessageId{9}, failed}));
}

TEST(Delivery, a_failure_is_told_and_gives_us_the_turn) {
  EXPECT_EQ(told(sent_reply(), true),
            "system_message_written delivery_reported=failed not_delivered");
  EXPECT_EQ(told(sent_reply(State::proposed), true),
            "system_message_written delivery_reported=failed not_delivered");
}

TEST(Delivery, a_failure_that_is_known_is_only_kept) {
  Case it = sent_reply();
  it.copy.state = DeliveryState::failed;
  EXPECT_EQ(told(it, true), "system_message_written");
}

TEST(Delivery, a_delay_wakes_nobody_and_takes_nothing_back) {
  Case it = sent_reply();
  EXPECT_EQ(told(it, false), "system_message_written delivery_reported=delayed");
  for (const auto state : {DeliveryState::failed, DeliveryState::deferred, DeliveryState::queued,
                           DeliveryState::delayed, DeliveryState::held}) {
    it.copy.state = state;
    EXPECT_EQ(told(it, false), "system_message_written") << word_of(state);
  }
  it.copy.state = DeliveryState::delayed;
  EXPECT_EQ(told(it, true), "system_message_written delivery_reported=failed not_delivered");
}

TEST(Delivery, only_what_somebody_waits_for_gives_us_the_turn) {
  Case it = sent_reply();
  it.about.kind = MessageKind::system;
  it.about.system = SystemKind::reminder;
  EXPECT_EQ(names(not_delivered(it.c, it.copy, it.about)), "not_delivered");
  for (const auto kind : {SystemKind::acknowledgement, SystemKind::page_link}) {
    it.about.system = kind;
    EXPECT_EQ(names(not_delivered(it.c, it.copy, it.about)), "");
  }
}

TEST(Delivery, what_has_ended_stays_ended) {
  for (const auto state : {State::solved, State::unconfirmed, State::spam, State::merged}) {
    const Case it = sent_reply(state);
    EXPECT_EQ(told(it, true), "system_message_written delivery_reported=failed") << word_of(state);
  }
  Case erased = sent_reply();
  erased.c.erased_at = from_micros(1);
  EXPECT_EQ(names(not_delivered(erased.c, erased.copy, erased.about)), "");
}

}  // namespace
}  // namespace mg::rules
