#include "desk/desk.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <future>
#include <sodium.h>

#include "desk/once.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

// Marks the work's outcome where the lambdas of one submit() share it.
struct Outcome {
  Result<std::int64_t> result = 0;
};

Result<std::int64_t> receipt_of(const store::Receipt& kept, const std::string& digest) {
  if (kept.digest != digest) {
    return refuse(RefusalKind::conflict, "key_reused",
                  "This key was used before for another request. Use a new one.");
  }
  std::int64_t value = 0;
  std::from_chars(kept.receipt.data(), kept.receipt.data() + kept.receipt.size(), value);
  return value;
}

Result<std::int64_t> run_once(Tx& tx, const Change& change) {
  const Context& context = tx.context;
  if (context.command.empty()) return change.work(tx);
  if (const auto kept = store::load_command(tx.session, context.command, tx.now)) {
    return receipt_of(*kept, context.digest);
  }
  auto result = change.work(tx);
  if (result) {
    store::save_command(tx.session, context.command, {context.digest, std::to_string(*result)},
                        tx.now);
  }
  return result;
}

Refusal outcome_unknown() {
  return {RefusalKind::unavailable,
          "outcome_unknown",
          "It may or may not have been done: look, or ask again under the same Idempotency-Key.",
          {}};
}

// For the second try of a change whose first one may have been done: that it could not even be
// tried says nothing of the first.
Done unless_untried(Done done) {
  return [done = std::move(done)](Result<std::int64_t> result) {
    const bool untried = !result && (result.error().kind == RefusalKind::unavailable ||
                                     result.error().kind == RefusalKind::internal);
    done(untried ? std::unexpected(outcome_unknown()) : std::move(result));
  };
}

std::shared_ptr<const Keyring> keyring_from(const std::vector<store::SigningKey>& stored) {
  std::vector<Key> keys;
  for (const store::SigningKey& kept : stored) {
    Key key{static_cast<int>(kept.id), {}};
    assert(kept.secret.size() == key.secret.size());
    std::ranges::copy(kept.secret, key.secret.begin());
    keys.push_back(key);
  }
  std::ranges::reverse(keys);  // The newest signs.
  return std::make_shared<const Keyring>(std::move(keys));
}

}  // namespace

Change once(std::string command, Change change) {
  const rules::Right right = change.right;
  const bool one_at_a_time = change.one_at_a_time;
  return {right,
          [command = std::move(command), change = std::move(change)](Tx& tx) {
            Tx under_command = tx;
            under_command.context.command = command;
            under_command.context.digest.clear();
            return run_once(under_command, change);
          },
          db::Commit::own, one_at_a_time};
}

std::unexpected<Refusal> not_found() {
  return refuse(RefusalKind::not_found, "not_found", "There is nothing here.");
}

std::optional<Refusal> refused(const Context& context, rules::Right right) {
  if (right == rules::Right::anyone) return {};
  if (context.actor.kind == ActorKind::agent && rules::may(context.role, right)) return {};
  return Refusal{RefusalKind::not_allowed,
                 "not_allowed",
                 "Your role does not allow this. Ask an owner or admin of the workspace.",
                 {}};
}

Result<views::Conversation> Tx::load(ConversationId id) {
  auto conversation = store::load_conversation(session, id, store::Lock::row);
  if (!conversation) return not_found();
  return std::move(*conversation);
}

Desk::Desk(db::Database& database, const Clock& clock, Options options)
    : database_(database), clock_(clock), options_(std::move(options)) {
  [[maybe_unused]] const int ready = sodium_init();
  assert(ready >= 0);
  database_.write([&](db::Session& session) {
    if (!store::load_signing_keys(session).empty()) return;
    std::string secret(32, '\0');
    randombytes_buf(secret.data(), secret.size());
    store::add_signing_key(session, {1, secret}, clock_.now());
  });
  reload();
}

Desk::~Desk() {
  finish();
}

