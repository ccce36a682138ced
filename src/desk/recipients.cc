#include "desk/recipients.h"

#include <algorithm>

#include "desk/mail_in.h"
#include "desk/mail_people.h"
#include "desk/parts.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {

namespace {

constexpr int messages_looked_at_max = 50;

rules::Person person_of(db::Session& session, ContactId id) {
  const auto contact = store::load_contact(session, id);
  if (!contact || is_nobodys_address(contact->email)) return {};
  return {contact->name, contact->email};
}

bool may_be_mailed(db::Session& session, const views::Conversation& conversation) {
  return can_mail(session, conversation.inbox) && !is_erased(session, conversation.contact);
}

// One conversation with what was last said in it, newest first.
struct Exchange {
  db::Session& session;
  const views::Conversation& conversation;
  rules::AddressKeys own = own_addresses(session);
  std::vector<store::AddressedMessage> messages =
      store::addressed_messages(session, conversation.id, messages_looked_at_max);

  rules::MailHead head_of(const store::AddressedMessage& message) const {
    People people = people_from(message.people);
    // Whom a disowned mail names, its writer has not named.
    if (people.disowned) people.to = people.cc = {};
    return {person_of(session, ContactId{message.author.id}), std::move(people.to),
            std::move(people.cc), std::move(people.reply_to)};
  }

  // The addresses that reach the requester: also where they asked to be answered, if that was
  // followed.
  rules::AddressKeys requesters() const {
    rules::AddressKeys keys;
    for (std::string& key : store::addresses_of(session, conversation.contact)) {
      keys.insert(std::move(key));
    }
    for (const store::AddressedMessage& message : messages) {
      if (message.author != facts::contact_actor(conversation.contact)) continue;
      const rules::AnswerTo answer = rules::answer_to(head_of(message), own);
      if (answer.reply_to == rules::ReplyTo::followed) {
        keys.insert(address_key(answer.person.email));
      }
    }
    return keys;
  }

  // What machines wrote counts where nobody wrote anything: a contact form's mail may be taken for
  // one.
  template <class Fits>
  const store::AddressedMessage* newest(const Fits& fits) const {
    for (const bool automatic : {false, true}) {
      const auto at = std::ranges::find_if(messages, [&](const store::AddressedMessage& message) {
        return message.automatic == automatic && fits(message);
      });
      if (at != messages.end()) return &*at;
    }
    return nullptr;
  }

  // Where the requester is answered: as the newest of their mails asks, if that is followed.
  rules::Person requester() const {
    const auto* mail = newest([&](const store::AddressedMessage& message) {
      return message.author == facts::contact_actor(conversation.contact) &&
             !message.people.empty();
    });
    if (!mail) return person_of(session, conversation.contact);
    return rules::answer_to(head_of(*mail), own).person;
  }

  rules::AddressKeys known() const {
    rules::AddressKeys keys;
    for (const views::Participant& other : conversation.others) {
      if (other.role != ParticipantRole::cc) continue;
      for (std::string& key : store::addresses_of(session, other.contact)) {
        keys.insert(std::move(key));
      }
    }
    return keys;
  }

  // What an answer answers: that message, else the newest that says whom it went to.
  const store::AddressedMessage* answered(MessageId about) const {
    return newest([&](const store::AddressedMessage& message) {
      return about ? message.id == about : !message.people.empty();
    });
  }

  rules::Suggestion suggest(MessageId about) const {
    rules::Asked asked;
    asked.requester = requester();
    asked.requesters = requesters();
    asked.own = own;
    asked.known = known();
    if (const auto* message = answered(about)) {
      if (message->kind == MessageKind::customer) {
        asked.mail = head_of(*message);
        const auto* other = views::find_other(conversation, ContactId{message->author.id});
        asked.from_hidden = other && other->role == ParticipantRole::bcc;
        asked.from_stranger = other && other->role == ParticipantRole::stranger;
      } else {
        const People people = people_from(message->people);
        asked.said = {people.to, people.cc, {}};
      }
    }
    return rules::suggest(asked);
  }
};

}  // namespace

