#include "rules/conversation/promise.h"

#include <algorithm>

#include "rules/conversation/erase.h"

namespace mg::rules {
namespace {

using facts::Facts;
using views::Conversation;

const views::Promise* find(const Conversation& c, PromiseId id) {
  const auto at = std::ranges::find(c.promises, id, &views::Promise::id);
  return at == c.promises.end() ? nullptr : &*at;
}

}  // namespace

std::optional<Refusal> refused_time(Instant due_at, Instant now, std::string_view pointer) {
  if (due_at <= now) {
    return Refusal{RefusalKind::bad_input, "promise_in_the_past",
                   "The promised time is already over. Choose a later one.", std::string(pointer)};
  }
  if (due_at > now + promise_ahead_max) {
    return Refusal{RefusalKind::bad_input, "promise_too_far",
                   "A promise is for the next 5 years at most. Choose an earlier time.",
                   std::string(pointer)};
  }
  return {};
}

Result<Facts> promise(const Conversation& c, PromiseId id, AgentId agent, Instant due_at,
                      Instant now, const Policy& policy) {
  if (auto refusal = refused_if_erased(c)) return std::unexpected(std::move(*refusal));
  if (auto refusal = refused_time(due_at, now, "/due_at")) {
    return std::unexpected(std::move(*refusal));
  }
  if (c.state == State::spam || c.state == State::merged || c.state == State::solved) {
    return refuse(RefusalKind::conflict, "nothing_to_promise",
                  "Nobody waits for an update here: the conversation is " +
                      std::string(word_of(c.state)) + ".");
  }
  return Facts{facts::PromiseMade{id, agent, due_at, warn_at(due_at, now, policy)}};
}

Result<Facts> move_promise(const Conversation& c, PromiseId id, const NewTime& want, Instant now,
                           const Policy& policy) {
  const views::Promise* promise = find(c, id);
  if (!promise) {
    return refuse(RefusalKind::conflict, "promise_is_over",
                  "This promise has ended already. Make a new one.");
  }
  if (c.state == State::spam) {
    return refuse(RefusalKind::conflict, "conversation_is_spam",
                  "This conversation is marked as spam. Say that it is not spam, then promise.");
  }
  if (auto refusal = refused_time(want.due_at, now, "/due_at")) {
    return std::unexpected(std::move(*refusal));
  }
  Facts facts = break_promise(c, id, now);  // Its clock may fire later than we are asked.
  const bool broke =
      !facts.empty() || promise->state == PromiseState::broken || promise->ended_at != Instant{};
  if (broke && !want.has_reason) {
    return refuse(RefusalKind::bad_input, "reason_missing",
                  "This promise was broken. Say why the next word comes later.", "/reason");
  }
  facts.push_back(facts::PromiseMoved{id, want.due_at, warn_at(want.due_at, now, policy)});
  return facts;
}

Facts warn_promise(const Conversation& c, PromiseId id, Instant now) {
  const views::Promise* promise = find(c, id);
  if (!promise || promise->state != PromiseState::open || promise->warned ||
      promise->warn_at > now || c.state == State::spam) {
    return {};
  }
  return {facts::PromiseWarned{id}};
}

Facts break_promise(const Conversation& c, PromiseId id, Instant now) {
  const views::Promise* promise = find(c, id);
  if (!promise || promise->state != PromiseState::open || promise->due_at > now) return {};
  if (c.state == State::spam) return {};
  return {facts::PromiseBroken{id}};
}

Facts acknowledge(const Conversation& c, MessageId message, PromiseId promise, const Copy& copy,
                  Instant now, const Policy& policy) {
  if (c.state != State::open) return {};
  const Instant due_at = now + policy.first_answer;
  return {facts::SystemMessageWritten{message, SystemKind::acknowledgement},
          facts::PromiseMade{promise, {}, due_at, warn_at(due_at, now, policy)},
          facts::DeliveryQueued{copy.outbox, message, copy.contact}};
}

}  // namespace mg::rules
