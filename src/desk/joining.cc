#include "desk/joining.h"

#include <algorithm>

#include "base/address.h"
#include "desk/mail_people.h"
#include "desk/parts.h"
#include "desk/recipients.h"
#include "rules/conversation/recipients.h"
#include "store/conversations.h"
#include "store/messages.h"
#include "store/people.h"

namespace mg::desk {
namespace {

constexpr int messages_looked_at_max = 50;

// One mailbox has many addresses with a plus.
std::string mailbox_of(std::string_view email) {
  return without_plus(address_key(email));
}

// Whether a mail that is not from whom it says asks to be answered at a fitting address, and we
// would do so: a contact form does. It names nobody else: its writer may be anybody.
bool asks_to_answer(db::Session& session, const store::AddressedMessage& message,
                    const People& people, const auto& is_it) {
  const auto writer = store::load_contact(session, ContactId{message.author.id});
  if (!writer) return false;
  const auto answer = rules::answer_to({{writer->name, writer->email}, {}, {}, people.reply_to},
                                       own_addresses(session));
  return answer.reply_to == rules::ReplyTo::followed && is_it(answer.person);
}

// Whether somebody who belongs to the conversation, or an agent, has addressed a message of it to
// this mailbox, or asked to be answered there (as a form does for who filled it in).
bool was_named(db::Session& session, const views::Conversation& c, std::string_view email) {
  const std::string mailbox = mailbox_of(email);
  if (mailbox.empty()) return false;
  const auto is_it = [&](const rules::Person& person) {
    return mailbox_of(person.email) == mailbox;
  };
  const auto names = [&](const store::AddressedMessage& message) {
    if (message.author.kind == ActorKind::contact &&
        !views::takes_part(c, ContactId{message.author.id})) {
      return false;
    }
    const People people = people_from(message.people);
    if (people.disowned) return asks_to_answer(session, message, people, is_it);
    const auto lists = {&people.to, &people.cc, &people.bcc, &people.reply_to};
    return std::ranges::any_of(lists,
                               [&](const auto* list) { return std::ranges::any_of(*list, is_it); });
  };
  return std::ranges::any_of(store::addressed_messages(session, c.id, messages_looked_at_max),
                             names);
}

bool answers_machine(db::Session& session, MessageId id) {
  const auto shown = id ? store::load_message(session, id) : std::nullopt;
  return shown && shown->message.automatic;
}

std::string joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text.append(text.empty() ? "" : " ").append(id);
  return text;
}

}  // namespace

ThreadClues clues_of(const ReceivedMail& mail) {
  return {mail.inbox,       mail.addressed_to, mail.references,  mail.markers,
          mail.thread_root, mail.subject,      mail.from_address};
}

bool has_same_subject(db::Session& session, const views::Conversation& c,
                      const ReceivedMail& mail) {
  const auto words = store::load_words(session, c.id);
  if (!words || rules::same_subject(mail.subject, words->subject, c.number)) return true;
  // Whoever wrote it under its first name need not know of the new one.
  return !words->first_subject.empty() &&
         rules::same_subject(mail.subject, words->first_subject, c.number);
}

rules::Join join_of(db::Session& session, const std::optional<views::Conversation>& conversation,
                    const Thread& found, const ReceivedMail& mail, const MailSender& sender) {
  if (!conversation) return rules::Join::openly;
  const views::Conversation& c = *conversation;
  if (sender.from_us || views::takes_part(c, sender.contact)) return rules::Join::openly;
  if (was_named(session, c, mail.from_address)) return rules::Join::openly;
  const auto requester = store::load_contact(session, c.contact);
  const std::string mailbox = mailbox_of(mail.from_address);
  if (requester && !mailbox.empty() && mailbox_of(requester->email) == mailbox) {
    return rules::Join::openly;
  }
  const bool is_known = views::find_other(c, sender.contact) != nullptr;
  return rules::how_to_join(
      {.has_copy = is_signed(found.by) || is_known,
       .same_house = requester && rules::is_same_house(requester->email, mail.from_address),
       .same_subject = has_same_subject(session, c, mail),
       .automatic = sender.automatic,
       .answers_machine = answers_machine(session, found.message),
       .is_full = !is_known && c.others.size() >= rules::others_max});
}

std::optional<views::Conversation> beside_of(Tx& tx, const views::Conversation& named,
                                             ContactId writer) {
  if (views::takes_part(named, writer)) return {};
  const auto id = store::find_beside(tx.session, named.id, writer);
  if (!id) return {};
  auto own = tx.load(*id);
  if (!own || own->inbox != named.inbox) return {};
  return std::move(*own);
}

views::Conversation open_apart(Tx& tx, views::Conversation& named, ContactId writer,
                               std::string_view subject) {
  auto opened = open_conversation(tx, named.inbox, writer, Channel::email, subject);
  store::append(tx.session, opened, {facts::ConversationLinked{named.id, true}}, tx.system_stamp());
  store::append(tx.session, named, {facts::ConversationLinked{opened.id, false}},
                tx.system_stamp());
  return opened;
}

void keep_thread(Tx& tx, const ReceivedMail& mail, ContactId writer,
                 const views::Conversation& conversation, MessageId message, const Thread& found) {
  if (!mail.ancestors.empty() || !mail.thread_root.empty()) {
    store::save_thread(tx.session, mail.inbox, writer, {message, conversation.id},
                       {joined(mail.ancestors), mail.thread_index, mail.thread_root});
  }
  const bool learns = found.by == ThreadedBy::marker && found.message &&
                      found.conversation == conversation.id &&
                      views::takes_part(conversation, writer);
  if (learns && !mail.references.empty()) {
    store::add_message_id(tx.session, mail.inbox, mail.references.front(),
                          {found.message, conversation.id});
  }
}

}  // namespace mg::desk
