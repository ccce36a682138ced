#include "desk/hold.h"

#include <charconv>

#include "desk/answer.h"
#include "store/mail.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

// Set while anything is on hold, so that nobody has to search the outbox to know that nothing is.
constexpr std::string_view since_key = "outgoing_held_since";

std::optional<Instant> held_since(db::Session& session) {
  const auto text = store::load_setting(session, since_key);
  if (!text) return {};
  std::int64_t micros = 0;
  std::from_chars(text->data(), text->data() + text->size(), micros);
  return from_micros(micros);
}

Result<void> report_all(Tx& tx, const std::vector<store::WaitingCopy>& copies,
                        DeliveryState state) {
  for (std::size_t i = 0; i < copies.size();) {
    auto conversation = tx.load(copies[i].conversation);
    if (!conversation) return std::unexpected(conversation.error());
    facts::Facts facts;
    for (; i < copies.size() && copies[i].conversation == conversation->id; ++i) {
      const Instant next = state == DeliveryState::queued ? tx.now : Instant{};
      facts.push_back(facts::DeliveryReported{copies[i].id, copies[i].message, state, 0, next});
    }
    tx.append(*conversation, facts);
  }
  return {};
}

// What is still on hold behind the locks of all conversations that it belongs to: an erasure, say,
// may have cancelled some of it meanwhile. All locks come before the first write, by which
// PostgreSQL numbers the transaction.
Result<std::vector<store::WaitingCopy>> take_copies(Tx& tx) {
  auto copies = store::copies_on_hold(tx.session, held_per_change_max);
  ConversationId locked;
  for (const store::WaitingCopy& copy : copies) {
    if (copy.conversation == locked) continue;
    locked = copy.conversation;
    if (auto conversation = tx.load(locked); !conversation) {
      return std::unexpected(conversation.error());
    }
  }
  std::erase_if(copies, [&](const store::WaitingCopy& copy) {
    const auto now = store::load_delivery(tx.session, copy.id);
    return !now || now->state != DeliveryState::held;
  });
  return copies;
}

}  // namespace

OutgoingHold outgoing_hold(db::Session& session) {
  const auto since = held_since(session);
  if (!since) return {};
  return {store::count_copies_on_hold(session), since};
}

std::int64_t hold_outgoing(db::Session& session, Instant now) {
  const Settings settings = settings_from(store::load_settings(session));
  Tx tx{session, settings, settings.policy(), now, now, as_system()};
  const auto fail = [](const Refusal& refusal) {
    throw db::Error(db::ErrorKind::corrupt, "Mail cannot be put on hold: " + refusal.detail);
  };
  for (const ConversationId id : store::conversations_with_held_replies(session)) {
    auto conversation = tx.load(id);
    if (!conversation) fail(conversation.error());
    const auto held = conversation->held;
    for (const auto& reply : held) release_reply(tx, *conversation, reply.message);
  }
  const auto copies = store::queued_copies(session);
  if (const auto done = report_all(tx, copies, DeliveryState::held); !done) fail(done.error());
  if (!copies.empty() && !held_since(session)) {
    store::save_setting(session, since_key, std::to_string(to_micros(now)));
  }
  return outgoing_hold(session).copies;
}

Change end_hold(HoldEnd how) {
  return workspace_change(rules::Right::manage_settings, [how](Tx& tx) -> Result<std::int64_t> {
    const auto copies = take_copies(tx);
    if (!copies) return std::unexpected(copies.error());
    if (copies->empty() && !held_since(tx.session)) {
      return refuse(RefusalKind::conflict, "nothing_on_hold",
                    "No mail is on hold. Somebody may just have decided about it.");
    }
    const auto state = how == HoldEnd::send ? DeliveryState::queued : DeliveryState::cancelled;
    if (auto done = report_all(tx, *copies, state); !done) {
      return std::unexpected(done.error());
    }
    const std::int64_t left = store::count_copies_on_hold(tx.session);
    if (left == 0) store::drop_setting(tx.session, since_key);
    return left;
  });
}

}  // namespace mg::desk
