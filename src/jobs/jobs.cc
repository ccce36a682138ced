#include "jobs/jobs.h"

#include "desk/ahead.h"
#include "desk/erase_contact.h"
#include "desk/files.h"
#include "desk/timers.h"

namespace mg::jobs {
namespace {

constexpr int senders = 2;
constexpr int timers_per_turn_max = 200;
constexpr int facts_per_index_turn_max = 300;

}  // namespace

Jobs::Jobs(desk::Desk& desk, Ports ports) : desk_(desk), ports_(std::move(ports)) {
  desk::take_back_leases(desk);
  const Clock& clock = desk.clock();
  using Urgency = Pump::Urgency;
  const auto add = [&](const char* name, Pump::Turn turn, Urgency urgency = Urgency::normal) {
    pumps_.push_back(std::make_unique<Pump>(name, clock, std::move(turn), urgency));
  };
  // These write or read a little each time, so commits must not wake them.
  const auto add_clocked = [&](const char* name, Pump::Turn turn) {
    clocked_.push_back(std::make_unique<Pump>(name, clock, std::move(turn)));
  };
  // A burst of mail is first of all to be stored: its senders wait for that.
  add(
      "receive_large_mail", [this] { return receive_large_mail(); }, Urgency::gives_way);
  large_pump_ = pumps_.back().get();
  add(
      "receive_mail", [this] { return receive_mail(); }, Urgency::gives_way);
  for (int i = 0; i < senders; ++i) {
    add("send_mail", [this, send = ports_.make_sender()] { return send_mail(send); });
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

Pump::Next Jobs::fire_timers() {
  const auto next = desk::next_timer(desk_);
  if (!next || *next > desk_.now()) return {.at = next};
  for (const store::DueTimer& timer : desk::lease_timers(desk_, timers_per_turn_max)) {
    if (desk_.change_now(desk::as_system(), desk::fire(timer))) ++counters_.timers_fired;
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
  if (now - tidied_at_ >= std::chrono::hours(1)) {
    desk::forget_old(desk_);
    desk::drop_unused_uploads(desk_);
    desk::drop_unfinished_blobs(desk_);
    tidied_at_ = now;
  }
  return {.at_once = false, .at = {}};
}

}  // namespace mg::jobs
