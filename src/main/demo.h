#pragma once

#include <atomic>
#include <map>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "desk/desk.h"

// The demo workspace: a shop's conversations of the last 60 days, made through the use cases alone
// while a clock walks from then to now.
namespace mg::app {

// The system's time until it is set, then the time it was set to. For any thread.
class MovableClock final : public Clock {
 public:
  Instant now() const override;
  void set(Instant at) { at_.store(to_micros(at)); }
  void follow_system() { at_.store(following); }
  bool follows_system() const { return at_.load() == following; }

 private:
  static constexpr std::int64_t following = -1;
  std::atomic<std::int64_t> at_{following};
};

struct DemoFacts {
  std::string email, password;  // Of the owner; the other agents have the same password.
  std::string customer_page;    // Path, "/c/<token>", of an open conversation with a promise.
  std::map<State, int> conversations;  // How many are in each state; no entry: none.
};

// Fills an empty workspace; `clock` must be the desk's own. What is made ends at the time that the
// clock tells when this is called, and the clock is left as it was found. The same time gives the
// same people, words and dates. The inboxes have no mail server, so nothing is ever mailed.
// Refused (conflict, owner_exists) when anybody is there already. Blocks for some seconds.
Result<DemoFacts> make_demo(desk::Desk& desk, MovableClock& clock);

}  // namespace mg::app
