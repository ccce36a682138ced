#pragma once

#include <optional>
#include <span>

#include "base/result.h"
#include "rules/policy.h"
#include "views/conversation.h"

// What agents say: replies (held, released, withdrawn), notes, the question "is it solved?".
namespace mg::rules {

struct Reply {
  MessageId message;
  AgentId agent;
  Instant release_at;  // Now or earlier: at once.
  PromiseId promise;   // With promise_due: the reply ends with "next word by ...".
  Instant promise_due;
  ProposalId proposal;  // The reply ends with "is it solved?".
};

// Writes the reply; when it is not held, release() follows in the same breath.
Result<facts::Facts> reply(const views::Conversation& c, const Reply& want, Instant now,
                           const Policy& policy);

struct Copy {
  OutboxId outbox;
  ContactId contact;
  ParticipantRole role = ParticipantRole::requester;  // What it makes of whom it goes to.
};

// The hold is over: the reply counts, keeps the promises that stand, makes its own, and is queued
// for each recipient. Solved meanwhile by the customer's word: it goes out without promise or
// question. `crossed` (views/outward.h): the customer's side has written meanwhile, so it goes out
// without the question, and those words wait for us as before. Whom it goes to besides the
// requester takes part from then on. No facts when it is no longer held.
facts::Facts release(const views::Conversation& c, MessageId message, std::span<const Copy> copies,
                     Instant now, const Policy& policy, bool crossed);

// Undo, by its author only, while it is held.
Result<facts::Facts> withdraw(const views::Conversation& c, MessageId message, AgentId agent);

Result<facts::Facts> note(const views::Conversation& c, MessageId message, AgentId agent);

}  // namespace mg::rules
