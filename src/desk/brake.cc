#include "desk/brake.h"

#include <algorithm>

#include "base/network.h"
#include "store/people.h"

namespace mg::desk {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Rule {
  std::int64_t free;   // So many wrong guesses cost nothing.
  Duration pause;      // What the next costs; doubled by each one more,
  Duration pause_max;  // up to this.
  Duration window;     // After so long without a wrong guess they are forgotten.
};
constexpr Rule pair_rule{5, seconds(2), minutes(15), hours(24)};
constexpr Rule network_rule{50, seconds(2), minutes(15), hours(24)};
constexpr Rule account_rule{100, seconds(30), seconds(30), hours(1)};

// Counters are forgotten a day after their time, so this is put into the future.
constexpr auto known_for = hours(24 * 90);

Duration pause_after(std::int64_t failures, const Rule& rule) {
  if (failures < rule.free) return {};
  const auto doublings = std::min<std::int64_t>(failures - rule.free, 10);
  return std::min<Duration>(rule.pause * (1LL << doublings), rule.pause_max);
}

// Counts one wrong guess more, or one less.
void count(db::Session& session, const std::string& key, store::Throttle throttle, const Rule& rule,
           int change, Instant now) {
  if (now - throttle.at > rule.window) throttle = {};
  throttle.failures = std::max<std::int64_t>(throttle.failures + change, 0);
  throttle.at = now;
  const Duration pause = pause_after(throttle.failures, rule);
  if (change > 0 || pause == Duration{}) {
    throttle.blocked_until = pause > Duration{} ? now + pause : Instant{};
  }
  store::save_throttle(session, key, throttle);
}

}  // namespace

Brake::Brake(Desk& desk, std::string_view account, std::string_view address)
    : desk_(desk),
      pair_("pair:" + network_of(address) + " " + store::address_key(account)),
      network_("from:" + network_of(address)),
      account_("account:" + store::address_key(account)),
      known_("known:" + network_of(address) + " " + store::address_key(account)) {}

Result<void> Brake::reserve() const {
  bool blocked = false;
  const auto written = write([&](db::Session& session) {
    const Instant now = desk_.now();
    // Always in this order, so that no two guesses wait for one another.
    const auto pair = store::lock_throttle(session, pair_);
    const auto network = store::lock_throttle(session, network_);
    const auto account = store::lock_throttle(session, account_);
    const bool known = store::load_throttle(session, known_).at > now;
    const bool far = network.blocked_until > now || account.blocked_until > now;
    blocked = pair.blocked_until > now || (far && !known);
    if (blocked) return;
    count(session, pair_, pair, pair_rule, 1, now);
    count(session, network_, network, network_rule, 1, now);
    count(session, account_, account, account_rule, 1, now);
  });
  if (!written) return written;
  if (!blocked) return {};
  return refuse(RefusalKind::too_many, "too_many_attempts",
                "Too many attempts. Wait a few minutes, then try again.");
}

Result<void> Brake::was_right() const {
  return write([&](db::Session& session) {
    const Instant now = desk_.now();
    store::lock_throttle(session, pair_);
    store::clear_throttle(session, pair_);
    count(session, network_, store::lock_throttle(session, network_), network_rule, -1, now);
    count(session, account_, store::lock_throttle(session, account_), account_rule, -1, now);
    store::save_throttle(session, known_, {0, {}, now + known_for});
  });
}

Result<void> Brake::write(const db::Database::Work& work) const {
  try {
    desk_.database().write(work);
    return {};
  } catch (const db::Error& error) {
    return std::unexpected(Desk::refusal_of(error));
  }
}

}  // namespace mg::desk
