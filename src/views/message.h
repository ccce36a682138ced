#pragma once

#include <optional>

#include "facts/fact.h"

// Messages and their mailed copies as their facts make them: one row each.
namespace mg::views {

struct Message {
  MessageId id;
  ConversationId conversation;
  MessageKind kind = MessageKind::customer;
  SystemKind system = SystemKind::none;
  facts::Actor author;
  Channel channel = Channel::email;
  bool automatic = false;
  bool withdrawn = false;
  Instant at;          // When it was said.
  Instant release_at;  // Replies: when it can no longer be withdrawn; the epoch for others.
  bool released = true;

  bool operator==(const Message&) const = default;
};

struct Delivery {
  OutboxId id;
  ConversationId conversation;
  MessageId message;
  ContactId contact;
  DeliveryState state = DeliveryState::queued;
  int attempts = 0;
  std::int64_t code = 0;
  Instant queued_at, reported_at, next_attempt_at;

  bool operator==(const Delivery&) const = default;
};

// Whether the message is a mail server's word about a mail of ours: that it is lost, or late.
bool is_report(const Message& message);

// Rows that a fact makes anew.
std::optional<Message> message_made_by(const facts::Header& header, const facts::Fact& fact);
std::optional<Delivery> delivery_made_by(const facts::Header& header, const facts::Fact& fact);

// The id of the message / copy that a fact changes, and the change itself.
MessageId message_changed_by(const facts::Fact& fact);
void fold(Message& message, const facts::Header& header, const facts::Fact& fact);
OutboxId delivery_changed_by(const facts::Fact& fact);
void fold(Delivery& delivery, const facts::Header& header, const facts::Fact& fact);

}  // namespace mg::views
