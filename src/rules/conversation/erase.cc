#include "rules/conversation/erase.h"

namespace mg::rules {
namespace {

bool waits(const views::Delivery& copy) {
  return copy.state == DeliveryState::queued || copy.state == DeliveryState::deferred ||
         copy.state == DeliveryState::held;
}

}  // namespace

facts::Facts erase(const views::Conversation& c, const Erase& want) {
  if (c.erased_at != Instant{}) return {};
  facts::Facts facts;
  const bool is_requester = want.contact == c.contact;
  if (is_requester) {
    for (const views::HeldReply& reply : c.held) {
      facts.push_back(facts::ReplyWithdrawn{reply.message});
    }
    for (const views::Promise& promise : c.promises) {
      facts.push_back(facts::PromiseReleased{promise.id});
    }
  }
  for (const views::Delivery& copy : want.copies) {
    if (!waits(copy) || (!is_requester && copy.contact != want.contact)) continue;
    facts.push_back(
        facts::DeliveryReported{copy.id, copy.message, DeliveryState::cancelled, 0, Instant{}});
  }
  facts.push_back(facts::PersonErased{want.contact, want.reason});
  return facts;
}

std::optional<Refusal> refused_if_erased(const views::Conversation& c) {
  if (c.erased_at == Instant{}) return {};
  return Refusal{RefusalKind::conflict,
                 "person_erased",
                 "The person of this conversation was erased. Nothing can be written in it.",
                 {}};
}

}  // namespace mg::rules
