#include "desk/timers.h"

#include "desk/answer.h"
#include "desk/parts.h"
#include "desk/recipients.h"
#include "rules/conversation/promise.h"
#include "rules/conversation/proposal.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

constexpr auto lease_time = std::chrono::seconds(15);

void remind(Tx& tx, views::Conversation& c, ProposalId proposal, Instant running_since) {
  if (!rules::reminder_is_due(c, proposal, tx.now)) return;
  const auto message = tx.fresh<MessageId>();
  // Nobody ran when it was due: the customer still has the usual time after it.
  const Instant counted_from = c.remind_at < running_since ? tx.now : c.remind_at;
  tx.append(c, rules::remind(c, message, copies_to_requester(tx, c), counted_from, tx.policy));
}

Result<std::int64_t> fire_in(Tx& tx, const store::DueTimer& timer, Instant running_since) {
  auto loaded = tx.load(timer.conversation);
  if (!loaded) return std::unexpected(loaded.error());
  views::Conversation& c = *loaded;
  // Its end is under way; nothing more happens by itself.
  if (is_erased(tx.session, c.contact)) return c.id.value;
  switch (timer.kind) {
    case TimerKind::reply_release:
      release_reply(tx, c, MessageId{timer.subject});
      break;
    case TimerKind::promise_warn:
      tx.append(c, rules::warn_promise(c, PromiseId{timer.subject}, tx.now));
      break;
    case TimerKind::promise_break:
      tx.append(c, rules::break_promise(c, PromiseId{timer.subject}, tx.now));
      break;
    case TimerKind::remind:
      remind(tx, c, ProposalId{timer.subject}, running_since);
      break;
    case TimerKind::lapse:
      tx.append(c, rules::lapse(c, ProposalId{timer.subject}, tx.now));
      break;
  }
  return c.id.value;
}

std::optional<Instant> next(Desk& desk, std::optional<Instant> (*of)(db::Session&)) {
  std::optional<Instant> due;
  desk.database().read([&](db::Session& session) { due = of(session); });
  return due;
}

}  // namespace

std::vector<store::DueTimer> lease_timers(Desk& desk, int count_max) {
  std::vector<store::DueTimer> due;
  desk.database().write([&](db::Session& session) {
    due = store::lease_timers(session, desk.now(), lease_time, count_max);
  });
  return due;
}

Change fire(store::DueTimer timer, Instant running_since) {
  return {rules::Right::anyone,
          [timer, running_since](Tx& tx) { return fire_in(tx, timer, running_since); }};
}

std::optional<Instant> next_timer(Desk& desk) {
  return next(desk, store::next_timer);
}

std::optional<Instant> next_outgoing(Desk& desk) {
  return next(desk, store::next_outbox_attempt);
}

std::optional<Instant> next_incoming(Desk& desk) {
  std::optional<Duration> wait;
  desk.database().read([&](db::Session& session) { wait = store::raw_mail_wait(session); });
  if (!wait) return {};
  return desk.now() + *wait;
}

void take_back_leases(Desk& desk) {
  if (desk.database().engine() != db::Engine::sqlite) return;
  try {
    desk.database().write([](db::Session& session) { store::release_leases(session); });
  } catch (const db::Error&) {  // No room to write: the leases run out by themselves.
  }
}

void forget_old(Desk& desk) {
  desk.database().write([&](db::Session& session) { store::forget_old(session, desk.now()); },
                        db::Lane::bulk);
}

}  // namespace mg::desk
