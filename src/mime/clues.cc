#include "mime/clues.h"

#include <algorithm>

#include "base/ascii.h"
#include "mime/thread_index.h"

namespace mg::mime {

std::vector<std::string> answered_ids(const Email& email) {
  std::vector<std::string> ids = email.in_reply_to;
  ids.insert(ids.end(), email.references.rbegin(), email.references.rend());
  return ids;
}

std::vector<std::string> ancestor_ids(const Email& email) {
  std::vector<std::string> ids;
  for (const auto* list : {&email.references, &email.in_reply_to}) {
    // Of several ids in In-Reply-To none is known to come before the other: RFC 5322 takes one.
    if (list == &email.in_reply_to && (list->size() != 1 || !email.references.empty())) break;
    for (const std::string& id : *list) {
      if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
      if (ids.size() > ancestors_max) ids.erase(ids.begin() + 1);
    }
  }
  return ids;
}

std::string thread_index_of(const Email& email) {
  constexpr std::string_view name = "thread-index";
  const auto is_it = [&](const auto& field) { return ascii::equals(field.first, name); };
  const auto found = std::ranges::find_if(email.headers, is_it);
  if (found == email.headers.end()) return {};
  std::string value = found->second;
  std::erase_if(value, ascii::is_space);
  return thread_root(value).empty() ? std::string() : value;
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
