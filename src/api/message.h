#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "desk/reads.h"
#include "desk/recipients.h"
#include "desk/settings.h"

// A message as agents see it.
namespace mg::api {

struct Author {
  ActorKind type = ActorKind::system;
  std::optional<std::string> id;
  std::string name;
  std::optional<std::string> email;
};
BOOST_DESCRIBE_STRUCT(Author, (), (type, id, name, email))
constexpr auto member_rules(const Author*) {
  return std::array{
      MemberRule{.member = "id",
                 .doc = "Of the contact or agent; null for the system, and for an old answer "
                        "that names none of our agents."},
      MemberRule{.member = "email", .doc = "Null for the system."}};
}

Author author_of(const facts::Actor& actor, const std::string& name, const std::string& email);

struct Attachment {
  AttachmentId id;
  std::string name, type;
  std::int64_t size = 0;
  bool inline_ = false;
  std::string url;
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (id, name, type, size, inline_, url))
constexpr auto member_rules(const Attachment*) {
  return std::array{
      MemberRule{.member = "type", .doc = "As the sender claims it.", .example = "image/png"},
      MemberRule{.member = "size", .doc = "Bytes."},
      MemberRule{.member = "inline", .doc = "Shown within the words."},
      MemberRule{.member = "url", .doc = "Where its bytes are, from the root of the server."}};
}

struct Delivery {
  DeliveryState state = DeliveryState::queued;
  std::optional<std::string> recipient, answer;
  std::optional<Instant> at, next_attempt_at;
};
BOOST_DESCRIBE_STRUCT(Delivery, (), (state, recipient, answer, at, next_attempt_at))
constexpr auto member_rules(const Delivery*) {
  return std::array{
      MemberRule{.member = "state",
                 .doc =
                     "queued: it goes out next, or when the time "
                     "to withdraw the reply is over; sent: our mail server took it; delayed: it "
                     "took it, and a server behind it is still trying; deferred: our mail "
                     "server could not be reached or said \"not now\", and it is tried again "
                     "at next_attempt_at; failed: it did not arrive and is not tried again by "
                     "itself, and answer says why; held: the workspace was restored from a "
                     "backup, and an administrator has to say whether it goes out; cancelled: it "
                     "does not go out, by an administrator's word after such a restore, or "
                     "because the person was erased."},
      MemberRule{.member = "recipient", .doc = "Whose copy it is."},
      MemberRule{.member = "answer",
                 .doc = "The mail server's words.",
                 .example = "250 2.0.0 Ok: queued as 4XyZ1k"},
      MemberRule{.member = "at", .doc = "Of that answer."},
      MemberRule{.member = "next_attempt_at", .doc = "While it is deferred."}};
}

struct Address {
  std::string name, email;
};
BOOST_DESCRIBE_STRUCT(Address, (), (name, email))
constexpr auto member_rules(const Address*) {
  return std::array{MemberRule{.member = "name", .may_be_absent = true}};
}

std::vector<Address> addresses_of(const std::vector<rules::Person>& people);

struct Erased {
  Instant at;
  std::optional<std::string> by;
};
BOOST_DESCRIBE_STRUCT(Erased, (), (at, by))
constexpr auto member_rules(const Erased*) {
  return std::array{
      MemberRule{.member = "by", .doc = "The agent's name; null for whoever runs the server."}};
}

struct Message {
  MessageId id;
  MessageKind kind = MessageKind::customer;
  Author author;
  std::string text, quoted, html;
  bool has_remote_images = false;
  Instant at;
  Channel channel = Channel::email;
  std::vector<Attachment> attachments;
  std::optional<Delivery> delivery;
  std::optional<Instant> undo_until;
  std::vector<Address> to, cc, bcc, reply_to;
  std::vector<Delivery> copies;
  bool automatic = false;
  std::optional<SystemKind> system;
  std::optional<Erased> erased;
  std::optional<ProposalId> proposal;
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, kind, author, text, quoted, html, has_remote_images, at, channel,
                       attachments, delivery, undo_until, to, cc, bcc, reply_to, copies, automatic,
                       system, erased, proposal))
constexpr auto member_rules(const Message*) {
  return std::array{
      MemberRule{.member = "text", .doc = "What was said, without history."},
      MemberRule{.member = "quoted", .doc = "The history that was folded away."},
      MemberRule{.member = "html", .doc = "Sanitised; empty when there was none."},
      MemberRule{.member = "at", .doc = "When it was said."},
      MemberRule{.member = "has_remote_images",
                 .doc = "Some were held back; their addresses stand in data-remote-src."},
      MemberRule{.member = "delivery",
                 .doc = "Of what is mailed out, the worst of its copies; null for all else."},
      MemberRule{.member = "to", .doc = "Whom the message is addressed to."},
      MemberRule{.member = "bcc",
                 .doc = "Of replies. Only agents see it: it stands in no mail and on no page."},
      MemberRule{.member = "reply_to", .doc = "Where a mail that came in asks to be answered."},
      MemberRule{.member = "copies", .doc = "One for each recipient of what is mailed out."},
      MemberRule{.member = "undo_until", .doc = "Until then the reply can be withdrawn."},
      MemberRule{.member = "automatic", .doc = "Written by a machine."},
      MemberRule{.member = "system", .doc = "What the program said; null for words of people."},
      MemberRule{.member = "erased", .doc = "When its words were erased with a person; else null."},
      MemberRule{.member = "proposal",
                 .doc = "The question \"is it solved?\" that this message asks, or repeats as a "
                        "reminder; null for all others."}};
}

// In the caller's snapshot or transaction.
std::optional<Message> find_message(db::Session& session, const desk::Settings& settings,
                                    MessageId id);

// Oldest first, those after `after`. not_found for an unknown conversation.
Result<std::vector<Message>> find_messages(db::Session& session, const desk::Settings& settings,
                                           ConversationId conversation, MessageId after,
                                           int count_max);

}  // namespace mg::api
