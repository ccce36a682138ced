#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "facts/fact.h"
#include "rules/access/access.h"

namespace mg::desk {

// On whose behalf a use case runs, and under which id it may be asked for again.
struct Context {
  facts::Actor actor;       // The system, an agent, or a contact (whose token was checked).
  Role role = Role::agent;  // Of the agent.
  // Made by whoever asks (an Idempotency-Key, a mail's id); "" means: not to be remembered. The
  // same id again gives the first answer; with another digest it is refused (code "key_reused").
  std::string command;
  std::string digest;
  // When it was so in the world, for imports; otherwise now.
  std::optional<Instant> happened_at;
  bool bulk = false;  // Gives way to people.

  AgentId agent() const { return actor.agent(); }
};

inline Context as_agent(AgentId agent, Role role) {
  return {.actor = facts::agent_actor(agent),
          .role = role,
          .command = {},
          .digest = {},
          .happened_at = {}};
}
inline Context as_contact(ContactId contact) {
  return {.actor = facts::contact_actor(contact), .command = {}, .digest = {}, .happened_at = {}};
}
inline Context as_system() {
  return {};
}

// nullopt when the actor may. Contacts and the system have no rights of agents; what they do is
// asked for with Right::anyone by use cases that know them by a token or a timer.
std::optional<Refusal> refused(const Context& context, rules::Right right);

}  // namespace mg::desk
