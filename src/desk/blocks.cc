#include "desk/blocks.h"

#include <algorithm>

#include "base/mailbox.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

constexpr std::ptrdiff_t domain_names_max = 8;

bool is_address(std::string_view name) {
  return name.find('@') != std::string_view::npos;
}

std::ptrdiff_t names_in(std::string_view domain) {
  return std::ranges::count(domain, '.') + 1;
}

bool is_domain(std::string_view name) {
  const auto count = names_in(name);
  return count >= 2 && count <= domain_names_max && !name.starts_with('.') &&
         !name.ends_with('.') && name.find("..") == std::string_view::npos;
}

rules::Right right_for(std::string_view name) {
  return is_address(name) ? rules::Right::block_senders : rules::Right::block_domains;
}

// Whether mail of ours, or of one of our inboxes' whole domain, would be blocked.
bool is_ours(db::Session& session, std::string_view name) {
  for (const store::Inbox& inbox : store::load_inboxes(session)) {
    std::vector<std::string> addresses = inbox.aliases;
    addresses.push_back(inbox.address);
    for (const std::string& address : addresses) {
      const store::BlockNames names = names_that_block(address);
      if (std::ranges::find(names, name) != names.end()) return true;
    }
  }
  return false;
}

ShownBlock shown(db::Session& session, store::Block block) {
  const auto agent = block.created_by ? store::load_agent(session, block.created_by) : std::nullopt;
  return {std::move(block), agent ? agent->name : ""};
}

Result<std::int64_t> add(Tx& tx, const std::string& typed) {
  const auto name = block_name(typed);
  if (!name) {
    return refuse(RefusalKind::bad_input, "bad_name",
                  "Name an address such as ana@customer.example, or a domain such as "
                  "customer.example.",
                  "/name");
  }
  if (auto refusal = refused(tx.context, right_for(*name))) {
    return std::unexpected(std::move(*refusal));
  }
  if (is_ours(tx.session, *name)) {
    return refuse(RefusalKind::conflict, "own_address",
                  "This is an address of your own inboxes, or their domain.", "/name");
  }
  if (const auto known = store::find_block(tx.session, {*name})) return known->value;
  const auto id = tx.fresh<BlockId>();
  store::add_block(tx.session, {id, *name, tx.now, tx.context.agent()});
  store::append_to_workspace(tx.session, id.value, tx.stamp(), facts::SenderBlocked{id});
  return id.value;
}

}  // namespace

std::optional<std::string> block_name(std::string_view typed) {
  const auto from = typed.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  typed.remove_prefix(from);
  if (typed.starts_with('@')) typed.remove_prefix(1);
  const bool whole_domain = !is_address(typed);
  // Who writes to us may have an address that nobody may give out.
  const auto plain =
      plain_mailbox(whole_domain ? "x@" + std::string(typed) : std::string(typed), Dots::anywhere);
  std::string key = store::address_key(plain.value_or(""));
  if (key.empty()) return {};
  if (!whole_domain) return key;
  key.erase(0, 2);
  if (!is_domain(key) || is_address(key)) return {};
  return key;
}

store::BlockNames names_that_block(std::string_view address) {
  store::BlockNames names;
  const std::string key = store::address_key(address);
  if (key.empty()) return names;
  names[0] = key;
  names[1] = store::address_key(without_plus(key));
  std::string_view domain = std::string_view(key).substr(key.rfind('@') + 1);
  if (domain.ends_with('.')) domain.remove_suffix(1);
  std::size_t at = 2;
  while (at < names.size() && names_in(domain) >= 2) {
    if (names_in(domain) <= domain_names_max) names[at++] = domain;
    domain.remove_prefix(domain.find('.') + 1);
  }
  return names;
}

Change block_sender(std::string typed) {
  return workspace_change(rules::Right::block_senders,
                          [typed = std::move(typed)](Tx& tx) { return add(tx, typed); });
}

Change unblock_sender(BlockId id) {
  return workspace_change(rules::Right::block_senders, [id](Tx& tx) -> Result<std::int64_t> {
    const auto known = store::load_block(tx.session, id);
    if (!known) return not_found();
    if (auto refusal = refused(tx.context, right_for(known->name))) {
      return std::unexpected(std::move(*refusal));
    }
    store::drop_block(tx.session, id);
    store::append_to_workspace(tx.session, id.value, tx.stamp(), facts::SenderUnblocked{id});
    return id.value;
  });
}

std::vector<ShownBlock> blocks(db::Session& session, BlockId before, int count_max) {
  std::vector<ShownBlock> all;
  for (store::Block& block : store::block_page(session, before, count_max)) {
    all.push_back(shown(session, std::move(block)));
  }
  return all;
}

std::optional<ShownBlock> block(db::Session& session, BlockId id) {
  auto found = store::load_block(session, id);
  if (!found) return {};
  return shown(session, std::move(*found));
}

std::optional<ShownBlock> block_of(db::Session& session, std::string_view address) {
  const auto id = store::find_block(session, names_that_block(address));
  return id ? block(session, *id) : std::nullopt;
}

}  // namespace mg::desk
