#include "desk/thread.h"

#include "store/mail.h"

namespace mg::desk {

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
  return {};
}

}  // namespace mg::desk
