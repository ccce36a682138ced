#pragma once

#include <string_view>

#include "base/time.h"
#include "facts/enums.h"
#include "facts/ids.h"

// What can happen to the messages of a conversation, and to each copy that is mailed out.
namespace mg::facts {

struct MessageReceived {
  static constexpr int number = 20;
  static constexpr std::string_view name = "message_received";
  MessageId message;
  ContactId contact;
  Channel channel = Channel::email;
  bool automatic = false;  // Written by a machine: wakes nobody and is never answered by one.
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "message", f.message);
    visit(2, "contact", f.contact);
    visit(3, "channel", f.channel);
    visit(4, "automatic", f.automatic);
  }
  bool operator==(const MessageReceived&) const = default;
};

// A reply exists and is held until `release_at`, so that it can be withdrawn. Nothing else has
// changed yet: what it promises or proposes takes effect with ReplyReleased.
struct ReplyWritten {
  static constexpr int number = 21;
  static constexpr std::string_view name = "reply_written";
  MessageId message;
  AgentId agent;
  Instant release_at;
  PromiseId promise;  // With promise_due and promise_warn_at, when the reply ends with one.
  Instant promise_due;
  Instant promise_warn_at;
  ProposalId proposal;  // When the reply asks "is it solved?".
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "message", f.message);
    visit(2, "agent", f.agent);
    visit(3, "release_at", f.release_at);
    visit(4, "promise", f.promise);
    visit(5, "promise_due", f.promise_due);
    visit(6, "promise_warn_at", f.promise_warn_at);
    visit(7, "proposal", f.proposal);
  }
  bool operator==(const ReplyWritten&) const = default;
};

struct ReplyReleased {
  static constexpr int number = 22;
  static constexpr std::string_view name = "reply_released";
  MessageId message;
  AgentId agent;
  bool crossed = false;  // The customer had written since: those words still wait for us.
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "message", f.message);
    visit(2, "agent", f.agent);
    visit(3, "crossed", f.crossed);
  }
  bool operator==(const ReplyReleased&) const = default;
};

struct ReplyWithdrawn {
  static constexpr int number = 23;
  static constexpr std::string_view name = "reply_withdrawn";
  MessageId message;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "message", f.message);
  }
  bool operator==(const ReplyWithdrawn&) const = default;
};

struct NoteAdded {
  static constexpr int number = 24;
  static constexpr std::string_view name = "note_added";
  MessageId message;
  AgentId agent;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "message", f.message);
    visit(2, "agent", f.agent);
  }
  bool operator==(const NoteAdded&) const = default;
};

struct SystemMessageWritten {
  static constexpr int number = 25;
  static constexpr std::string_view name = "system_message_written";
  MessageId message;
  SystemKind kind = SystemKind::none;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "message", f.message);
    visit(2, "kind", f.kind);
  }
  bool operator==(const SystemMessageWritten&) const = default;
};

// One copy of a message for one person; `outbox` names it in the facts below.
struct DeliveryQueued {
  static constexpr int number = 26;
  static constexpr std::string_view name = "delivery_queued";
  OutboxId outbox;
  MessageId message;
  ContactId contact;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "outbox", f.outbox);
    visit(2, "message", f.message);
    visit(3, "contact", f.contact);
  }
  bool operator==(const DeliveryQueued&) const = default;
};

// What became of an attempt to hand the copy to the mail server; its words lie beside the log.
struct DeliveryReported {
  static constexpr int number = 27;
  static constexpr std::string_view name = "delivery_reported";
  OutboxId outbox;
  MessageId message;
  DeliveryState state = DeliveryState::queued;
  std::int64_t code = 0;  // The server's three digits; 0 when it said nothing.
  Instant next_attempt_at;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "outbox", f.outbox);
    visit(2, "message", f.message);
    visit(3, "state", f.state);
    visit(4, "code", f.code);
    visit(5, "next_attempt_at", f.next_attempt_at);
  }
  bool operator==(const DeliveryReported&) const = default;
};

// What our side said did not arrive, for good: whoever looks after the conversation has the turn.
struct NotDelivered {
  static constexpr int number = 140;
  static constexpr std::string_view name = "not_delivered";
  OutboxId outbox;
  MessageId message;
  ContactId contact;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "outbox", f.outbox);
    visit(2, "message", f.message);
    visit(3, "contact", f.contact);
  }
  bool operator==(const NotDelivered&) const = default;
};

}  // namespace mg::facts
