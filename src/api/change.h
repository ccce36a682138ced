#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "api/principal.h"
#include "net/endpoint.h"
#include "net/idempotency_key.h"

// How a request becomes a change of the desk and its answer.
namespace mg::api {

// The asker's context. For a POST with a key: under a command id of this agent, with a digest over
// method, path, query and `body` (give it without passwords: the digest is kept for a day, and is
// quick to guess at).
desk::Context context_of(const net::Request& request, const Principal& principal,
                         std::string_view body);

template <class Body, class Query>
desk::Context context_of(const net::Call<Body, Query>& call) {
  const Principal& principal = call.template as<Principal>();
  if constexpr (std::is_same_v<Body, net::RawBody>) {
    return context_of(call.request, principal, call.body.bytes);
  } else {
    return context_of(call.request, principal, call.request.body);
  }
}

// What an answer shows, read in the transaction that made the change.
template <class Answer>
using Show = std::function<Answer(db::Session&, std::int64_t receipt)>;

// Asks for the change and answers when it is durable; no thread waits. `after` runs before the
// answer goes out, on a thread of the database: it must be quick.
template <class Answer>
void answer_change(desk::Desk& desk, const desk::Context& context, desk::Change change,
                   Show<Answer> show, net::Reply<Answer> reply, std::function<void()> after = {}) {
  // std::function wants copies; the reply is there once.
  auto once = std::make_shared<net::Reply<Answer>>(std::move(reply));
  desk.change_and_show<Answer>(context, std::move(change), std::move(show),
                               [once, after = std::move(after)](Result<Answer> answer) {
                                 if (answer && after) after();
                                 (*once)(std::move(answer));
                               });
}

inline void answer_change(desk::Desk& desk, const desk::Context& context, desk::Change change,
                          net::Reply<net::Nothing> reply) {
  answer_change<net::Nothing>(
      desk, context, std::move(change), [](db::Session&, std::int64_t) { return net::Nothing{}; },
      std::move(reply));
}

template <class T>
Result<T> found_or_404(std::optional<T> found) {
  if (!found) return desk::not_found();
  return std::move(*found);
}

// The epoch stands for "never" in rows; null in JSON.
inline std::optional<Instant> unless_never(Instant at) {
  return at == Instant{} ? std::nullopt : std::optional(at);
}

}  // namespace mg::api
