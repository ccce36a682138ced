#include <algorithm>
#include <functional>

#include "desk/mail_in.h"
#include "store/people.h"

namespace mg::desk {
namespace {

constexpr std::size_t references_max = 64;

std::uint64_t key(InboxId inbox, char kind, std::string_view name) {
  std::string whole = std::to_string(inbox.value) + kind;
  whole += name;
  return std::hash<std::string>{}(whole);
}

// Whether anything in it may tell of a conversation that there is already.
bool may_go_on(const ReceivedMail& mail, const Keyring& keys) {
  return !mail.references.empty() || !mail.markers.empty() || !mail.thread_root.empty() ||
         read_subject_token(keys, mail.subject) ||
         std::ranges::any_of(mail.addressed_to, [&](const std::string& address) {
           return read_plus_address(keys, address).has_value();
         });
}

}  // namespace

std::vector<std::uint64_t> thread_keys(const ReceivedMail& mail, const Keyring& keys) {
  std::vector<std::uint64_t> found;
  const auto add_conversation = [&](ConversationId id) {
    found.push_back(key(mail.inbox, 'c', std::to_string(id.value)));
  };
  // Many a form sends all that it has to say in one name: what answers nothing stands alone.
  const auto sender = store::address_key(mail.from_address);
  if (!sender.empty() && may_go_on(mail, keys)) found.push_back(key(mail.inbox, 's', sender));
  if (!mail.message_id.empty()) found.push_back(key(mail.inbox, 'm', mail.message_id));
  for (const std::string& id : mail.references) {
    if (found.size() > references_max) break;
    found.push_back(key(mail.inbox, 'm', id));
    if (const auto claim = read_message_id(keys, id)) add_conversation(claim->conversation);
  }
  for (const std::string& marker : mail.markers) {
    if (const auto claim = read_marker(keys, marker)) add_conversation(claim->conversation);
  }
  if (!mail.thread_root.empty()) found.push_back(key(mail.inbox, 't', mail.thread_root));
  for (const std::string& address : mail.addressed_to) {
    if (const auto id = read_plus_address(keys, address)) add_conversation(*id);
  }
  return found;
}

}  // namespace mg::desk
