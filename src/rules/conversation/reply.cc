#include "rules/conversation/reply.h"

#include <algorithm>

#include "rules/conversation/erase.h"
#include "rules/conversation/promise.h"

namespace mg::rules {

using facts::Facts;
using views::Conversation;

namespace {

// Whether the copy makes its receiver take part, or take part openly.
bool is_new(const Conversation& c, const Copy& copy) {
  if (copy.contact == c.contact || copy.role == ParticipantRole::requester) return false;
  const views::Participant* other = views::find_other(c, copy.contact);
  if (!other || other->role == ParticipantRole::stranger) return true;
  return other->role == ParticipantRole::bcc && copy.role == ParticipantRole::cc;
}

}  // namespace

Result<Facts> reply(const Conversation& c, const Reply& want, Instant now, const Policy& policy) {
  if (auto refusal = refused_if_erased(c)) return std::unexpected(std::move(*refusal));
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
  // The promise starts with the reply, so it must not be over before the reply goes out.
  if (want.promise) {
    auto refusal =
        refused_time(want.promise_due, std::max(now, want.release_at), "/promise/due_at");
    if (refusal) return std::unexpected(std::move(*refusal));
  }
  if (c.state == State::solved && want.promise) {
    return refuse(RefusalKind::conflict, "nothing_to_promise",
                  "Nobody waits for an update here: the customer has said that it is solved.",
                  "/promise");
  }
  if (c.state == State::solved && want.proposal) {
    return refuse(RefusalKind::conflict, "already_solved",
                  "The customer has said already that it is solved. There is nothing to ask.",
                  "/propose");
  }
  const Instant warn = want.promise ? warn_at(want.promise_due, now, policy) : Instant{};
  return Facts{facts::ReplyWritten{want.message, want.agent, want.release_at, want.promise,
                                   want.promise_due, warn, want.proposal}};
}

Facts release(const Conversation& c, MessageId message, std::span<const Copy> copies, Instant now,
              const Policy& policy, bool crossed) {
  const auto held = std::ranges::find(c.held, message, &views::HeldReply::message);
  if (held == c.held.end()) return {};
  Facts facts{facts::ReplyReleased{message, held->agent, crossed}};
  // Who answers first looks after it, so that a "not yet" has somebody to come back to.
  if (!c.assignee) facts.push_back(facts::ConversationAssigned{held->agent});
  for (const views::Promise& promise : c.promises) {
    // One that broke (and was perhaps moved) is made good by the word that comes now, not kept.
    if (promise.state == PromiseState::broken || promise.ended_at != Instant{}) {
      facts.push_back(facts::PromiseMadeGood{promise.id, message});
    } else {
      facts.push_back(facts::PromiseKept{promise.id, message});
    }
  }
  // The customer may have said "solved" while the reply was held: that word stands, so the reply
  // goes out without its ending.
  const bool may_end = c.state != State::solved;
  if (held->promise && may_end) {
    facts.push_back(
        facts::PromiseMade{held->promise, held->agent, held->promise_due, held->promise_warn_at});
  }
  // Nor is there anything to ask whoever has just said what is still wrong.
  if (held->proposal && may_end && !crossed) {
    facts.push_back(facts::SolutionProposed{held->proposal, held->agent, message,
                                            next_reminder(now, 0, policy),
                                            now + std::chrono::days(policy.unconfirmed_days)});
  }
  for (const Copy& copy : copies) {
    if (is_new(c, copy)) facts.push_back(facts::ParticipantJoined{copy.contact, copy.role});
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
  if (auto refusal = refused_if_erased(c)) return std::unexpected(std::move(*refusal));
  if (c.state == State::merged) {
    return refuse(RefusalKind::conflict, "conversation_is_merged",
                  "This conversation was merged into another one. Write the note there.");
  }
  return Facts{facts::NoteAdded{message, agent}};
}

}  // namespace mg::rules
