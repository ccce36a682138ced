#include "desk/sign_in.h"

#include "base/utf8.h"
#include "desk/brake.h"

namespace mg::desk {
namespace {

constexpr auto seen_again_after = std::chrono::minutes(10);
static_assert(session_idle_max <= session_age_max);

// Compared when the address is unknown, so that the answer takes the same time.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password("nobody has this password");
  return hash;
}

// The receipt of what was done before under the context's command id; another request under the
// same id is refused.
Result<std::optional<std::int64_t>> done_before(Desk& desk, const Context& context,
                                                rules::Right right) {
  constexpr const char* not_yet = "not_done_yet";
  if (context.command.empty()) return std::nullopt;
  const auto receipt =
      desk.change_now(context, {right, [&](Tx&) -> Result<std::int64_t> {
                                  return refuse(RefusalKind::not_found, not_yet, "Not done yet.");
                                }});
  if (receipt) return *receipt;
  if (receipt.error().code == not_yet) return std::nullopt;
  return std::unexpected(receipt.error());
}

std::unexpected<Refusal> wrong() {
  return refuse(RefusalKind::unauthenticated, "wrong_email_or_password",
                "The address or the password is wrong.");
}

Result<void> check_own_password(Desk& desk, AgentId id, std::string_view password) {
  const auto agent = desk.read<store::Agent>([&](db::Session& session) -> Result<store::Agent> {
    const auto found = store::load_agent(session, id);
    return found ? Result<store::Agent>(*found) : not_found();
  });
  if (!agent) return std::unexpected(agent.error());
  const auto settings = desk.settings();
  return check_password(password, {agent->email, agent->name, settings->workspace_name}, "/new");
}

// The present password proves that it is the agent, and not who sits at his or her screen. Guesses
// here and at the sign-in are counted together.
Result<void> prove_password(Desk& desk, AgentId agent, std::string_view password,
                            const std::string& address) {
  struct Known {
    std::string email, hash;
  };
  const auto known = desk.read<Known>([&](db::Session& session) -> Result<Known> {
    const auto found = store::load_agent(session, agent);
    if (!found) return not_found();
    return Known{found->email, store::load_password_hash(session, agent)};
  });
  if (!known) return std::unexpected(known.error());
  const Brake brake(desk, known->email, address);
  if (auto fine = brake.reserve(); !fine) return fine;
  if (password.size() <= password_bytes_max && is_password_of(known->hash, password)) {
    return brake.was_right();
  }
  return refuse(RefusalKind::bad_input, "wrong_password", "The present password is wrong.",
                "/current");
}

// The secret of a session that can be asked for again is kept nowhere, as any: it is made from the
// password and from random bits that lie with the session.
std::string repeatable_secret(std::string_view password, std::string_view csrf) {
  return derived_secret(password, csrf);
}

Context sign_in_context(AgentId agent, std::string_view key) {
  Context context = as_system();
  if (key.empty()) return context;
  context.command = "sign_in:" + to_string(agent) + ':' + std::string(key);
  context.digest = "sign_in";
  return context;
}

// The session that an earlier request has made.
Result<NewSession> session_again(Desk& desk, SessionId id, AgentId agent,
                                 std::string_view password) {
  const auto csrf = desk.read<std::optional<std::string>>([&](db::Session& session) {
    return Result<std::optional<std::string>>(store::session_csrf(session, id, agent));
  });
  if (!csrf) return std::unexpected(csrf.error());
  if (*csrf) {
    NewSession made{repeatable_secret(password, **csrf), {}};
    auto who = who_is(desk, made.secret);
    if (!who) return std::unexpected(who.error());
    if (*who) {
      made.signed_in = std::move(**who);
      return made;
    }
  }
  return refuse(RefusalKind::conflict, "session_ended",
                "The session that this key has made has ended. Sign in under a new key.");
}

// Who has come in is known in this network from now on.
Result<NewSession> let_in(Desk& desk, NewSession made, const Visitor& visitor) {
  const Brake brake(desk, made.signed_in.email, visitor.address);
  if (auto fine = brake.was_right(); !fine) return std::unexpected(fine.error());
  return made;
}

// Who this is, when the password is theirs.
Result<AgentId> prove_agent(Desk& desk, std::string_view email, std::string_view password,
                            const Visitor& visitor) {
  const Brake brake(desk, email, visitor.address);
  if (auto fine = brake.reserve(); !fine) return std::unexpected(fine.error());
  const auto found = desk.read<std::optional<store::AgentSecret>>(
      [&](db::Session& session) -> Result<std::optional<store::AgentSecret>> {
        return store::find_agent(session, email);
      });
  if (!found) return std::unexpected(found.error());
  const bool known = found->has_value() && (*found)->agent.active;
  const bool fits = password.size() <= password_bytes_max &&
                    is_password_of(known ? (*found)->password_hash : nobodys_hash(), password);
  if (!known || !fits) return wrong();
  return (*found)->agent.id;
}

}  // namespace

