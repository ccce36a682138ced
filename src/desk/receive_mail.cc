#include <algorithm>
#include <iterator>
#include <utility>

#include "desk/acknowledge.h"
#include "desk/blocks.h"
#include "desk/delivery_report.h"
#include "desk/excerpt.h"
#include "desk/joining.h"
#include "desk/late.h"
#include "desk/mail_answer.h"
#include "desk/mail_in.h"
#include "desk/mail_parts.h"
#include "desk/mail_words.h"
#include "desk/own_side.h"
#include "desk/parts.h"
#include "desk/recipients.h"
#include "desk/same_mail.h"
#include "desk/thread.h"
#include "rules/conversation/delivery.h"
#include "rules/conversation/promise.h"
#include "rules/conversation/proposal.h"
#include "rules/conversation/receive.h"
#include "store/erasure.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

constexpr int older_mails_max = 500;  // More than one node takes in at a time.

struct Receiver {
  Tx& tx;
  const Keyring& keys;
  const ReceivedMail& mail;
  const std::optional<MailTurn>& turn;
  RawMailId raw = mail.raw;
  MessageId message = {};
  std::string people = mail.people;
  std::string known_as = mail.message_id;  // The id that this mail takes in its inbox.
  store::MailLook look = {};
  Thread found = {};

  Thread thread() const { return find_thread(tx.session, keys, clues_of(mail)); }

  // A mail that answers what this inbox does not know (yet) may answer any mail before it; one that
  // goes on with a conversation stays behind what its sender wrote before. Asked before thread():
  // what is not waiting any more by now will be found there.
  bool has_to_wait() const {
    if (!turn || !raw || (mail.references.empty() && !thread().conversation)) return false;
    const auto waiting = store::load_raw_mail(tx.session, raw);
    const bool any = answers_unknown();
    if (!waiting || (!any && waiting->sender.empty())) return false;
    const auto older = store::older_raw_mails(tx.session, mail.inbox, raw,
                                              any ? "" : waiting->sender, older_mails_max);
    return !std::ranges::all_of(older, turn->is_ahead) || older.size() == older_mails_max;
  }

  bool answers_unknown() const {
    if (mail.references.empty()) return false;
    const std::string& id = mail.references.front();
    return !read_message_id(keys, id) && !store::find_message_id(tx.session, mail.inbox, id);
  }

  bool is_duplicate() {
    if (known_as.empty() || !look.known) return false;
    if (is_same_mail(tx, mail, look)) return true;
    known_as = id_of_words(mail);
    return store::find_message_id(tx.session, mail.inbox, known_as).has_value();
  }

  // What never was queued (an import) is kept as it came, too.
  void keep_raw_bytes() {
    if (raw || !mail.raw_bytes) return;
    raw = tx.fresh<RawMailId>();
    store::add_raw_mail(tx.session, {.id = raw,
                                     .inbox = mail.inbox,
                                     .recipient = {},
                                     .sender = mail.from_address,
                                     .blob = store::add_blob(tx.session, *mail.raw_bytes),
                                     .received_at = tx.happened_at});
  }

  bool has_sender() const { return !store::address_key(mail.from_address).empty(); }

  std::string sender_address() const {
    if (has_sender()) return mail.from_address;
    const std::string said = mail.from_address + "\n" + mail.from_name;
    return nobodys_address(said != "\n" ? said : mail.message_id);
  }

  ContactId sender() {
    if (!look.sender) return contact_for(tx, sender_address(), mail.from_name);
    if (!mail.from_name.empty()) store::name_contact(tx.session, *look.sender, mail.from_name);
    return *look.sender;
  }

  // Counted for the mailbox: to write in the name of one person under many plus-addresses must
  // not fill that person's mailbox.
  std::string mailbox() const { return without_plus(mail.from_address); }

  // Mail between our own inboxes must never be answered by a machine.
  bool from_ourselves() const { return look.from_inbox; }

  bool may_acknowledge() const { return !mail.imported && look.inbox_can_send && has_sender(); }

  void save_parts(ConversationId conversation) {
    save_mail(tx, mail, {message, conversation, people, raw, found});
    keep_names(tx, conversation, people);
  }

  // Whether the mail waited while its sender's words were being erased, so that it goes with them.
  bool waited_for_an_erasure() const {
    if (!raw || look.sender) return false;
    const auto asked = store::erasure_asked_at(tx.session, mail.from_address);
    const auto waited = asked ? store::load_raw_mail(tx.session, raw) : std::nullopt;
    return waited && waited->received_at <= *asked;
  }

  // Whether it is a report about mail to a person who was erased since: it would bring the address
  // and our own words back.
  bool reports_of_erased_person() const {
    if (!mail.null_sender || mail.bounces.empty()) return false;
    const auto claim = read_message_id(keys, mail.original_message_id);
    const auto about =
        claim ? store::load_conversation(tx.session, claim->conversation, store::Lock::none)
              : std::nullopt;
    return about && is_erased(tx.session, about->contact);
  }

  // Receipt 0, as for a duplicate.
  Result<std::int64_t> drop() const {
    const auto waited = raw ? store::load_raw_mail(tx.session, raw) : std::nullopt;
    if (waited) store::drop_raw_mail(tx.session, raw, waited->blob);
    return 0;
  }

