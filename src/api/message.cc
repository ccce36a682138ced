#include "api/message.h"

#include "api/change.h"
#include "api/system_text.h"
#include "desk/mail_people.h"
#include "desk/workspace.h"

namespace mg::api {
namespace {

std::vector<Attachment> attachments_of(const desk::Said& said) {
  std::vector<Attachment> all;
  for (const desk::Attached& a : said.attachments) {
    all.push_back(
        {a.id, a.name, a.type, a.size, a.is_inline, "/api/v1/attachments/" + to_string(a.id)});
  }
  return all;
}

bool is_mailed(const views::Message& message) {
  return message.kind == MessageKind::reply || message.kind == MessageKind::system;
}

Delivery shown_delivery(const desk::Delivery& from) {
  Delivery delivery;
  delivery.state = from.state;
  if (!from.recipient.empty()) delivery.recipient = from.recipient;
  if (!from.answer.empty()) delivery.answer = from.answer;
  delivery.at = unless_never(from.at);
  delivery.next_attempt_at = unless_never(from.next_attempt_at);
  return delivery;
}

std::optional<Delivery> delivery_of(const desk::Said& said) {
  const views::Message& message = said.shown.message;
  if (!is_mailed(message) || message.withdrawn) return {};
  if (!said.delivery) {
    // Held for undo: its copies are made when it is released.
    if (message.kind == MessageKind::reply && !message.released) return Delivery{};
    return {};
  }
  return shown_delivery(*said.delivery);
}

// What the messages of one conversation share.
struct Place {
  db::Session& session;
  const desk::Settings& settings;
  store::ListItem item;
  std::optional<desk::Erased> requester_erased = {};

  Address customer() const { return {item.contact_name, item.contact_email}; }
};

void address(const Place& place, const desk::Said& said, Message& message) {
  for (const desk::Delivery& copy : said.copies) {
    if (!copy.recipient.empty()) message.copies.push_back(shown_delivery(copy));
  }
  const views::Message& from = said.shown.message;
  if (said.shown.words.people.empty()) {
    const bool is_to_requester = is_mailed(from) && !views::is_report(from);
    if (is_to_requester && !place.requester_erased) message.to.push_back(place.customer());
    return;
  }
  const desk::People people = desk::people_from(said.shown.words.people);
  message.to = addresses_of(people.to);
  message.cc = addresses_of(people.cc);
  message.bcc = addresses_of(people.bcc);
  message.reply_to = addresses_of(people.reply_to);
}

std::optional<Erased> erased_of(const Place& place, const desk::Said& said) {
  const auto& erased = place.requester_erased ? place.requester_erased : said.erased;
  if (!erased) return {};
  Erased shown{erased->at, {}};
  if (!erased->by.empty()) shown.by = erased->by;
  return shown;
}

Place place_of(db::Session& session, const desk::Settings& settings, store::ListItem item) {
  const ContactId requester = item.conversation.contact;
  return {session, settings, std::move(item), desk::erased(session, requester)};
}

std::string text_of(const Place& place, const desk::Said& said) {
  const views::Message& message = said.shown.message;
  if (message.kind != MessageKind::system || !said.shown.words.text.empty()) {
    return said.shown.words.text;
  }
  const Address customer = place.customer();
  std::optional<Instant> until;
  if (message.system == SystemKind::acknowledgement) {
    until = desk::acknowledged_until(place.session, message.conversation, message.at);
  }
  return system_text(message.system, customer.name.empty() ? customer.email : customer.name, until,
                     place.settings.time_zone);
}

Message message_of(const Place& place, const desk::Said& said) {
  const views::Message& from = said.shown.message;
  Message message;
  message.id = from.id;
  message.kind = from.kind;
  message.author = author_of(from.author, said.author_name, said.author_email);
  message.erased = erased_of(place, said);
  if (!message.erased) {  // The words themselves may still wait for their turn.
    message.text = text_of(place, said);
    message.quoted = said.shown.words.quoted;
    message.html = said.shown.words.html;
    message.has_remote_images = said.shown.words.remote_images;
    message.attachments = attachments_of(said);
  }
  message.at = from.at;
  message.channel = from.channel;
  message.delivery = delivery_of(said);
  const bool is_held = from.kind == MessageKind::reply && !from.released && !from.withdrawn;
  if (is_held) message.undo_until = from.release_at;
  address(place, said, message);
  message.automatic = from.automatic;
  if (from.system != SystemKind::none) message.system = from.system;
  if (said.asks) message.proposal = said.asks;
  return message;
}

}  // namespace

std::vector<Address> addresses_of(const std::vector<rules::Person>& people) {
  std::vector<Address> all;
  for (const rules::Person& person : people) all.push_back({person.name, person.email});
  return all;
}

Author author_of(const facts::Actor& actor, const std::string& name, const std::string& email) {
  if (actor.kind == ActorKind::system)
    return {actor.kind, {}, name.empty() ? "Makegood" : name, {}};
  if (actor.id == 0) return {actor.kind, {}, name, email};
  return {actor.kind, std::to_string(actor.id), name, email};
}

std::optional<Message> find_message(db::Session& session, const desk::Settings& settings,
                                    MessageId id) {
  const auto said = desk::said(session, id);
  if (!said) return {};
  auto item = desk::item(session, said->shown.message.conversation);
  if (!item) return {};
  return message_of(place_of(session, settings, std::move(*item)), *said);
}

Result<std::vector<Message>> find_messages(db::Session& session, const desk::Settings& settings,
                                           ConversationId conversation, MessageId after,
                                           int count_max) {
  auto item = desk::item(session, conversation);
  if (!item) return desk::not_found();
  const Place place = place_of(session, settings, std::move(*item));
  std::vector<Message> messages;
  for (const desk::Said& said : desk::thread(session, conversation, after, count_max)) {
    messages.push_back(message_of(place, said));
  }
  return messages;
}

}  // namespace mg::api
