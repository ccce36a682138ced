#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "rules/conversation/reply.h"
#include "rules/policy.h"
#include "views/conversation.h"

// Promises of the next word, and the acknowledgement that makes the first one.
namespace mg::rules {

inline constexpr auto promise_ahead_max = std::chrono::years(5);

// Why nothing can be promised for this time, if so: it is over, or too far away to mean anything.
std::optional<Refusal> refused_time(Instant due_at, Instant now, std::string_view pointer);

Result<facts::Facts> promise(const views::Conversation& c, PromiseId id, AgentId agent,
                             Instant due_at, Instant now, const Policy& policy);

// A new time for a promise that stands. One that has broken stays counted as broken, and is not
// moved without a reason.
struct NewTime {
  Instant due_at;
  bool has_reason = false;
};
Result<facts::Facts> move_promise(const views::Conversation& c, PromiseId id, const NewTime& want,
                                  Instant now, const Policy& policy);

// Timers. No facts when the state has moved on.
facts::Facts warn_promise(const views::Conversation& c, PromiseId id, Instant now);
facts::Facts break_promise(const views::Conversation& c, PromiseId id, Instant now);

// "We have your message; you hear from us by ...", with the promise that it makes. No facts when
// the conversation is not open: spam and what has ended are owed no word.
facts::Facts acknowledge(const views::Conversation& c, MessageId message, PromiseId promise,
                         const Copy& copy, Instant now, const Policy& policy);

}  // namespace mg::rules
