#include "desk/ahead.h"
#include "desk/timers.h"
#include "jobs/jobs.h"

namespace mg::jobs {
namespace {

constexpr int copies_per_turn_max = 4;

// The copy's frozen bytes: built and kept before the first attempt, so that every attempt sends
// the same mail under the same Message-ID. An empty result: another node has taken it over.
Result<std::string> frozen_bytes(desk::Desk& desk, const Ports& ports, store::OutboxLease lease,
                                 const desk::OutboxItem& item) {
  if (!item.build) return item.bytes;
  auto bytes = ports.compose(*item.build);
  if (!bytes) return bytes;
  auto blob = std::make_shared<store::PreparedBlob>(store::prepare_blob(*bytes));
  if (const auto ahead = desk::store_ahead_now(desk, {blob.get()}); !ahead) {
    return std::unexpected(ahead.error());
  }
  const auto frozen =
      desk.change_now(desk::as_system(), desk::freeze(lease, item.build->message_id, blob));
  if (!frozen) return std::unexpected(frozen.error());
  return bytes;
}

}  // namespace

Pump::Next Jobs::send_mail(const Ports::Send& send) {
  const auto next = desk::next_outgoing(desk_);
  if (!next || *next > desk_.now()) return {.at = next};
  const HeldLeases<store::OutboxLease>::Hold held(sending_,
                                                  desk::lease_outbox(desk_, copies_per_turn_max));
  for (const store::OutboxLease& lease : held.leases()) {
    const auto over = held.until_done(lease);
    auto item = desk::load_outbox_item(desk_, lease);
    if (!item || !*item) continue;
    auto bytes = frozen_bytes(desk_, ports_, lease, **item);
    desk::Attempt attempt;
    if (bytes) {
      (*item)->bytes = std::move(*bytes);
      attempt = send(**item);
    } else if (bytes.error().kind == RefusalKind::bad_input) {
      attempt = {DeliveryState::failed, 0, bytes.error().detail};
    } else {
      continue;  // The lease runs out, and somebody tries again.
    }
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
    (void)desk_.change_now(desk::as_system(), desk::report(lease, std::move(attempt)));
  }
  return {.at_once = true, .at = {}};
}

Pump::Next Jobs::keep_leases() {
  desk::keep_leases(desk_, sending_.all());
  desk::keep_mail(desk_, receiving_.all());
  return {.at_once = false, .at = {}};
}

}  // namespace mg::jobs
