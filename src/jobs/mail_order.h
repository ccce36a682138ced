#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "desk/mail_in.h"

namespace mg::jobs {

// Which mails this node has given to the database before which others, and which wait for an older
// one that is elsewhere: large, and still being understood, or with another node. Thread-safe.
class MailOrder {
 public:
  // Nobody waits longer, so that a mail that never gets done holds up no other for ever.
  static constexpr auto wait_max = std::chrono::minutes(5);

  // The mail is given to the database after all that were given before. nullopt: it has waited
  // long enough. What is returned may be used until this object ends.
  std::optional<desk::MailTurn> enter(RawMailId id);
  // It is done, or has failed: it is ahead of none any more.
  void leave(RawMailId id);

  // It has to wait for an older one: for how long before it is tried again.
  Duration wait(RawMailId id);
  void done(RawMailId id);  // It waits no more.

 private:
  using Time = std::chrono::steady_clock::time_point;

  bool is_before(RawMailId id, std::uint64_t place) const;

  mutable std::mutex mutex_;
  std::uint64_t entered_ = 0;
  std::unordered_map<std::int64_t, std::uint64_t> places_;
  std::unordered_map<std::int64_t, Time> waiting_since_;
};

}  // namespace mg::jobs
