#include "desk/hold.h"

#include <algorithm>
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

using Copies = std::vector<store::WaitingCopy>;
using Conversations = std::vector<views::Conversation>;

// The conversations that copies (by conversation) belong to, in that order, each behind its lock.
Result<Conversations> load_all(Tx& tx, const Copies& copies) {
  Conversations loaded;
  for (const store::WaitingCopy& copy : copies) {
    if (!loaded.empty() && loaded.back().id == copy.conversation) continue;
    auto conversation = tx.load(copy.conversation);
    if (!conversation) return std::unexpected(conversation.error());
    loaded.push_back(std::move(*conversation));
  }
  return loaded;
}

// Of copies in the order of their conversations.
void report_all(Tx& tx, Conversations& conversations, const Copies& copies, DeliveryState state) {
  auto copy = copies.begin();
  for (views::Conversation& conversation : conversations) {
    facts::Facts facts;
    for (; copy != copies.end() && copy->conversation == conversation.id; ++copy) {
      const Instant next = state == DeliveryState::queued ? tx.now : Instant{};
      facts.push_back(facts::DeliveryReported{copy->id, copy->message, state, 0, next});
    }
    if (!facts.empty()) tx.append(conversation, facts);
  }
}

// What of `asked` is on hold still: an erasure, say, may have cancelled some of it before we had
// the locks.
Copies still_on_hold(Tx& tx, const Copies& asked) {
  Copies copies = store::copies_on_hold(tx.session, held_per_change_max);
  std::erase_if(copies, [&](const store::WaitingCopy& copy) {
    return std::ranges::find(asked, copy.id, &store::WaitingCopy::id) == asked.end();
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
  auto conversations = load_all(tx, copies);
  if (!conversations) fail(conversations.error());
  report_all(tx, *conversations, copies, DeliveryState::held);
  if (!copies.empty() && !held_since(session)) {
    store::save_setting(session, since_key, std::to_string(to_micros(now)));
  }
  return outgoing_hold(session).copies;
}

Change end_hold(HoldEnd how) {
  return workspace_change(rules::Right::manage_settings, [how](Tx& tx) -> Result<std::int64_t> {
    const auto asked = store::copies_on_hold(tx.session, held_per_change_max);
    // All locks come before the first write, by which PostgreSQL numbers the transaction.
    auto conversations = load_all(tx, asked);
    if (!conversations) return std::unexpected(conversations.error());
    const auto copies = still_on_hold(tx, asked);
    if (copies.empty() && !held_since(tx.session)) {
      return refuse(RefusalKind::conflict, "nothing_on_hold",
                    "No mail is on hold. Somebody may just have decided about it.");
    }
    const auto state = how == HoldEnd::send ? DeliveryState::queued : DeliveryState::cancelled;
    report_all(tx, *conversations, copies, state);
    const std::int64_t left = store::count_copies_on_hold(tx.session);
    if (left == 0) store::drop_setting(tx.session, since_key);
    return left;
  });
}

}  // namespace mg::desk
