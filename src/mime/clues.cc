#include "mime/clues.h"

namespace mg::mime {

std::vector<std::string> answered_ids(const Email& email) {
  std::vector<std::string> ids = email.in_reply_to;
  ids.insert(ids.end(), email.references.rbegin(), email.references.rend());
  return ids;
}

std::vector<std::string> sent_to(const Email& email, std::string_view recipient) {
  std::vector<std::string> addresses{std::string(recipient)};
  addresses.insert(addresses.end(), email.delivered_to.begin(), email.delivered_to.end());
  for (const auto* list : {&email.to, &email.cc}) {
    for (const Address& address : *list) addresses.push_back(address.addr);
  }
  return addresses;
}

}  // namespace mg::mime