  // A delivery report about a mail of ours: that copy has failed or is late, and its conversation
  // says so.
  std::optional<Result<std::int64_t>> report() {
    const auto proven = read_delivery_report(tx.session, keys, mail);
    if (!proven) return {};
    if (is_erased(tx.session, proven->contact)) return drop();
    auto conversation = tx.load(proven->conversation);
    if (!conversation || conversation->inbox != mail.inbox) return {};
    const auto copy = store::load_delivery(tx.session, proven->outbox);  // Again, behind the lock.
    const auto about = store::load_message(tx.session, copy->message);
    keep_raw_bytes();
    message = tx.fresh<MessageId>();
    people = proven->people;
    save_parts(conversation->id);
    const auto facts = rules::reported(*conversation, *copy, about->message,
                                       {.message = message, .failed = proven->failed});
    if (facts.size() > 1) store::save_answer(tx.session, copy->id, proven->answer);
    store::append(tx.session, *conversation, facts, tx.system_stamp());
    return finish(conversation->id, store::RawMailState::done);
  }

  Result<std::int64_t> finish(ConversationId conversation, store::RawMailState state) {
    if (message && !known_as.empty()) {
      store::take_message_id(tx.session, mail.inbox, known_as, {message, conversation});
    }
    if (raw) store::finish_once(tx.session, raw, state, conversation, message);
    return message.value;
  }

  // The conversation that the mail answers, locked. Before anything is written: on PostgreSQL the
  // first write takes the transaction's number, by which followers read, so a later writer of the
  // same conversation must not have taken its number earlier.
  std::optional<views::Conversation> answered() {
    if (!found.conversation) return {};
    auto known = tx.load(found.conversation);
    if (!known || known->inbox != mail.inbox) return {};
    // Nothing may link what comes later to a person who was erased.
    if (is_erased(tx.session, known->contact)) return {};
    return std::move(*known);
  }

  rules::Answer answer_to(const std::optional<views::Conversation>& c, ContactId contact) const {
    if (!c) return rules::Answer::none;
    return answer_of_mail(tx.session, keys, mail, contact, *c, found);
  }

  // Where the mail may go, locked. Found before anything is written: see answered().
  struct Places {
    std::optional<views::Conversation> known;   // The one that it answers.
    std::optional<views::Conversation> later;   // What continues that.
    std::optional<views::Conversation> beside;  // What its sender has opened apart from that.
  };
  Places places() {
    Places found_places{answered(), {}, {}};
    const auto& known = found_places.known;
    if (!known) return found_places;
    const auto writer = store::find_contact(tx.session, sender_address());
    if (!mail.automatic) {
      found_places.later = continuation_of(tx, *known, writer.value_or(ContactId{}));
    }
    if (writer) found_places.beside = beside_of(tx, *known, *writer);
    return found_places;
  }

  // The one that the mail answers, or what continues it when that ended too long ago.
  views::Conversation conversation_for(ContactId contact, views::Conversation known,
                                       std::optional<views::Conversation> continuation,
                                       rules::Answer answer) {
    if (mail.automatic) return known;
    const bool is_new_matter =
        known.ended_at != Instant{} && !has_same_subject(tx.session, known, mail);
    return conversation_for_late_words(tx, std::move(known), std::move(continuation),
                                       {.requester = contact,
                                        .channel = Channel::email,
                                        .subject = subject(),
                                        .answer = answer,
                                        .new_matter = is_new_matter});
  }

  // A filter's word counts against strangers alone: what answers us, or comes from somebody whom we
  // have answered, is never lost to a wrong guess.
  bool is_marked_stranger(ContactId contact) const {
    return mail.marked_spam && tx.settings.spam_headers &&
           !store::was_answered(tx.session, contact);
  }

  std::string subject() const { return mail.subject.empty() ? "(no subject)" : mail.subject; }

  // What our own side wrote before it had this desk: its answer, never a customer's message. An
  // agent who writes to the desk alone asks for help like anybody.
  std::optional<Result<std::int64_t>> old_reply() {
    const auto author = author_of_ours(tx.session, mail);
    if (!author) return {};
    auto known = answered();
    const std::string to = outside_recipient(tx.session, mail);
    const auto self = store::find_contact(tx.session, mail.from_address);
    if (*author && (known ? self == known->contact : to.empty())) return {};
    if (!known && to.empty()) {
      return refuse(RefusalKind::bad_input, std::string(between_ourselves),
                    "This mail went from one of your addresses to nobody else.");
    }
    keep_raw_bytes();
    tx.context.actor = facts::agent_actor(*author);
    const bool is_new = !known;
    auto conversation = is_new ? open_conversation(tx, mail.inbox, contact_for(tx, to, ""),
                                                   Channel::email, subject())
                               : std::move(*known);
    message = tx.fresh<MessageId>();
    save_parts(conversation.id);
    if (is_new) {
      store::save_excerpt(tx.session, conversation.id, excerpt_of(mail.text, mail.from_name));
    }
    tx.append(conversation, facts_of_ours(tx, conversation, mail, message, *author));
    return finish(conversation.id, store::RawMailState::done);
  }

