#include <algorithm>

#include "desk/customer.h"
#include "desk/mail_people.h"
#include "desk/parts.h"
#include "store/conversations.h"
#include "store/erasure.h"
#include "store/people.h"

namespace mg::desk {
namespace {

constexpr auto link_pause = std::chrono::hours(1);
constexpr int conversations_looked_at_max = 50;
constexpr int messages_looked_at_max = 500;

struct Linker {
  Tx& tx;
  const Keyring& keys;
  std::string address;
  ContactId contact = {};

  std::string throttle() const { return "link:" + store::address_key(address); }

  bool is_contact(const rules::Person& named) const {
    return store::find_contact(tx.session, named.email) == contact;
  }

  bool lets_in(const store::TakenPart& part, const store::Addressed& said) const {
    const auto people = people_from(said.people);
    const auto any = [&](const auto& is_fit) {
      return std::ranges::any_of(people.to, is_fit) || std::ranges::any_of(people.cc, is_fit);
    };
    if (said.author == part.requester && people.disowned) return false;
    if (said.author == part.requester) {
      return any([&](const rules::Person& named) { return is_contact(named); });
    }
    const auto is_ours = [&](std::string_view to) {
      return read_plus_address(keys, to) == part.conversation;
    };
    return is_ours(said.recipient) ||
           any([&](const rules::Person& to) { return is_ours(to.email); });
  }

  // A stranger who learns the Message-ID of somebody's mail can write into its conversation: that
  // alone must not open it.
  bool was_let_in(const store::TakenPart& part) const {
    if (part.requester == contact) return true;
    const auto said = store::messages_addressed(tx.session, part.conversation, part.requester,
                                                contact, messages_looked_at_max);
    return std::ranges::any_of(said,
                               [&](const store::Addressed& one) { return lets_in(part, one); });
  }

  std::vector<ConversationId> wanted() const {
    const Instant since = tx.now - std::chrono::days(tx.policy.reopen_days);
    std::vector<ConversationId> found;
    for (const store::TakenPart& part :
         store::taken_part(tx.session, contact, since, conversations_looked_at_max)) {
      const bool may_go_on = part.ended_at == Instant{} || part.ended_at >= since;
      if (found.size() == links_mailed_max || (!may_go_on && !found.empty())) break;
      if (can_mail(tx.session, part.inbox) && was_let_in(part)) found.push_back(part.conversation);
    }
    return found;
  }

  void mail(views::Conversation& conversation) {
    const auto message = tx.fresh<MessageId>();
    const auto copy = copy_for(tx, contact);
    store::append(tx.session, conversation,
                  {facts::SystemMessageWritten{message, SystemKind::page_link},
                   facts::DeliveryQueued{copy.outbox, message, contact}},
                  tx.system_stamp());
  }

  Result<std::int64_t> run() {
    store::hold_contact(tx.session, address);
    const auto known = store::find_contact(tx.session, address);
    if (!known) return 0;
    contact = *known;
    const auto pause_is_over = [&](const store::Throttle& last) {
      return tx.now - last.at >= link_pause;
    };
    if (!pause_is_over(store::load_throttle(tx.session, throttle()))) return 0;
    auto ids = wanted();
    std::ranges::sort(ids);  // Everybody locks in the same order, and before anything is written.
    std::vector<views::Conversation> conversations;
    for (const ConversationId id : ids) {
      auto conversation = tx.load(id);
      if (conversation) conversations.push_back(std::move(*conversation));
    }
    // Another request may have been waiting for the same locks.
    if (conversations.empty() || !pause_is_over(store::lock_throttle(tx.session, throttle()))) {
      return 0;
    }
    store::save_throttle(tx.session, throttle(), {0, {}, tx.now});
    for (views::Conversation& conversation : conversations) mail(conversation);
    return 0;
  }
};

}  // namespace

Change mail_new_links(std::string address, std::shared_ptr<const Keyring> keys) {
  return {rules::Right::anyone, [address = std::move(address), keys = std::move(keys)](Tx& tx) {
            return Linker{tx, *keys, address}.run();
          }};
}

}  // namespace mg::desk
