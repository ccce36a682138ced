#include "rules/conversation/reply.h"

#include <algorithm>

namespace mg::rules {

using facts::Facts;
using views::Conversation;

Result<Facts> reply(const Conversation& c, const Reply& want, Instant now, const Policy& policy) {
  if (c.state == State::spam) {
    return refuse(RefusalKind::conflict, "conversation_is_spam",
                  "This conversation is marked as spam. Say that it is not spam, then answer.");
  }
  if (c.state == State::merged) {
    return refuse(RefusalKind::conflict, "conversation_is_merged",
                  "This conversation was merged into another one. Answer there.");
  }
  if (want.promise && want.proposal) {
    return refuse(RefusalKind::bad_input, "two_endings",
                  "End with one thing: the time of the next update, or \"is it solved?\".",
                  "/propose");
  }
  if (want.promise && want.promise_due <= now) {
    return refuse(RefusalKind::bad_input, "promise_in_the_past",
                  "The promised time is already over. Choose a later one.", "/promise/due_at");
  }
  const Instant warn = want.promise ? warn_at(want.promise_due, now, policy) : Instant{};
  return Facts{facts::ReplyWritten{want.message, want.agent, want.release_at, want.promise,
                                   want.promise_due, warn, want.proposal}};
}

Facts release(const Conversation& c, MessageId message, std::span<const Copy> copies, Instant now,
              const Policy& policy) {
  const auto held = std::ranges::find(c.held, message, &views::HeldReply::message);
  if (held == c.held.end()) return {};
  Facts facts{facts::ReplyReleased{message, held->agent}};
  // Who answers first looks after it, so that a "not yet" has somebody to come back to.
  if (!c.assignee) facts.push_back(facts::ConversationAssigned{held->agent});
  for (const views::Promise& promise : c.promises) {
    facts.push_back(facts::PromiseKept{promise.id, message});
  }
  if (held->promise) {
    facts.push_back(facts::PromiseMade{held->promise, held->agent, held->promise_due,
                                       held->promise_warn_at});
  }
  if (held->proposal) {
    facts.push_back(facts::SolutionProposed{held->proposal, held->agent, message,
                                            next_reminder(now, 0, policy),
                                            now + std::chrono::days(policy.unconfirmed_days)});
  }
  for (const Copy& copy : copies) {
    facts.push_back(facts::DeliveryQueued{copy.outbox, message, copy.contact});
  }
  return facts;
}

Result<Facts> withdraw(const Conversation& c, MessageId message, AgentId agent) {
  const auto held = std::ranges::find(c.held, message, &views::HeldReply::message);
  if (held == c.held.end()) {
    return refuse(RefusalKind::conflict, "already_sent",
                  "This message has already been sent and cannot be taken back.");
  }
  if (held->agent != agent) {
    return refuse(RefusalKind::not_allowed, "not_the_author",
                  "Only the person who wrote this message can take it back.");
  }
  return Facts{facts::ReplyWithdrawn{message}};
}

Result<Facts> note(const Conversation& c, MessageId message, AgentId agent) {
  if (c.state == State::merged) {
    return refuse(RefusalKind::conflict, "conversation_is_merged",
                  "This conversation was merged into another one. Write the note there.");
  }
  return Facts{facts::NoteAdded{message, agent}};
}

}  // namespace mg::rules
