#include "jobs/mail_order.h"

#include <algorithm>

namespace mg::jobs {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t waiting_noted_max = 10'000;
constexpr Duration pause_min = std::chrono::milliseconds(100);
constexpr Duration pause_max = std::chrono::seconds(2);

}  // namespace

std::optional<desk::MailTurn> MailOrder::enter(RawMailId id) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t place = ++entered_;
  places_[id.value] = place;
  const auto since = waiting_since_.find(id.value);
  if (since != waiting_since_.end() && steady_clock::now() - since->second > wait_max) return {};
  return desk::MailTurn{
      .is_ahead = [this, place](RawMailId older) { return is_before(older, place); },
      .fall_back = [this, id] { leave(id); }};
}

bool MailOrder::is_before(RawMailId id, std::uint64_t place) const {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(id.value);
  return found != places_.end() && found->second < place;
}

void MailOrder::leave(RawMailId id) {
  const std::lock_guard lock(mutex_);
  places_.erase(id.value);
}

// Soon at first, for most large mails take a moment; then ever more seldom.
Duration MailOrder::wait(RawMailId id) {
  const std::lock_guard lock(mutex_);
  const auto now = steady_clock::now();
  // Another node may have taken in some of them: those are never done here.
  if (waiting_since_.size() >= waiting_noted_max) {
    std::erase_if(waiting_since_, [&](const auto& one) { return now - one.second > 2 * wait_max; });
  }
  const auto since = waiting_since_.try_emplace(id.value, now).first->second;
  return std::clamp(std::chrono::duration_cast<Duration>((now - since) / 4), pause_min, pause_max);
}

void MailOrder::done(RawMailId id) {
  const std::lock_guard lock(mutex_);
  waiting_since_.erase(id.value);
}

}  // namespace mg::jobs
