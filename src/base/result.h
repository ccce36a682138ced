#pragma once

#include <expected>
#include <string>
#include <utility>

namespace mg {

// Why a command was not carried out. A refusal is an answer, not an error: the caller asked for
// something that may not happen. HTTP and SMTP codes are made from the kind in one place each.
enum class RefusalKind {
  bad_input,        // The request is malformed or breaks a stated limit.
  unauthenticated,  // Nobody is signed in, or the secret is wrong.
  not_allowed,      // Known, but without the right.
  not_found,        // Does not exist, or the asker may not know that it does.
  conflict,         // Does not fit the present state (already sent, stale version, taken address).
  too_large,
  too_many,     // A rate limit.
  unavailable,  // The world is broken for now (disk full, database gone, queue at its bound).
  internal,     // A fault of ours; asking again will not help. `detail` is for the log, not for
                // whoever asked.
};

struct Refusal {
  RefusalKind kind = RefusalKind::bad_input;
  std::string code;     // Stable word for programs, e.g. "promise_in_the_past".
  std::string detail;   // One sentence for people: what happened and what to do.
  std::string pointer;  // JSON pointer to the offending member, e.g. "/due_at"; may be empty.

  bool operator==(const Refusal&) const = default;
};

template <class T>
using Result = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(RefusalKind kind, std::string code, std::string detail,
                                       std::string pointer = {}) {
  return std::unexpected(Refusal{kind, std::move(code), std::move(detail), std::move(pointer)});
}

}  // namespace mg
