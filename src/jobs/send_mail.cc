#include <algorithm>

#include "desk/ahead.h"
#include "desk/timers.h"
#include "jobs/jobs.h"

namespace mg::jobs {
namespace {

constexpr int copies_per_turn_max = 4;
constexpr int copies_told_per_turn_max = 32;
// A mail that takes so long holds up none of those leased with it.
constexpr auto slow_after = std::chrono::seconds(10);
// While all that is due waits for its server, not every commit is a reason to look.
constexpr auto waiting_pause = std::chrono::milliseconds(200);

// The copy's frozen bytes: built and kept before the first attempt, so that every attempt sends
// the same mail under the same Message-ID. An empty result: another node has taken it over.
Result<std::string> frozen_bytes(desk::Desk& desk, const Ports& ports, store::OutboxLease lease,
                                 desk::OutboxItem& item) {
  if (!item.build) return std::move(item.bytes);
  auto bytes = ports.compose(*item.build);
  if (!bytes) return bytes;
  item.build->attachments = {};  // Megabytes that are in the mail now.
  auto blob = std::make_shared<store::PreparedBlob>(store::prepare_blob(*bytes));
  if (const auto ahead = desk::store_ahead_now(desk, {blob.get()}); !ahead) {
    return std::unexpected(ahead.error());
  }
  const auto frozen =
      desk.change_now(desk::as_system(), desk::freeze(lease, item.build->message_id, blob));
  if (!frozen) return std::unexpected(frozen.error());
  return bytes;
}

// Those at which the server broke off lately come last, so that none of the others waits for them.
std::vector<store::OutboxLease> suspects_last(std::vector<store::OutboxLease> leases,
                                              const std::vector<OutboxId>& suspects) {
  std::ranges::stable_partition(leases, [&](const store::OutboxLease& lease) {
    return std::ranges::find(suspects, lease.id) == suspects.end();
  });
  return leases;
}

desk::Attempt not_tried(const std::string& reason) {
  return {DeliveryState::deferred, 0,
          "Not tried yet, because the mail server failed a moment ago: " + reason};
}

desk::Attempt our_mistake() {
  return {DeliveryState::deferred, 0, "Makegood made a mistake with this mail and tries again."};
}

}  // namespace

Pump::Next Jobs::send_mail(Sender& sender) {
  const auto wait = sender.look_again - std::chrono::steady_clock::now();
  if (wait > wait.zero()) {
    return {.at = desk_.now() + std::chrono::ceil<std::chrono::milliseconds>(wait)};
  }
  const auto next = desk::next_outgoing(desk_);
  if (!next || *next > desk_.now()) return {.at = next};
  const auto due = desk::mail_due(desk_);
  const auto turn = servers_.begin(due, desk_.now());
  if (!turn) {
    sender.look_again = std::chrono::steady_clock::now() + waiting_pause;
    return {};
  }
  const bool tells = turn->reason().has_value();
  const int copies_max = tells ? copies_told_per_turn_max
                               : copies_per_turn_max + static_cast<int>(turn->suspects().size());
  const HeldLeases<store::OutboxLease>::Hold held(
      sending_, suspects_last(desk::lease_outbox(desk_, copies_max,
                                                 {.inbox = turn->inbox(), .untried = tells}),
                              turn->suspects()));
  if (tells) {
    for (const store::OutboxLease& lease : held.leases()) {
      const auto over = held.until_done(lease);
      report(lease, not_tried(*turn->reason()));
    }
  } else {
    send_copies(sender.send, *turn, held);
  }
  return {.at_once = !held.leases().empty(), .at = {}};
}

// One copy that fails takes no other with it, except where the server is what failed.
void Jobs::send_copies(const Ports::Send& send, MailServers::Turn& turn,
                       const HeldLeases<store::OutboxLease>::Hold& held) {
  std::optional<std::string> server_failed;
  for (const store::OutboxLease& lease : held.leases()) {
    const auto over = held.until_done(lease);
    if (!held.begin(lease)) continue;
    if (server_failed) {
      report(lease, not_tried(*server_failed));
      continue;
    }
    try {
      server_failed = send_copy(send, turn, lease);
    } catch (const std::exception& error) {
      failures_.note("send_mail", error.what());
      report(lease, our_mistake());
    }
  }
}

// What went wrong when the server is at fault.
std::optional<std::string> Jobs::send_copy(const Ports::Send& send, MailServers::Turn& turn,
                                           store::OutboxLease lease) {
  auto item = desk::load_outbox_item(desk_, lease);
  if (!item) note_internal("send_mail", item.error());
  if (!item || !*item) return {};
  auto bytes = frozen_bytes(desk_, ports_, lease, **item);
  if (!bytes) {
    note_internal("send_mail", bytes.error());
    // Of other kinds: the lease runs out, and somebody tries again.
    if (bytes.error().kind == RefusalKind::internal) report(lease, our_mistake());
    if (bytes.error().kind == RefusalKind::bad_input) {
      report(lease, {DeliveryState::failed, 0, bytes.error().detail});
    }
    return {};
  }
  (*item)->bytes = std::move(*bytes);
  desk::Attempt attempt = send(**item, [&] { turn.listens(desk_.now()); });
  auto failed = judge(turn, lease.id, attempt);
  report(lease, std::move(attempt));
  return failed;
}

// Before anything of a mail was said, the server is at fault, whatever it answered. Afterwards the
// mail is suspected first.
std::optional<std::string> Jobs::judge(MailServers::Turn& turn, OutboxId mail,
                                       const desk::Attempt& attempt) {
  const bool deferred = attempt.state == DeliveryState::deferred;
  if (deferred && !attempt.mail_begun) {
    turn.failed(attempt.answer, desk_.now());
    return attempt.answer;
  }
  if (deferred && attempt.code == 0) {
    if (turn.broke_off(mail, attempt.answer, desk_.now())) return attempt.answer;
    return {};
  }
  turn.answered(desk_.now());
  return {};
}

void Jobs::report(store::OutboxLease lease, desk::Attempt attempt) {
  switch (attempt.state) {
    case DeliveryState::sent:
      ++counters_.mails_sent;
      break;
    case DeliveryState::failed:
      ++counters_.mails_failed;
      break;
    default:
      ++counters_.mails_deferred;
      break;
  }
  const auto reported =
      desk_.change_now(desk::as_system(), desk::report(lease, std::move(attempt)));
  if (!reported) note_internal("send_mail", reported.error());
}

// What stands behind a mail that the server is silent about is for another sender.
void Jobs::give_back_waiting() {
  const auto waiting = sending_.take_waiting_behind(slow_after);
  if (waiting.empty()) return;
  desk::give_back(desk_, waiting);
}

Pump::Next Jobs::keep_leases() {
  give_back_waiting();
  desk::keep_leases(desk_, sending_.all());
  desk::keep_mail(desk_, receiving_.all());
  return {.at_once = false, .at = {}};
}

}  // namespace mg::jobs
