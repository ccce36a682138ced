#pragma once

#include <chrono>
#include <vector>

#include "base/time.h"

namespace mg::rules {

// The settings that rules depend on. Facts carry the instants that come of them, so a later change
// of a setting never changes what was promised.
struct Policy {
  bool acknowledge = true;
  std::chrono::minutes first_answer{240};  // What the acknowledgement promises.
  std::chrono::minutes warn_before{30};    // An open promise warns this long before it breaks.
  std::vector<int> reminder_days{2, 5};    // After a proposal; ascending.
  int unconfirmed_days = 10;               // Silence after a proposal ends as unconfirmed.
  int reopen_days = 30;                    // A later word opens a linked conversation.
};

// When to warn of a promise due at `due_at`, made at `now`: half-way for short ones.
inline Instant warn_at(Instant due_at, Instant now, const Policy& policy) {
  const Duration ahead = std::min<Duration>(policy.warn_before, (due_at - now) / 2);
  return due_at - ahead;
}

// The reminder after the `sent`-th; the epoch when there are no more.
inline Instant next_reminder(Instant proposed_at, std::size_t sent, const Policy& policy) {
  if (sent >= policy.reminder_days.size()) return {};
  return proposed_at + std::chrono::days(policy.reminder_days[sent]);
}

}  // namespace mg::rules
