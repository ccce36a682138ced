#include "desk/thread.h"

#include "store/conversations.h"
#include "store/mail.h"
#include "store/people.h"

namespace mg::desk {
namespace {

constexpr int places_looked_at_max = 20;

bool takes_part(db::Session& session, ConversationId id, ContactId contact) {
  const auto c = store::load_conversation(session, id, store::Lock::none);
  return c && views::takes_part(*c, contact);
}

// What anybody could have written: it counts for whoever takes part already.
Thread find_by_weak_clue(db::Session& session, const Keyring& keys, const ThreadClues& clues,
                         MessageId before) {
  const auto number = read_subject_token(keys, clues.subject);
  if (clues.thread_root.empty() && !number) return {};
  const auto sender = store::find_contact(session, clues.sender);
  if (!sender) return {};
  if (!clues.thread_root.empty()) {
    for (const store::MessagePlace& place : store::places_of_thread_root(
             session, clues.inbox, clues.thread_root, places_looked_at_max)) {
      if (before && place.message >= before) continue;
      if (!takes_part(session, place.conversation, *sender)) continue;
      return {ThreadedBy::thread_index, place.conversation, place.message, clues.thread_root};
    }
  }
  const auto id = number ? store::find_conversation(session, *number) : std::nullopt;
  if (!id || !takes_part(session, *id, *sender)) return {};
  return {ThreadedBy::subject_token, *id, {}, "#" + std::to_string(*number)};
}

// What a quoted mail of ours tells: the newest is quoted first. In a mail to the requester a link
// to their page, which names no message, stands before the marker, which does; another link is of
// an older mail.
std::optional<Thread> find_marked(const Keyring& keys, std::span<const std::string> markers) {
  std::optional<Thread> found;
  for (const std::string& marker : markers) {
    const auto claim = read_marker(keys, marker);
    if (!claim) continue;
    if (found && (claim->conversation != found->conversation || !claim->message)) break;
    // Not the marker itself: as a link it would let in whoever reads this.
    found = Thread{ThreadedBy::marker, claim->conversation, claim->message, {}};
    if (claim->message) break;
  }
  return found;
}

}  // namespace

Thread find_thread(db::Session& session, const Keyring& keys, const ThreadClues& clues,
                   MessageId before) {
  for (const std::string& address : clues.addressed_to) {
    if (const auto found = read_plus_address(keys, address)) {
      return {ThreadedBy::plus_address, *found, {}, address};
    }
  }
  for (const std::string& id : clues.references) {
    if (const auto claim = read_message_id(keys, id)) {
      return {ThreadedBy::signed_id, claim->conversation, claim->message, id};
    }
  }
  for (const std::string& id : clues.references) {
    const auto found = store::find_message_id(session, clues.inbox, id);
    if (found && (!before || found->message < before)) {
      return {ThreadedBy::known_id, found->conversation, found->message, id};
    }
  }
  if (const auto found = find_marked(keys, clues.markers)) return *found;
  return find_by_weak_clue(session, keys, clues, before);
}

bool is_signed(ThreadedBy by) {
  return by == ThreadedBy::plus_address || by == ThreadedBy::signed_id || by == ThreadedBy::marker;
}

}  // namespace mg::desk
