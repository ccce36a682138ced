#include "rules/conversation/delivery.h"

namespace mg::rules {

using facts::Facts;
using views::Conversation;

Facts reported(const Conversation& c, const views::Delivery& copy, const views::Message& about,
               const Report& want) {
  const auto report = [&](DeliveryState state) {
    return facts::DeliveryReported{copy.id, copy.message, state, 0, Instant{}};
  };
  if (!want.failed) {
    Facts facts{facts::SystemMessageWritten{want.message, SystemKind::delay}};
    if (copy.state == DeliveryState::sent) facts.push_back(report(DeliveryState::delayed));
    return facts;
  }
  Facts facts{facts::SystemMessageWritten{want.message, SystemKind::bounce}};
  if (copy.state == DeliveryState::failed) return facts;
  facts.push_back(report(DeliveryState::failed));
  for (const facts::Fact& fact : not_delivered(c, copy, about)) facts.push_back(fact);
  return facts;
}

Facts not_delivered(const Conversation& c, const views::Delivery& copy,
                    const views::Message& about) {
  const bool counts = about.kind == MessageKind::reply || about.system == SystemKind::reminder;
  const bool goes_on =
      c.state == State::open || c.state == State::snoozed || c.state == State::proposed;
  if (!counts || !goes_on || c.erased_at != Instant{}) return {};
  return {facts::NotDelivered{copy.id, copy.message, copy.contact}};
}

}  // namespace mg::rules
