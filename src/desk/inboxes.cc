#include <algorithm>

#include "base/ascii.h"
#include "base/mailbox.h"
#include "desk/parts.h"
#include "desk/people.h"

namespace mg::desk {
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t aliases_max = 50;
constexpr std::size_t directory_size_max = 10'000;

std::unexpected<Refusal> bad_alias(std::size_t at) {
  return refuse(RefusalKind::bad_input, "bad_address",
                "Aliases are at most 50 e-mail addresses, such as sales@example.com.",
                "/aliases" + (at < aliases_max ? "/" + std::to_string(at) : ""));
}

Result<void> addresses_are_free(Tx& tx, const store::Inbox& inbox) {
  std::vector<std::string> addresses = inbox.aliases;
  addresses.push_back(inbox.address);
  for (const std::string& address : addresses) {
    const auto holder = store::inbox_of_address(tx.session, address);
    if (holder && *holder != inbox.id) {
      return refuse(RefusalKind::conflict, "address_taken",
                    "Another inbox has the address " + address + ".", "/address");
    }
  }
  return {};
}

}  // namespace

Result<void> check_inbox(store::Inbox& inbox) {
  if (inbox.name.empty() || inbox.name.size() > name_bytes_max || !is_one_line(inbox.name)) {
    return refuse(RefusalKind::bad_input, "bad_length",
                  "A name has 1 to 200 characters, on one line.", "/name");
  }
  if (auto fine = check_address(inbox.address, "/address"); !fine) return fine;
  if (inbox.aliases.size() > aliases_max) return bad_alias(aliases_max);
  for (std::size_t i = 0; i < inbox.aliases.size(); ++i) {
    if (!check_address(inbox.aliases[i], "")) return bad_alias(i);
  }
  if (!inbox.smtp.empty() && !read_smtp_url(inbox.smtp)) {
    return refuse(RefusalKind::bad_input, "bad_smtp_url",
                  "Name the mail server as smtp://HOST:PORT, smtp+starttls://HOST:PORT or "
                  "smtps://HOST:PORT, with nothing behind the port. User and password have fields "
                  "of their own.",
                  "/smtp");
  }
  return {};
}

Change save_inbox(store::Inbox inbox) {
  return workspace_change(
      rules::Right::manage_inboxes, [inbox = std::move(inbox)](Tx& tx) -> Result<std::int64_t> {
        store::Inbox saved = inbox;
        if (auto fine = check_inbox(saved); !fine) return std::unexpected(fine.error());
        if (auto fine = addresses_are_free(tx, saved); !fine) {
          return std::unexpected(fine.error());
        }
        const bool is_new = !inbox.id;
        if (!is_new && !store::load_inbox(tx.session, inbox.id)) return not_found();
        if (is_new) saved.id = tx.fresh<InboxId>();
        std::erase_if(saved.aliases, [&](const std::string& alias) {
          return store::address_key(alias) == store::address_key(saved.address);
        });
        store::save_inbox(tx.session, saved);
        store::append_to_workspace(tx.session, saved.id.value, tx.stamp(),
                                   is_new ? facts::Fact{facts::InboxAdded{saved.id}}
                                          : facts::Fact{facts::InboxChanged{saved.id}});
        return saved.id.value;
      });
}

namespace {

bool is_postmaster(std::string_view text) {
  return ascii::equals(text, "postmaster");
}

// RFC 5321 4.5.1: mail for the postmaster of a domain that we take mail for is taken, too. It goes
// to the domain's first inbox; without a domain, to the first of all.
std::optional<InboxId> inbox_of_postmaster(db::Session& session, std::string_view key) {
  const auto at = key.rfind('@');
  if (at != std::string_view::npos && !is_postmaster(key.substr(0, at))) return {};
  for (const store::Inbox& inbox : store::load_inboxes(session)) {
    const std::string own = store::address_key(inbox.address);
    if (at == std::string_view::npos || own.substr(own.rfind('@') + 1) == key.substr(at + 1)) {
      return inbox.id;
    }
  }
  return {};
}

}  // namespace

Result<InboxId> Directory::inbox_of(std::string_view address) {
  const bool alone = is_postmaster(address);
  const std::string key = alone ? "postmaster" : store::address_key(without_plus(address));
  if (key.empty()) return not_found();
  {
    const std::lock_guard lock(mutex_);
    if (const auto at = known_.find(key); at != known_.end()) return at->second;
  }
  const auto found = desk_.read<std::optional<InboxId>>(
      [&](db::Session& session) -> Result<std::optional<InboxId>> {
        // The address itself first: it may really have a plus in it.
        if (auto exact = store::inbox_of_address(session, address)) return exact;
        if (auto plain = store::inbox_of_address(session, key)) return plain;
        return inbox_of_postmaster(session, alone ? "" : key);
      });
  if (!found) return std::unexpected(found.error());
  if (!*found) return not_found();
  const std::lock_guard lock(mutex_);
  if (known_.size() < directory_size_max) known_.emplace(key, **found);
  return **found;
}

void Directory::forget() {
  const std::lock_guard lock(mutex_);
  known_.clear();
}

}  // namespace mg::desk
