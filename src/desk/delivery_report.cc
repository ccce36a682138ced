#include "desk/delivery_report.h"

#include <algorithm>

#include "desk/mail_people.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

std::optional<views::Delivery> delivery_named(db::Session& session, const Keyring& keys,
                                              const ReceivedMail& mail,
                                              const std::string& message_id) {
  const auto claim = read_message_id(keys, message_id);
  const auto outbox =
      claim ? store::outbox_of_message_id(session, message_id) : std::optional<OutboxId>{};
  if (!outbox) return {};
  auto delivery = store::load_delivery(session, *outbox);
  const auto inbox = store::load_inbox(session, mail.inbox);
  const bool fits = delivery && inbox && delivery->message == claim->message &&
                    delivery->conversation == claim->conversation &&
                    store::address_key(mail.recipient) == store::address_key(inbox->address);
  return fits ? delivery : std::nullopt;
}

std::optional<views::Delivery> proven_delivery(db::Session& session, const Keyring& keys,
                                               const ReceivedMail& mail) {
  if (!mail.null_sender || mail.imported || mail.bounces.empty()) return {};
  if (auto found = delivery_named(session, keys, mail, mail.original_message_id)) return found;
  for (const std::string& id : mail.references) {
    if (auto found = delivery_named(session, keys, mail, id)) return found;
  }
  return {};
}

// The line of the report that is about this recipient. A copy that was passed on to other addresses
// fares as the worst of them.
const MailBounce* fate_of(const std::vector<MailBounce>& lines, const std::string& recipient) {
  const std::string key = store::address_key(recipient);
  const auto own = std::ranges::find_if(
      lines, [&](const MailBounce& line) { return store::address_key(line.recipient) == key; });
  if (own != lines.end()) return own->failed || own->delayed ? &*own : nullptr;
  for (const auto flag : {&MailBounce::failed, &MailBounce::delayed}) {
    const auto worst = std::ranges::find(lines, true, flag);
    if (worst != lines.end()) return &*worst;
  }
  return nullptr;
}

std::string answer_of(const MailBounce& fate) {
  if (fate.answer.empty()) return fate.status;
  const bool says_all = fate.status.empty() || fate.answer.find(fate.status) != std::string::npos;
  return says_all ? fate.answer : fate.answer + " (" + fate.status + ")";
}

}  // namespace

std::optional<DeliveryReport> read_delivery_report(db::Session& session, const Keyring& keys,
                                                   const ReceivedMail& mail) {
  const auto copy = proven_delivery(session, keys, mail);
  if (!copy) return {};
  const std::string recipient = store::load_words(session, copy->id).recipient;
  const MailBounce* fate = fate_of(mail.bounces, recipient);
  if (!fate) return {};
  const auto contact = store::load_contact(session, copy->contact);
  People people;
  people.to.push_back({contact ? contact->name : "", recipient});
  return DeliveryReport{.outbox = copy->id,
                        .conversation = copy->conversation,
                        .contact = copy->contact,
                        .people = json::write(people),
                        .answer = answer_of(*fate),
                        .failed = fate->failed};
}

}  // namespace mg::desk