  void save_words(ConversationId conversation, bool is_new) const {
    const std::string excerpt = excerpt_of(mail.text, mail.from_name);
    if (is_new) {
      store::save_words(tx.session, conversation, {subject(), excerpt});
    } else {
      store::save_excerpt(tx.session, conversation, excerpt);
    }
  }

  // Behind the lock of an erasure of the sender, and of whom our side wrote to.
  void look_at_mail() {
    store::hold_contact(tx.session, sender_address());
    if (author_of_ours(tx.session, mail)) {
      store::hold_contact(tx.session, outside_recipient(tx.session, mail));
    }
    look = store::look_at(tx.session, {.inbox = mail.inbox,
                                       .raw = raw,
                                       .sender = sender_address(),
                                       .mailbox = mailbox(),
                                       .from = mail.from_address,
                                       .message_id = known_as});
  }

  // Where the message goes. What begins is written with it, in one go, unless it is spam: we say
  // that, and not the sender.
  struct Entered {
    views::Conversation conversation;
    facts::Facts facts;  // Still to be appended, before the message.
    rules::Answer answer = rules::Answer::none;
    bool is_new = false;
    bool by_stranger = false;
  };
  Entered enter(Places places, const MailSender& sender) {
    auto& [known, later, beside] = places;
    const ContactId contact = sender.contact;
    const auto block = store::find_block(tx.session, names_that_block(mail.from_address));
    if (block && known && !rules::takes_blocked(*known, contact)) known.reset();
    const rules::Join join = join_of(tx.session, known, found, mail, sender);
    const bool apart = join == rules::Join::apart;
    const bool opens = !known || (apart && !beside);
    const bool by_filter = !block && opens && is_marked_stranger(contact);
    Entered at;
    at.answer = block ? rules::Answer::none : answer_to(known, contact);
    if (known) {
      at.conversation =
          !apart   ? conversation_for(contact, std::move(*known), std::move(later), at.answer)
          : beside ? std::move(*beside)
                   : open_apart(tx, *known, contact, subject());
      at.is_new = at.conversation.messages == 0;
      // Never in a conversation of their own, which takes up the one that they answered.
      at.by_stranger = join == rules::Join::as_stranger && at.conversation.contact != contact;
    } else {
      at.conversation.id = tx.fresh<ConversationId>();
      at.facts = open(tx, {mail.inbox, contact, Channel::email, {}, look.team});
      at.is_new = true;
    }
    if (block || by_filter) {
      tx.append(at.conversation, std::exchange(at.facts, {}));
      const facts::MarkedSpam how{block.value_or(BlockId{}), by_filter};
      store::append(tx.session, at.conversation, rules::into_spam(at.conversation, how),
                    tx.system_stamp());
    }
    return at;
  }

  Result<std::int64_t> run() {
    if (has_to_wait()) {
      turn->fall_back();
      return refuse(RefusalKind::conflict, std::string(older_mail_waits),
                    "A mail that came before has not been taken in yet.");
    }
    look_at_mail();
    if (raw && look.raw != store::RawMailState::waiting) {
      return refuse(RefusalKind::conflict, "already_received",
                    "Another worker has taken this mail in.");
    }
    if (waited_for_an_erasure() || reports_of_erased_person()) return drop();
    if (is_duplicate()) return finish({}, store::RawMailState::duplicate);
    if (auto result = report()) return *result;
    found = thread();
    if (auto result = old_reply()) return *result;
    auto where = places();
    keep_raw_bytes();
    const ContactId contact = sender();
    tx.context.actor = facts::contact_actor(contact);
    const bool automatic = mail.automatic || from_ourselves();
    auto [conversation, facts, answer, is_new, by_stranger] =
        enter(std::move(where), {contact, from_ourselves(), automatic});
    message = tx.fresh<MessageId>();
    std::ranges::move(
        rules::receive(store::folded(conversation, facts, tx.stamp()), {.message = message,
                                                                        .contact = contact,
                                                                        .channel = Channel::email,
                                                                        .automatic = automatic,
                                                                        .answer = answer,
                                                                        .stranger = by_stranger}),
        std::back_inserter(facts));
    save_parts(conversation.id);
    save_words(conversation.id, is_new);
    tx.append(conversation, facts);
    keep_thread(tx, mail, contact, conversation, message, found);
    const bool is_spam = conversation.state == State::spam;
    if (is_new && !automatic && !mail.from_list && !is_spam && may_acknowledge()) {
      acknowledge(tx, conversation, {mailbox(), look.sender});
    }
    return finish(conversation.id, store::RawMailState::done);
  }
};

}  // namespace

Change receive_mail(std::shared_ptr<const ReceivedMail> mail, std::shared_ptr<const Keyring> keys,
                    std::optional<MailTurn> turn) {
  return {rules::Right::anyone,
          [mail, keys, turn = std::move(turn)](Tx& tx) {
            return Receiver{tx, *keys, *mail, turn}.run();
          },
          db::Commit::shared};
}

}  // namespace mg::desk