void Desk::reload() {
  const std::lock_guard lock(reloading_);
  database_.read([&](db::Session& session) {
    settings_.store(std::make_shared<const Settings>(settings_from(store::load_settings(session))));
    keys_.store(keyring_from(store::load_signing_keys(session)));
  });
}

Refusal Desk::refusal_of(const db::Error& error) {
  switch (error.kind) {
    case db::ErrorKind::unique:
      return {RefusalKind::conflict, "taken", "Something of that name exists already.", {}};
    case db::ErrorKind::foreign_key:
      return {RefusalKind::bad_input,
              "unknown_reference",
              "The request names something that does not exist.",
              {}};
    case db::ErrorKind::outcome_unknown:
      return outcome_unknown();
    case db::ErrorKind::busy:
    case db::ErrorKind::serialization:
    case db::ErrorKind::connection_lost:
    case db::ErrorKind::disk_full:
    case db::ErrorKind::io:
    case db::ErrorKind::closed:
      return {RefusalKind::unavailable,
              "unavailable",
              "This cannot be stored or read right now. Nothing was changed. Try again in a "
              "moment.",
              {}};
    case db::ErrorKind::not_null:
    case db::ErrorKind::check:
    case db::ErrorKind::corrupt:
    case db::ErrorKind::schema:
    case db::ErrorKind::other:
      break;
  }
  return {RefusalKind::internal, "internal_error", error.what(), {}};
}

void Desk::submit(const Context& context, std::shared_ptr<const Change> change,
                  std::shared_ptr<const Then> then, Done done, int tries_left) {
  auto outcome = std::make_shared<Outcome>();
  const auto run = [this, context, change, then, outcome](db::Session& session) {
    if (change->one_at_a_time) store::lock_workspace(session);
    const auto settings = settings_.load();
    const Instant now = clock_.now();
    Tx tx{session, *settings, settings->policy(), now, context.happened_at.value_or(now), context};
    outcome->result = run_once(tx, *change);
    if (!outcome->result) throw db::Rollback{};
    if (*then) (*then)(session, *outcome->result);
  };
  const auto answer = [=, this, done = std::move(done),
                       under_way = under_way_.begin()](const db::Error* error) {
    if (!error) return done(std::move(outcome->result));
    // Another node committed the same command first: asked again, its receipt comes back.
    const bool same_command = error->kind == db::ErrorKind::unique &&
                              error->constraint.find("command") != std::string::npos;
    if (same_command && tries_left > 0) {
      return submit(context, change, then, done, tries_left - 1);
    }
    // With a command id the answer can be had: its receipt is found, or it is done now. Were the
    // first try still on its way, the id's uniqueness would make this one wait for it.
    if (error->kind == db::ErrorKind::outcome_unknown && !context.command.empty() &&
        tries_left > 0) {
      return submit(context, change, then, unless_untried(done), tries_left - 1);
    }
    done(std::unexpected(refusal_of(*error)));
  };
  database_.submit(context.bulk ? db::Lane::bulk : db::Lane::people, change->commit, run, answer);
}

void Desk::change_then(const Context& context, Change change, Then then, Done done) {
  constexpr int tries = 3;
  if (auto refusal = refused(context, change.right)) return done(std::unexpected(*refusal));
  submit(context, std::make_shared<const Change>(std::move(change)),
         std::make_shared<const Then>(std::move(then)), std::move(done), tries);
}

void Desk::change(const Context& context, Change change, Done done) {
  change_then(context, std::move(change), {}, std::move(done));
}

Result<std::int64_t> Desk::change_now(const Context& context, Change change_wanted) {
  std::promise<Result<std::int64_t>> promise;
  auto future = promise.get_future();
  change(context, std::move(change_wanted),
         [&promise](Result<std::int64_t> result) { promise.set_value(std::move(result)); });
  return future.get();
}

}  // namespace mg::desk
