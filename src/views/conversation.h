#pragma once

#include <optional>
#include <vector>

#include "facts/fact.h"

// A conversation as its facts make it: what lists read and what rules decide on. Pure: folding the
// same facts always gives the same value, and `makegood check` holds the stored rows to that.
namespace mg::views {

struct Promise {
  PromiseId id;
  ConversationId conversation;
  AgentId agent;  // None: the acknowledgement made it.
  PromiseState state = PromiseState::open;
  bool warned = false;
  // Broken and no later answer has made up for it yet: still shown first.
  bool standing = true;
  Instant made_at, due_at, warn_at;
  // Kept, (first) broken or released. The epoch while open, unless it was moved after it broke:
  // such a promise ends as broken, whatever follows.
  Instant ended_at;

  bool operator==(const Promise&) const = default;
};

// A reply that may still be withdrawn.
struct HeldReply {
  MessageId message;
  AgentId agent;
  Instant release_at;
  PromiseId promise;
  Instant promise_due, promise_warn_at;
  ProposalId proposal;

  bool operator==(const HeldReply&) const = default;
};

// Who takes part besides the requester.
struct Participant {
  ContactId contact;
  ParticipantRole role = ParticipantRole::cc;

  bool operator==(const Participant&) const = default;
};

struct Conversation {
  ConversationId id;
  std::int64_t seq = 0;  // Of the last fact; 0: does not exist yet.
  std::int64_t number = 0;
  InboxId inbox;
  ContactId contact;  // The requester.
  Channel channel = Channel::email;
  State state = State::open;
  Turn turn = Turn::us;
  AgentId assignee;
  TeamId team;
  Priority priority = Priority::normal;
  int messages = 0;       // Customer messages and released replies.
  bool answered = false;  // A person has replied at least once.
  bool not_yet = false;   // The customer said "not yet" and no answer has gone out since.
  ConversationId continues;
  ConversationId continued_by;
  MessageId last_message;
  Instant created_at, updated_at;
  Instant last_customer_at;  // Not counting automatic mail; the epoch: never.
  Instant waiting_since;     // The customer waits for us since; the epoch: does not wait.
  Instant first_answer_at;
  Instant ended_at;   // When it became solved or unconfirmed.
  Instant erased_at;  // The requester was erased, and all words with them; the epoch: not.

  ProposalId proposal;  // The last one; stays after the end, so that a late answer names it.
  Instant proposed_at;
  AgentId proposed_by;
  int reminders = 0;
  Instant remind_at, lapse_at;  // The epoch: no such timer.

  // Open, and broken ones not yet made up for. Oldest first. In spam they rest: they have no clock
  // and are not shown, until it is cleared.
  std::vector<Promise> promises;
  std::vector<HeldReply> held;
  std::vector<Participant> others;  // In the order in which they joined.

  bool operator==(const Conversation&) const = default;
};

// What changed besides the conversation itself, for the tables that keep one row each.
struct Touched {
  std::vector<Promise> promises;  // New or changed ones, as they are now.
};

// Applies one fact. Facts of other streams must not be given. Asserts on a fact that cannot
// follow the state (a bug or a corrupt log).
void fold(Conversation& conversation, const facts::Header& header, const facts::Fact& fact,
          Touched* touched = nullptr);

// nullptr when this person is the requester or does not take part.
const Participant* find_other(const Conversation& conversation, ContactId contact);

// As the requester or another participant, and not as a stranger.
bool takes_part(const Conversation& conversation, ContactId contact);

// The promise that is shown, and that lists sort by: the earliest due that is open, since that is
// when the next word comes; else the earliest of those that broke and stand. nullptr when none,
// and in spam.
const Promise* first_promise(const Conversation& conversation);

struct Timer {
  TimerKind kind;
  std::int64_t subject = 0;  // The message, promise or proposal it is about.
  Instant due_at;

  auto operator<=>(const Timer&) const = default;
};

// The timers that must exist for this state; the store keeps exactly these.
std::vector<Timer> timers_of(const Conversation& conversation);

}  // namespace mg::views