Result<NewSession> start_session(Desk& desk, AgentId agent, const Visitor& visitor,
                                 const Repeatable& again) {
  const std::string csrf = random_secret();
  const std::string secret =
      again.key.empty() ? random_secret() : repeatable_secret(again.password, csrf);
  const std::string hash = hash_of_secret(secret);
  NewSession made{secret, {}};
  std::int64_t fresh = 0;
  const auto id = desk.change_now(
      sign_in_context(agent, again.key),
      workspace_change(rules::Right::anyone, [&](Tx& tx) -> Result<std::int64_t> {
        // Nobody stays signed in who was made inactive while the password was compared.
        const auto known = store::load_agent(tx.session, agent);
        if (!known || !known->active) return wrong();
        const auto session = tx.fresh<SessionId>();
        fresh = session.value;
        store::add_session(tx.session, session, hash, csrf, agent, tx.now,
                           tx.now + session_idle_max,
                           is_utf8(visitor.user_agent) ? utf8_cut(visitor.user_agent, 300) : "",
                           utf8_cut(visitor.address, 64));
        made.signed_in = store::find_session(tx.session, hash).value_or(store::SignedIn{});
        return fresh;
      }));
  if (!id) return std::unexpected(id.error());
  if (*id == fresh) return let_in(desk, std::move(made), visitor);
  auto first = session_again(desk, SessionId{*id}, agent, again.password);
  return first ? let_in(desk, std::move(*first), visitor) : first;
}

Result<NewSession> sign_in(Desk& desk, std::string_view email, std::string_view password,
                           const Visitor& visitor, std::string_view key) {
  const auto agent = prove_agent(desk, email, password, visitor);
  if (!agent) return std::unexpected(agent.error());
  return start_session(desk, *agent, visitor, {key, password});
}

Result<NewSession> sign_in_again(Desk& desk, std::string_view email, std::string_view password,
                                 const Visitor& visitor, std::string_view key) {
  const auto agent = prove_agent(desk, email, password, visitor);
  if (!agent) return std::unexpected(agent.error());
  const auto id = done_before(desk, sign_in_context(*agent, key), rules::Right::anyone);
  if (!id) return std::unexpected(id.error());
  if (!*id) return not_found();
  auto first = session_again(desk, SessionId{**id}, *agent, password);
  return first ? let_in(desk, std::move(*first), visitor) : first;
}

Result<std::optional<store::SignedIn>> who_is(Desk& desk, std::string_view session_secret) {
  using Found = std::optional<store::SignedIn>;
  auto found = desk.read<Found>([&](db::Session& session) -> Result<Found> {
    return store::find_session(session, hash_of_secret(session_secret));
  });
  if (!found || !*found) return found;
  const Instant now = desk.now();
  const store::SignedIn& who = **found;
  if (who.expires_at <= now || who.created_at + session_age_max <= now) return Found{};
  return found;
}

std::optional<Instant> use_session(Desk& desk, const store::SignedIn& who) {
  const Instant now = desk.now();
  const Instant end = std::min(now + session_idle_max, who.created_at + session_age_max);
  const bool moves = end - who.expires_at >= session_renewed_after;
  if (moves || now - who.seen_at > seen_again_after) {
    desk.database().submit(
        db::Lane::bulk,
        [id = SessionId{who.id}, now, until = moves ? end : who.expires_at](db::Session& session) {
          store::touch_session(session, id, now, until);
        },
        [](const db::Error*) {});
  }
  return moves ? std::optional(end) : std::nullopt;
}

