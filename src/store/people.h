#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "db/db.h"
#include "facts/enums.h"
#include "facts/ids.h"

// Agents and teams, their sessions and tokens; contacts.
namespace mg::store {

struct Agent {
  AgentId id;
  std::string email, name;
  Role role = Role::agent;
  bool active = true;
  Instant created_at;
};

struct AgentSecret {
  Agent agent;
  std::string password_hash;
};

using mg::address_key;

void add_agent(db::Session& session, const Agent& agent, std::string_view password_hash);
void save_agent(db::Session& session, const Agent& agent);
void save_password(db::Session& session, AgentId id, std::string_view password_hash);
std::optional<Agent> load_agent(db::Session& session, AgentId id);
std::optional<AgentSecret> find_agent(db::Session& session, std::string_view email);
std::string load_password_hash(db::Session& session, AgentId id);
std::vector<Agent> load_agents(db::Session& session);
std::int64_t active_owners(db::Session& session);

struct SignedIn {
  std::int64_t id = 0;  // Of the session or token.
  AgentId agent;
  Role role = Role::agent;
  std::string name, email;
  std::string csrf;    // Sessions only.
  Instant seen_at;     // The epoch: never.
  Instant expires_at;  // Sessions only.
  Instant created_at;  // Sessions only.
};

struct Session {
  SessionId id;
  std::string user_agent, address;
  Instant created_at, seen_at;
};

void add_session(db::Session& session, SessionId id, std::string_view token_hash,
                 std::string_view csrf, AgentId agent, Instant now, Instant expires_at,
                 std::string_view user_agent, std::string_view address);
std::optional<SignedIn> find_session(db::Session& session, std::string_view token_hash);
// nullopt when the agent has no such session any more.
std::optional<std::string> session_csrf(db::Session& session, SessionId id, AgentId agent);
void touch_session(db::Session& session, SessionId id, Instant seen_at, Instant expires_at);
std::vector<Session> sessions_of(db::Session& session, AgentId agent, Instant now);
bool end_session(db::Session& session, SessionId id, AgentId agent);
void end_sessions(db::Session& session, AgentId agent, SessionId but_not);
// From then on another secret opens it, and the old one nothing.
void renew_session(db::Session& session, SessionId id, AgentId agent, std::string_view token_hash);

struct Token {
  TokenId id;
  std::string name;
  Instant created_at;
  std::optional<Instant> last_used_at;
};

void add_token(db::Session& session, TokenId id, std::string_view token_hash, AgentId agent,
               std::string_view name, Instant now);
std::optional<SignedIn> find_token(db::Session& session, std::string_view token_hash);
void touch_token(db::Session& session, TokenId id, Instant used_at);
std::vector<Token> tokens_of(db::Session& session, AgentId agent);
bool revoke_token(db::Session& session, TokenId id, AgentId agent);

struct Throttle {
  std::int64_t failures = 0;
  Instant blocked_until;
  Instant at;
};
Throttle load_throttle(db::Session& session, std::string_view key);
// The same, made if there is none, and held against other writers until the transaction ends.
Throttle lock_throttle(db::Session& session, std::string_view key);
void save_throttle(db::Session& session, std::string_view key, const Throttle& throttle);
void clear_throttle(db::Session& session, std::string_view key);

struct Team {
  TeamId id;
  std::string name;
  std::vector<AgentId> members;
};
void add_team(db::Session& session, const Team& team);
void save_team(db::Session& session, const Team& team);
std::vector<Team> load_teams(db::Session& session);

struct Contact {
  ContactId id;
  std::string name, email;  // Both "" when erased.
  Instant created_at;
  Instant erased_at = {};  // The epoch: not.
  AgentId erased_by = {};  // None: whoever runs the server.
};
std::optional<ContactId> find_contact(db::Session& session, std::string_view email);

// The people of a conversation: the requester, then the others in the order in which they joined.
struct Involved {
  Contact contact;
  ParticipantRole role = ParticipantRole::cc;
};
std::vector<Involved> people_of(db::Session& session, ConversationId conversation);

// Error{serialization}, so that the item is tried again, when somebody else has just added one with
// that address.
void add_contact(db::Session& session, const Contact& contact);
void name_contact(db::Session& session, ContactId id, std::string_view name);  // If it had none.
std::optional<Contact> load_contact(db::Session& session, ContactId id);
std::vector<std::string> addresses_of(db::Session& session, ContactId id);

}  // namespace mg::store
