#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "facts/conversation.h"
#include "facts/message.h"
#include "facts/promise.h"
#include "facts/workspace.h"

namespace mg::facts {

using Fact = std::variant<
    ConversationOpened, ConversationContinued, ParticipantJoined, ConversationAssigned, TeamChanged,
    PriorityChanged, SubjectChanged, MarkedSpam, SpamCleared, ConversationReopened, PersonErased,
    MessageReceived, ReplyWritten, ReplyReleased, ReplyWithdrawn, NoteAdded, SystemMessageWritten,
    DeliveryQueued, DeliveryReported, PromiseMade, PromiseMoved, PromiseWarned, PromiseKept,
    PromiseBroken, PromiseReleased, PromiseMadeGood, SolutionProposed, ReminderSent,
    SolutionConfirmed, SolutionDeclined, ProposalLapsed, AgentAdded, AgentChanged, PasswordChanged,
    TokenCreated, TokenRevoked, InboxAdded, InboxChanged, TeamAdded, TeamMembersChanged,
    SettingChanged, ContactAdded, ContactErased, ContactErasureFinished, NotDelivered,
    SenderBlocked, SenderUnblocked, ConversationLinked>;

using Facts = std::vector<Fact>;

// Who did it. `id` is the agent's or the contact's; 0 for the system.
struct Actor {
  ActorKind kind = ActorKind::system;
  std::int64_t id = 0;

  bool operator==(const Actor&) const = default;
  AgentId agent() const { return kind == ActorKind::agent ? AgentId{id} : AgentId{}; }
};

inline Actor agent_actor(AgentId agent) {
  return {ActorKind::agent, agent.value};
}
inline Actor contact_actor(ContactId contact) {
  return {ActorKind::contact, contact.value};
}

// What the log keeps with every fact.
struct Header {
  std::int64_t stream = 0;  // The conversation's id, or the id of the workspace noun concerned.
  std::int64_t seq = 0;     // 1, 2, 3 ... within the stream.
  Instant happened_at;      // When it was so in the world (an import keeps old dates).
  Instant recorded_at;      // When the log learnt it.
  Actor actor;
  int depth =
      0;  // 0: by a person or the world; n+1: by automation that answered a fact of depth n.
};

struct Record {
  Header header;
  Fact fact;
};

int number_of(const Fact& fact);
std::string_view name_of(const Fact& fact);

}  // namespace mg::facts
