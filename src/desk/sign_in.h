#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "desk/secrets.h"
#include "store/people.h"

// Who is there: sign-in and its brake on guessing, sessions, changing the password, API tokens.
namespace mg::desk {

struct Visitor {
  std::string address;  // IP; the brake counts by its network.
  std::string user_agent;
};

// A session ends when it was not used for so long, and when it is so old, however much it is used.
inline constexpr auto session_idle_max = std::chrono::hours(24 * 14);
inline constexpr auto session_age_max = std::chrono::hours(24 * 30);
// Its end is moved when that gains this much, so at most so often.
inline constexpr auto session_renewed_after = std::chrono::hours(1);

struct NewSession {
  std::string secret;  // For the cookie; shown once, stored hashed.
  store::SignedIn signed_in;
};

// A key that the client made (Idempotency-Key), and the password that comes with it. Within 24
// hours the same key makes no second session of this agent but gives the first one again, its
// secret made anew from the password. Without a key nothing is remembered.
struct Repeatable {
  std::string_view key, password;
};

// Blocks. Refuses (unauthenticated, wrong_email_or_password) alike for unknown and known
// addresses, in the same time; too_many after repeated failures; session_ended (conflict) when the
// session that `key` has made is no longer there.
Result<NewSession> sign_in(Desk& desk, std::string_view email, std::string_view password,
                           const Visitor& visitor, std::string_view key = {});
// The session that this key has made before; refuses (not_found) when it has made none.
Result<NewSession> sign_in_again(Desk& desk, std::string_view email, std::string_view password,
                                 const Visitor& visitor, std::string_view key);

// A session for an agent who has just proven who he or she is (first run).
Result<NewSession> start_session(Desk& desk, AgentId agent, const Visitor& visitor,
                                 const Repeatable& again = {});

// Who holds this cookie or bearer token; nullopt: nobody. Blocks for a point read.
Result<std::optional<store::SignedIn>> who_is(Desk& desk, std::string_view session_secret);
// This session is in use: moves its end, soon and without waiting. Returns the new end when it was
// moved, for the cookie to follow.
std::optional<Instant> use_session(Desk& desk, const store::SignedIn& who);
Result<std::optional<store::SignedIn>> who_has_token(Desk& desk, std::string_view token);

Result<std::vector<store::Session>> sessions(Desk& desk, AgentId agent);
Change end_session(SessionId id);
// Ends all sessions of the agent but `current`, which goes on under the new secret that is
// returned: whoever had got hold of the old one is out, too. Blocks. Refuses wrong_password
// (bad_input), and too_many after repeated failures: the sign-in's brake counts these guesses, too.
// Asked again under the same command id it changes nothing and returns "": whoever asks is let in
// already. Of the context's digest it makes its own, as slow to guess at as a password's hash.
Result<std::string> change_password(Desk& desk, Context context, SessionId current,
                                    std::string_view old_password, std::string_view new_password,
                                    const Visitor& visitor);

Result<std::vector<store::Token>> tokens(Desk& desk, AgentId agent);
// `secret` must come from random_secret().
Change create_token(AgentId agent, std::string name, std::string_view secret);
Change revoke_token(TokenId id);

}  // namespace mg::desk
