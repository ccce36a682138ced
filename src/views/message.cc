#include "views/message.h"

namespace mg::views {
namespace {

Message made(const facts::Header& header, MessageId id, MessageKind kind) {
  Message message;
  message.id = id;
  message.conversation = ConversationId{header.stream};
  message.kind = kind;
  message.author = header.actor;
  message.at = header.happened_at;
  return message;
}

}  // namespace

bool is_report(const Message& message) {
  return message.system == SystemKind::bounce || message.system == SystemKind::delay;
}

std::optional<Message> message_made_by(const facts::Header& header, const facts::Fact& fact) {
  if (const auto* f = std::get_if<facts::MessageReceived>(&fact)) {
    Message message = made(header, f->message, MessageKind::customer);
    message.author = facts::contact_actor(f->contact);
    message.channel = f->channel;
    message.automatic = f->automatic;
    return message;
  }
  if (const auto* f = std::get_if<facts::ReplyWritten>(&fact)) {
    Message message = made(header, f->message, MessageKind::reply);
    message.author = facts::agent_actor(f->agent);
    message.release_at = f->release_at;
    message.released = false;
    return message;
  }
  if (const auto* f = std::get_if<facts::NoteAdded>(&fact)) {
    Message message = made(header, f->message, MessageKind::note);
    message.author = facts::agent_actor(f->agent);
    return message;
  }
  if (const auto* f = std::get_if<facts::SystemMessageWritten>(&fact)) {
    Message message = made(header, f->message, MessageKind::system);
    message.system = f->kind;
    message.author = {};
    message.automatic = true;
    return message;
  }
  return {};
}

std::optional<Delivery> delivery_made_by(const facts::Header& header, const facts::Fact& fact) {
  const auto* f = std::get_if<facts::DeliveryQueued>(&fact);
  if (!f) return {};
  Delivery delivery;
  delivery.id = f->outbox;
  delivery.conversation = ConversationId{header.stream};
  delivery.message = f->message;
  delivery.contact = f->contact;
  delivery.queued_at = delivery.next_attempt_at = header.happened_at;
  return delivery;
}

MessageId message_changed_by(const facts::Fact& fact) {
  if (const auto* f = std::get_if<facts::ReplyReleased>(&fact)) return f->message;
  if (const auto* f = std::get_if<facts::ReplyWithdrawn>(&fact)) return f->message;
  return {};
}

void fold(Message& message, const facts::Header& header, const facts::Fact& fact) {
  if (std::holds_alternative<facts::ReplyReleased>(fact)) {
    message.released = true;
    message.at = header.happened_at;
  }
  if (std::holds_alternative<facts::ReplyWithdrawn>(fact)) message.withdrawn = true;
}

OutboxId delivery_changed_by(const facts::Fact& fact) {
  const auto* f = std::get_if<facts::DeliveryReported>(&fact);
  return f ? f->outbox : OutboxId{};
}

namespace {

bool was_attempted(DeliveryState state) {
  return state == DeliveryState::sent || state == DeliveryState::deferred ||
         state == DeliveryState::failed;
}

}  // namespace

void fold(Delivery& delivery, const facts::Header& header, const facts::Fact& fact) {
  const auto* f = std::get_if<facts::DeliveryReported>(&fact);
  if (!f) return;
  // Queued anew, held and cancelled are decisions of people, not attempts.
  if (was_attempted(f->state)) ++delivery.attempts;
  delivery.state = f->state;
  delivery.code = f->code;
  delivery.reported_at = header.happened_at;
  delivery.next_attempt_at = f->next_attempt_at;
}

}  // namespace mg::views
