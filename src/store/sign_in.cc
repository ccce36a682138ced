#include "gen/store/sql.h"
#include "store/people.h"

// Sessions, API tokens and the throttle of guesses. Secrets are stored hashed.
namespace mg::store {

void add_session(db::Session& session, SessionId id, std::string_view token_hash,
                 std::string_view csrf, AgentId agent, Instant now, Instant expires_at,
                 std::string_view user_agent, std::string_view address) {
  session.run(sql::session_add, id, db::Blob{token_hash}, csrf, agent, now, now, expires_at,
              user_agent, address);
}

std::optional<SignedIn> find_session(db::Session& session, std::string_view token_hash) {
  return session.one(
      sql::session_by_hash,
      [](const db::Row& row) {
        return SignedIn{.id = row.integer(0),
                        .agent = row.id<AgentId>(2),
                        .role = row.enumeration<Role>(6),
                        .name = row.string(7),
                        .email = row.string(8),
                        .csrf = row.string(1),
                        .seen_at = row.instant(3),
                        .expires_at = row.instant(4),
                        .created_at = row.instant(5)};
      },
      db::Blob{token_hash});
}

std::optional<std::string> session_csrf(db::Session& session, SessionId id, AgentId agent) {
  return session.one(
      sql::session_csrf, [](const db::Row& row) { return row.string(0); }, id, agent);
}

void touch_session(db::Session& session, SessionId id, Instant seen_at, Instant expires_at) {
  session.run(sql::session_seen, id, seen_at, expires_at);
}

std::vector<Session> sessions_of(db::Session& session, AgentId agent, Instant now) {
  std::vector<Session> found;
  session.each(
      sql::sessions_of_agent,
      [&](const db::Row& row) {
        found.push_back(
            {row.id<SessionId>(0), row.string(1), row.string(2), row.instant(3), row.instant(4)});
      },
      agent, now);
  return found;
}

bool end_session(db::Session& session, SessionId id, AgentId agent) {
  return session.run(sql::session_end, id, agent) == 1;
}

void end_sessions(db::Session& session, AgentId agent, SessionId but_not) {
  session.run(sql::sessions_end, agent, but_not.value);
}

void renew_session(db::Session& session, SessionId id, AgentId agent, std::string_view token_hash) {
  session.run(sql::session_renew, id, agent, db::Blob{token_hash});
}

void add_token(db::Session& session, TokenId id, std::string_view token_hash, AgentId agent,
               std::string_view name, Instant now) {
  session.run(sql::token_add, id, db::Blob{token_hash}, agent, name, now);
}

std::optional<SignedIn> find_token(db::Session& session, std::string_view token_hash) {
  return session.one(
      sql::token_by_hash,
      [](const db::Row& row) {
        return SignedIn{.id = row.integer(0),
                        .agent = row.id<AgentId>(1),
                        .role = row.enumeration<Role>(3),
                        .name = row.string(4),
                        .email = row.string(5),
                        .csrf = {},
                        .seen_at = row.instant(2),
                        .expires_at = {},
                        .created_at = {}};
      },
      db::Blob{token_hash});
}

void touch_token(db::Session& session, TokenId id, Instant used_at) {
  session.run(sql::token_used, id, used_at);
}

std::vector<Token> tokens_of(db::Session& session, AgentId agent) {
  std::vector<Token> found;
  session.each(
      sql::tokens_of_agent,
      [&](const db::Row& row) {
        found.push_back(
            {row.id<TokenId>(0), row.string(1), row.instant(2), row.optional_instant(3)});
      },
      agent);
  return found;
}

bool revoke_token(db::Session& session, TokenId id, AgentId agent) {
  return session.run(sql::token_revoke, id, agent) == 1;
}

namespace {

Throttle throttle_of(const db::Row& row) {
  return {row.integer(0), row.instant(1), row.instant(2)};
}

}  // namespace

Throttle load_throttle(db::Session& session, std::string_view key) {
  return session.one(sql::throttle_load, throttle_of, key).value_or(Throttle{});
}

Throttle lock_throttle(db::Session& session, std::string_view key) {
  return *session.one(sql::throttle_lock, throttle_of, key);
}

void save_throttle(db::Session& session, std::string_view key, const Throttle& throttle) {
  session.run(sql::throttle_save, key, throttle.failures, throttle.blocked_until, throttle.at);
}

void clear_throttle(db::Session& session, std::string_view key) {
  session.run(sql::throttle_clear, key);
}

}  // namespace mg::store
