#include "jobs/jobs.h"

#include "desk/ahead.h"
#include "desk/erase_contact.h"
#include "desk/files.h"
#include "desk/timers.h"

namespace mg::jobs {
namespace {

constexpr int senders = 4;
constexpr int timers_per_turn_max = 200;
constexpr int facts_per_index_turn_max = 300;
constexpr std::size_t reasons_max = 1'000;

}  // namespace

Jobs::Jobs(desk::Desk& desk, Ports ports)
    : desk_(desk),
      ports_(std::move(ports)),
      failures_(ports_.failed),
      servers_(senders),
      running_since_(desk.now()) {
  desk::take_back_leases(desk);
  const Clock& clock = desk.clock();
  using Urgency = Pump::Urgency;
  const auto failed = [this](const std::string& job, std::string_view what) {
    failures_.note(job, what);
  };
  const auto add = [&](const char* name, Pump::Turn turn, Urgency urgency = Urgency::normal) {
    failures_.add_job(name);
    pumps_.push_back(std::make_unique<Pump>(name, clock, std::move(turn), failed, urgency));
  };
  // These write or read a little each time, so commits must not wake them.
  const auto add_clocked = [&](const char* name, Pump::Turn turn) {
    failures_.add_job(name);
    clocked_.push_back(std::make_unique<Pump>(name, clock, std::move(turn), failed));
  };
  // A burst of mail is first of all to be stored: its senders wait for that.
  add(
      "receive_large_mail", [this] { return receive_large_mail(); }, Urgency::gives_way);
  large_pump_ = pumps_.back().get();
  add(
      "receive_mail", [this] { return receive_mail(); }, Urgency::gives_way);
  for (int i = 0; i < senders; ++i) {
    add("send_mail", [this, sender = std::make_shared<Sender>(ports_.make_sender())] {
      return send_mail(*sender);
    });
  }
  add("fire_timers", [this] { return fire_timers(); });
  add(
      "index", [this] { return index(); }, Urgency::gives_way);
  add("watch", [this] { return watch(); });
  add_clocked("keep_leases", [this] { return keep_leases(); });
  add_clocked("refresh", [this] { return refresh(); });
  add_clocked("erase", [this] { return erase(); });
  add_clocked("tidy", [this] { return tidy(); });
  subscription_ = desk.database().on_commit([this] { wake(); });
}

Jobs::~Jobs() {
  stop();
}

void Jobs::wake() {
  for (const auto& pump : pumps_) pump->wake();
}

void Jobs::stop() {
  subscription_.reset();
  for (const auto& pump : pumps_) pump->ask_to_stop();
  for (const auto& pump : clocked_) pump->ask_to_stop();
  for (const auto& pump : pumps_) pump->stop();
  for (const auto& pump : clocked_) pump->stop();
  if (under_way_) settle(*std::exchange(under_way_, nullptr));
  give_back_large();
}

void Jobs::note_internal(const std::string& job, const Refusal& refusal) {
  if (refusal.kind == RefusalKind::internal) failures_.note(job, refusal.detail);
}

void Jobs::note_reason(RawMailId id, const Refusal& refusal) {
  if (refusal.kind == RefusalKind::unavailable) return;
  note_internal("receive_mail", refusal);
  const std::lock_guard lock(reasons_mutex_);
  if (reasons_.size() >= reasons_max) reasons_.erase(reasons_.begin());  // The oldest mail's.
  reasons_[id] = refusal.detail;
}

std::string Jobs::reason_of(RawMailId id) {
  std::string words = "It could not be read in three attempts.";
  const std::lock_guard lock(reasons_mutex_);
  if (const auto reason = reasons_.extract(id)) words += " " + reason.mapped();
  return words;
}

Pump::Next Jobs::fire_timers() {
  // A clock that was set back: what is due by it is not what was missed while nobody ran.
  running_since_ = std::min(running_since_, desk_.now());
  const auto next = desk::next_timer(desk_);
  if (!next || *next > desk_.now()) return {.at = next};
  for (const store::DueTimer& timer : desk::lease_timers(desk_, timers_per_turn_max)) {
    const auto fired = desk_.change_now(desk::as_system(), desk::fire(timer, running_since_));
    if (fired) ++counters_.timers_fired;
    if (!fired) note_internal("fire_timers", fired.error());
  }
  return {.at_once = true, .at = {}};
}

Pump::Next Jobs::index() {
  return {.at_once = desk::index_more(desk_, facts_per_index_turn_max) > 0, .at = {}};
}

Pump::Next Jobs::watch() {
  if (stood_aside_) return {};
  const auto found = newer_version_.look(desk_);
  if (found.unknown) {
    stood_aside_ = true;
    ports_.stand_aside(*found.unknown);
  }
  return {.at_once = found.more, .at = {}};
}

Pump::Next Jobs::refresh() {
  ports_.refresh();
  return {.at_once = false, .at = {}};
}

Pump::Next Jobs::erase() {
  return {.at_once = desk::erase_more(desk_) == desk::EraseTurn::more, .at = {}};
}

Pump::Next Jobs::tidy() {
  const Instant now = desk_.now();
  // At the start, once an hour, and when the clock went back.
  if (now < tidied_at_ || now - tidied_at_ >= std::chrono::hours(1)) {
    desk::recall_far_attempts(desk_);
    desk::forget_old(desk_);
    desk::drop_unfinished_blobs(desk_);
    tidied_at_ = now;
    uploads_left_ = true;
  }
  if (uploads_left_) uploads_left_ = desk::drop_unused_uploads(desk_);
  return {.at_once = uploads_left_, .at = {}};
}

}  // namespace mg::jobs
