#pragma once

#include <string_view>

#include "base/time.h"
#include "facts/enums.h"
#include "facts/ids.h"

// What can happen to a conversation. `number` is stored for ever; so is the tag of each field
// (first argument of `visit`). Words of people are never in a fact: they lie beside the log.
namespace mg::facts {

struct ConversationOpened {
  static constexpr int number = 1;
  static constexpr std::string_view name = "conversation_opened";
  std::int64_t conversation_number = 0;
  InboxId inbox;
  ContactId contact;
  Channel channel = Channel::email;
  ConversationId continues;  // The ended conversation that this one takes up again, if any.
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "number", f.conversation_number);
    visit(2, "inbox", f.inbox);
    visit(3, "contact", f.contact);
    visit(4, "channel", f.channel);
    visit(5, "continues", f.continues);
  }
  bool operator==(const ConversationOpened&) const = default;
};

struct ConversationContinued {  // On the old one: a later answer opened `by`.
  static constexpr int number = 2;
  static constexpr std::string_view name = "conversation_continued";
  ConversationId by;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "by", f.by);
  }
  bool operator==(const ConversationContinued&) const = default;
};

// Two conversations that have to do with each other and stay apart; on both. The mail that opened
// the one names a message of the other, to which its sender does not belong.
struct ConversationLinked {
  static constexpr int number = 150;
  static constexpr std::string_view name = "conversation_linked";
  ConversationId to;
  bool answers = false;  // On the one that the mail opened.
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "to", f.to);
    visit(2, "answers", f.answers);
  }
  bool operator==(const ConversationLinked&) const = default;
};

struct ParticipantJoined {
  static constexpr int number = 3;
  static constexpr std::string_view name = "participant_joined";
  ContactId contact;
  ParticipantRole role = ParticipantRole::cc;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "contact", f.contact);
    visit(2, "role", f.role);
  }
  bool operator==(const ParticipantJoined&) const = default;
};

struct ConversationAssigned {
  static constexpr int number = 4;
  static constexpr std::string_view name = "conversation_assigned";
  AgentId agent;  // None: nobody.
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "agent", f.agent);
  }
  bool operator==(const ConversationAssigned&) const = default;
};

struct TeamChanged {
  static constexpr int number = 5;
  static constexpr std::string_view name = "team_changed";
  TeamId team;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "team", f.team);
  }
  bool operator==(const TeamChanged&) const = default;
};

struct PriorityChanged {
  static constexpr int number = 6;
  static constexpr std::string_view name = "priority_changed";
  Priority priority = Priority::normal;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "priority", f.priority);
  }
  bool operator==(const PriorityChanged&) const = default;
};

struct SubjectChanged {  // The new subject lies beside the log.
  static constexpr int number = 7;
  static constexpr std::string_view name = "subject_changed";
  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
  bool operator==(const SubjectChanged&) const = default;
};

struct MarkedSpam {  // By a person, unless it says otherwise.
  static constexpr int number = 8;
  static constexpr std::string_view name = "marked_spam";
  BlockId block;           // The sender is blocked by it.
  bool by_filter = false;  // A filter on the way had marked the mail.
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "block", f.block);
    visit(2, "by_filter", f.by_filter);
  }
  bool operator==(const MarkedSpam&) const = default;
};

struct SpamCleared {
  static constexpr int number = 9;
  static constexpr std::string_view name = "spam_cleared";
  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
  bool operator==(const SpamCleared&) const = default;
};

struct ConversationReopened {  // After its end, by a word of the customer.
  static constexpr int number = 10;
  static constexpr std::string_view name = "conversation_reopened";
  MessageId by;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "by", f.by);
  }
  bool operator==(const ConversationReopened&) const = default;
};

// The words of this person were erased: all of the conversation when it is the requester's, else
// the person's own messages. The requester's ends with it, without the customer's word.
struct PersonErased {
  static constexpr int number = 11;
  static constexpr std::string_view name = "person_erased";
  ContactId contact;
  ErasureReason reason = ErasureReason::other;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "contact", f.contact);
    visit(2, "reason", f.reason);
  }
  bool operator==(const PersonErased&) const = default;
};

}  // namespace mg::facts
