#include "desk/acknowledge.h"

#include "desk/parts.h"
#include "rules/conversation/promise.h"
#include "store/mail.h"
#include "store/people.h"

namespace mg::desk {
namespace {

constexpr auto pause = std::chrono::hours(1);
constexpr std::int64_t per_day_max = 5;
// To whom nobody has answered yet: anybody can write in the name of anybody (catalogue row E12).
constexpr std::int64_t per_day_to_strangers_max = 1;

bool was_told_enough(Tx& tx, const Acknowledged& to) {
  const auto sent_since = [&](Duration ago) {
    return store::acknowledgements_since(tx.session, to.mailbox, tx.now - ago);
  };
  const bool known = to.sender && store::was_answered(tx.session, *to.sender);
  return sent_since(pause) > 0 ||
         sent_since(std::chrono::hours(24)) >= (known ? per_day_max : per_day_to_strangers_max);
}

}  // namespace

void acknowledge(Tx& tx, views::Conversation& conversation, const Acknowledged& to) {
  if (!tx.policy.acknowledge || was_told_enough(tx, to)) return;
  const auto id = tx.fresh<MessageId>();
  const auto promise = tx.fresh<PromiseId>();
  const auto copy = copy_for(tx, conversation.contact);
  store::save_words(tx.session, promise, {"", ""});
  store::append(tx.session, conversation,
                rules::acknowledge(conversation, id, promise, copy, tx.now, tx.policy),
                tx.system_stamp());
  store::add_acknowledgement(tx.session, to.mailbox, tx.now, id);
}

}  // namespace mg::desk
