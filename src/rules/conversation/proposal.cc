#include "rules/conversation/proposal.h"

#include <algorithm>

#include "rules/conversation/erase.h"

namespace mg::rules {

using facts::Facts;
using views::Conversation;

bool reminder_is_due(const Conversation& c, ProposalId proposal, Instant now) {
  return c.state == State::proposed && c.proposal == proposal && c.remind_at != Instant{} &&
         c.remind_at <= now;
}

Facts remind(const Conversation& c, MessageId message, std::span<const Copy> copies,
             Instant counted_from, const Policy& policy) {
  const auto sent = static_cast<std::size_t>(c.reminders) + 1;
  facts::ReminderSent reminder{c.proposal, message, next_reminder(c.proposed_at, sent, policy), {}};
  if (reminder.remind_at != Instant{}) {
    const Duration between = reminder.remind_at - next_reminder(c.proposed_at, sent - 1, policy);
    reminder.remind_at = std::max(reminder.remind_at, counted_from + between);
  }
  const Instant lapse_at = counted_from + (c.lapse_at - c.remind_at);
  if (lapse_at > c.lapse_at) reminder.lapse_at = lapse_at;
  Facts facts{facts::SystemMessageWritten{message, SystemKind::reminder}, reminder};
  for (const Copy& copy : copies) {
    facts.push_back(facts::DeliveryQueued{copy.outbox, message, copy.contact});
  }
  return facts;
}

Facts lapse(const Conversation& c, ProposalId proposal, Instant now) {
  if (c.state != State::proposed || c.proposal != proposal || c.lapse_at > now) return {};
  Facts facts;
  for (const views::Promise& promise : c.promises) {
    facts.push_back(facts::PromiseReleased{promise.id});
  }
  facts.push_back(facts::ProposalLapsed{proposal});
  return facts;
}

Result<Facts> mark_spam(const Conversation& c) {
  if (auto refusal = refused_if_erased(c)) return std::unexpected(std::move(*refusal));
  if (c.state == State::merged) {
    return refuse(RefusalKind::conflict, "conversation_is_merged",
                  "This conversation was merged into another one.");
  }
  return into_spam(c, {});
}

Facts into_spam(const Conversation& c, facts::MarkedSpam how) {
  const bool can = c.state != State::spam && c.state != State::merged && c.erased_at == Instant{};
  if (!can) return {};
  Facts facts;
  for (const views::HeldReply& reply : c.held) {
    facts.push_back(facts::ReplyWithdrawn{reply.message});
  }
  facts.push_back(how);
  return facts;
}

bool says_no_spam(const Conversation& c, ContactId contact, Channel channel) {
  return c.state == State::spam && contact == c.contact && channel == Channel::page;
}

Result<Facts> clear_spam(const Conversation& c, Instant now) {
  if (auto refusal = refused_if_erased(c)) return std::unexpected(std::move(*refusal));
  if (c.state != State::spam) return Facts{};
  Facts facts{facts::SpamCleared{}};
  for (const views::Promise& promise : c.promises) {
    const bool late = promise.state == PromiseState::open && promise.due_at <= now;
    if (late) facts.push_back(facts::PromiseBroken{promise.id});
  }
  return facts;
}

}  // namespace mg::rules
