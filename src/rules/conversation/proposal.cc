#include "rules/conversation/proposal.h"

#include "rules/conversation/erase.h"

namespace mg::rules {

using facts::Facts;
using views::Conversation;

bool reminder_is_due(const Conversation& c, ProposalId proposal, Instant now) {
  return c.state == State::proposed && c.proposal == proposal && c.remind_at != Instant{} &&
         c.remind_at <= now;
}

Facts remind(const Conversation& c, MessageId message, std::span<const Copy> copies,
             const Policy& policy, Instant now) {
  const auto sent = static_cast<std::size_t>(c.reminders) + 1;
  facts::ReminderSent reminder{c.proposal, message, next_reminder(c.proposed_at, sent, policy), {}};
  // After a server slept, people get the time to answer that they would have had.
  constexpr auto late = std::chrono::hours(1);
  if (const Duration behind = now - c.remind_at; behind > late) {
    const Instant before = next_reminder(c.proposed_at, sent - 1, policy);
    if (reminder.remind_at != Instant{}) reminder.remind_at = now + (reminder.remind_at - before);
    reminder.lapse_at = c.lapse_at + behind;
  }
  Facts facts{facts::SystemMessageWritten{message, SystemKind::reminder}, reminder};
  for (const Copy& copy : copies) {
    facts.push_back(facts::DeliveryQueued{copy.outbox, message, copy.contact});
  }
  return facts;
}

Facts lapse(const Conversation& c, ProposalId proposal, Instant now) {
  if (c.state != State::proposed || c.proposal != proposal || c.lapse_at > now) return {};
  // The reminder that comes first puts it off.
  if (c.remind_at < c.lapse_at && reminder_is_due(c, proposal, now)) return {};
  Facts facts;
  for (const views::Promise& promise : c.promises) {
    facts.push_back(facts::PromiseReleased{promise.id});
  }
  facts.push_back(facts::ProposalLapsed{proposal});
  return facts;
}

Result<Facts> mark_spam(const Conversation& c) {
  if (auto refusal = refused_if_erased(c)) return std::unexpected(std::move(*refusal));
  if (c.state == State::spam) return Facts{};
  if (c.state == State::merged) {
    return refuse(RefusalKind::conflict, "conversation_is_merged",
                  "This conversation was merged into another one.");
  }
  Facts facts;
  for (const views::HeldReply& reply : c.held) {
    facts.push_back(facts::ReplyWithdrawn{reply.message});
  }
  for (const views::Promise& promise : c.promises) {
    facts.push_back(facts::PromiseReleased{promise.id});
  }
  facts.push_back(facts::MarkedSpam{});
  return facts;
}

Result<Facts> clear_spam(const Conversation& c) {
  if (auto refusal = refused_if_erased(c)) return std::unexpected(std::move(*refusal));
  if (c.state != State::spam) return Facts{};
  return Facts{facts::SpamCleared{}};
}

}  // namespace mg::rules