rules::AddressKeys own_addresses(db::Session& session) {
  rules::AddressKeys own;
  for (const store::Inbox& inbox : store::load_inboxes(session)) {
    own.insert(address_key(inbox.address));
    for (const std::string& alias : inbox.aliases) own.insert(address_key(alias));
  }
  return own;
}

Result<rules::Suggestion> suggested_recipients(db::Session& session, ConversationId id,
                                               MessageId about) {
  const auto conversation = store::load_conversation(session, id, store::Lock::none);
  if (!conversation) return not_found();
  if (about) {
    const auto shown = store::load_message(session, about);
    if (!shown || shown->message.conversation != id) return not_found();
  }
  return Exchange{session, *conversation}.suggest(about);
}

Result<std::string> people_of_reply(Tx& tx, const views::Conversation& conversation,
                                    const WantedPeople& wanted) {
  const Exchange exchange{tx.session, conversation};
  const rules::Person requester = exchange.requester();
  const std::string usual = address_key(person_of(tx.session, conversation.contact).email);
  const bool is_mailed = can_mail(tx.session, conversation.inbox);
  if (!wanted.people.any() && !wanted.all) {
    if (!is_mailed || address_key(requester.email) == usual) return std::string();
  }
  rules::WantedRecipients people = wanted.people;
  if (wanted.all && !people.to && !people.cc) {
    rules::Recipients all = exchange.suggest({}).reply_all;
    people.to = std::move(all.to);
    people.cc = std::move(all.cc);
  }
  auto chosen = rules::choose(people, requester, exchange.requesters(), exchange.own);
  if (!chosen) return std::unexpected(chosen.error());
  const bool as_always = chosen->size() == 1 && chosen->to.size() == 1 &&
                         address_key(chosen->to.front().email) == usual;
  if (as_always) return std::string();
  if (!is_mailed) {
    return refuse(RefusalKind::conflict, "cannot_mail",
                  "This inbox sends no mail: what you write is on the customer's page alone.",
                  people.to ? "/to" : "/cc");
  }
  return json::write(
      People{std::move(chosen->to), std::move(chosen->cc), std::move(chosen->bcc), {}});
}

void keep_names(Tx& tx, ConversationId conversation, std::string_view json) {
  const People people = people_from(json);
  for (const auto* list : {&people.to, &people.cc, &people.bcc, &people.reply_to}) {
    for (const rules::Person& person : *list) {
      const std::string key = address_key(person.email);
      if (key.empty() || store::inbox_of_address(tx.session, key) ||
          store::inbox_of_address(tx.session, without_plus(key))) {
        continue;
      }
      store::name_address(tx.session, conversation, key);
    }
  }
}

std::vector<rules::Copy> copies_to_requester(Tx& tx, const views::Conversation& conversation) {
  if (!may_be_mailed(tx.session, conversation)) return {};
  const rules::Copy copy = copy_for(tx, conversation.contact);
  const rules::Person requester = Exchange{tx.session, conversation}.requester();
  if (!requester.email.empty()) {
    store::save_words(tx.session, copy.outbox, {requester.email, "", 0, ""});
  }
  return {copy};
}

std::vector<rules::Copy> copies_of(Tx& tx, const views::Conversation& conversation,
                                   MessageId message) {
  if (!may_be_mailed(tx.session, conversation)) return {};
  const auto shown = store::load_message(tx.session, message);
  if (!shown || shown->words.people.empty()) return {copy_for(tx, conversation.contact)};
  const auto requesters = Exchange{tx.session, conversation}.requesters();
  const People people = people_from(shown->words.people);
  std::vector<rules::Copy> copies;
  const auto add = [&](const std::vector<rules::Person>& list, ParticipantRole role) {
    for (const rules::Person& person : list) {
      const bool asked = requesters.contains(address_key(person.email));
      const ContactId contact =
          asked ? conversation.contact : contact_for(tx, person.email, person.name);
      if (is_erased(tx.session, contact)) continue;
      copies.push_back({tx.fresh<OutboxId>(), contact, role});
      store::save_words(tx.session, copies.back().outbox, {person.email, "", 0, ""});
    }
  };
  add(people.to, ParticipantRole::cc);
  add(people.cc, ParticipantRole::cc);
  add(people.bcc, ParticipantRole::bcc);
  return copies;
}

}  // namespace mg::desk