Result<std::optional<store::SignedIn>> who_has_token(Desk& desk, std::string_view token) {
  using Found = std::optional<store::SignedIn>;
  auto found = desk.read<Found>([&](db::Session& session) -> Result<Found> {
    return store::find_token(session, hash_of_secret(token));
  });
  if (!found || !*found) return found;
  const Instant now = desk.now();
  if (now - (*found)->seen_at > seen_again_after) {
    desk.database().submit(
        db::Lane::bulk,
        [id = TokenId{(*found)->id}, now](db::Session& session) {
          store::touch_token(session, id, now);
        },
        [](const db::Error*) {});
  }
  return found;
}

Result<std::vector<store::Session>> sessions(Desk& desk, AgentId agent) {
  return desk.read<std::vector<store::Session>>(
      [&](db::Session& session) -> Result<std::vector<store::Session>> {
        return store::sessions_of(session, agent, desk.now());
      });
}

Change end_session(SessionId id) {
  return {rules::Right::signed_in, [id](Tx& tx) -> Result<std::int64_t> {
            if (!store::end_session(tx.session, id, tx.context.agent())) return not_found();
            return id.value;
          }};
}

Result<std::string> change_password(Desk& desk, Context context, SessionId current,
                                    std::string_view old_password, std::string_view new_password,
                                    const Visitor& visitor) {
  if (auto fine = check_own_password(desk, context.agent(), new_password); !fine) {
    return std::unexpected(fine.error());
  }
  const std::string both = std::string(old_password) + '\0' + std::string(new_password);
  if (!context.command.empty()) context.digest = derived_secret(both, context.command);
  const auto before = [&] { return done_before(desk, context, rules::Right::signed_in); };
  if (const auto done = before(); !done || *done) {
    return done ? Result<std::string>("") : std::unexpected(done.error());
  }
  const auto proven = prove_password(desk, context.agent(), old_password, visitor.address);
  if (!proven) {
    // The same request may have been under way, and have changed it meanwhile.
    const auto done = before();
    return done && *done ? Result<std::string>("") : std::unexpected(proven.error());
  }
  const std::string fresh_hash = hash_password(new_password);
  const std::string secret = random_secret();
  std::int64_t fresh = 0;  // Tells this run from one that another request has made.
  const auto changed = desk.change_now(
      context, workspace_change(rules::Right::signed_in, [&](Tx& tx) -> Result<std::int64_t> {
        const AgentId agent = tx.context.agent();
        store::save_password(tx.session, agent, fresh_hash);
        store::end_sessions(tx.session, agent, current);
        store::renew_session(tx.session, current, agent, hash_of_secret(secret));
        store::append_to_workspace(tx.session, agent.value, tx.stamp(),
                                   facts::PasswordChanged{agent});
        return fresh = store::fresh<SessionId>(tx.session).value;
      }));
  if (!changed) return std::unexpected(changed.error());
  return *changed == fresh ? secret : "";
}

Result<std::vector<store::Token>> tokens(Desk& desk, AgentId agent) {
  return desk.read<std::vector<store::Token>>(
      [&](db::Session& session) -> Result<std::vector<store::Token>> {
        return store::tokens_of(session, agent);
      });
}

Change create_token(AgentId agent, std::string name, std::string_view secret) {
  return workspace_change(rules::Right::signed_in,
                          [agent, name = std::move(name),
                           hash = hash_of_secret(secret)](Tx& tx) -> Result<std::int64_t> {
                            const auto id = tx.fresh<TokenId>();
                            store::add_token(tx.session, id, hash, agent, name, tx.now);
                            store::append_to_workspace(tx.session, id.value, tx.stamp(),
                                                       facts::TokenCreated{id, agent});
                            return id.value;
                          });
}

Change revoke_token(TokenId id) {
  return workspace_change(rules::Right::signed_in, [id](Tx& tx) -> Result<std::int64_t> {
    if (!store::revoke_token(tx.session, id, tx.context.agent())) return not_found();
    store::append_to_workspace(tx.session, id.value, tx.stamp(), facts::TokenRevoked{id});
    return id.value;
  });
}

}  // namespace mg::desk
