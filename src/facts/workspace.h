#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "facts/enums.h"
#include "facts/ids.h"

// What can happen to the workspace itself: its people, inboxes and settings. Names, addresses and
// values lie beside the log.
namespace mg::facts {

struct AgentAdded {
  static constexpr int number = 80;
  static constexpr std::string_view name = "agent_added";
  AgentId agent;
  Role role = Role::agent;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "agent", f.agent);
    visit(2, "role", f.role);
  }
  bool operator==(const AgentAdded&) const = default;
};

struct AgentChanged {
  static constexpr int number = 81;
  static constexpr std::string_view name = "agent_changed";
  AgentId agent;
  Role role = Role::agent;
  bool active = true;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "agent", f.agent);
    visit(2, "role", f.role);
    visit(3, "active", f.active);
  }
  bool operator==(const AgentChanged&) const = default;
};

struct PasswordChanged {
  static constexpr int number = 82;
  static constexpr std::string_view name = "password_changed";
  AgentId agent;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "agent", f.agent);
  }
  bool operator==(const PasswordChanged&) const = default;
};

struct TokenCreated {
  static constexpr int number = 83;
  static constexpr std::string_view name = "token_created";
  TokenId token;
  AgentId agent;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "token", f.token);
    visit(2, "agent", f.agent);
  }
  bool operator==(const TokenCreated&) const = default;
};

struct TokenRevoked {
  static constexpr int number = 84;
  static constexpr std::string_view name = "token_revoked";
  TokenId token;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "token", f.token);
  }
  bool operator==(const TokenRevoked&) const = default;
};

struct InboxAdded {
  static constexpr int number = 85;
  static constexpr std::string_view name = "inbox_added";
  InboxId inbox;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "inbox", f.inbox);
  }
  bool operator==(const InboxAdded&) const = default;
};

struct InboxChanged {
  static constexpr int number = 86;
  static constexpr std::string_view name = "inbox_changed";
  InboxId inbox;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "inbox", f.inbox);
  }
  bool operator==(const InboxChanged&) const = default;
};

struct TeamAdded {
  static constexpr int number = 87;
  static constexpr std::string_view name = "team_added";
  TeamId team;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "team", f.team);
  }
  bool operator==(const TeamAdded&) const = default;
};

struct TeamMembersChanged {
  static constexpr int number = 88;
  static constexpr std::string_view name = "team_members_changed";
  TeamId team;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "team", f.team);
  }
  bool operator==(const TeamMembersChanged&) const = default;
};

struct SettingChanged {
  static constexpr int number = 89;
  static constexpr std::string_view name = "setting_changed";
  std::string key;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "key", f.key);
  }
  bool operator==(const SettingChanged&) const = default;
};

struct ContactAdded {
  static constexpr int number = 90;
  static constexpr std::string_view name = "contact_added";
  ContactId contact;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "contact", f.contact);
  }
  bool operator==(const ContactAdded&) const = default;
};

// Name and addresses are gone; the words follow, conversation by conversation.
struct ContactErased {
  static constexpr int number = 91;
  static constexpr std::string_view name = "contact_erased";
  ContactId contact;
  ErasureReason reason = ErasureReason::other;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "contact", f.contact);
    visit(2, "reason", f.reason);
  }
  bool operator==(const ContactErased&) const = default;
};

struct ContactErasureFinished {  // Nothing of the person is left.
  static constexpr int number = 92;
  static constexpr std::string_view name = "contact_erasure_finished";
  ContactId contact;
  std::int64_t conversations = 0, messages = 0;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "contact", f.contact);
    visit(2, "conversations", f.conversations);
    visit(3, "messages", f.messages);
  }
  bool operator==(const ContactErasureFinished&) const = default;
};

struct SenderBlocked {  // The address or domain lies beside the log.
  static constexpr int number = 141;
  static constexpr std::string_view name = "sender_blocked";
  BlockId block;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "block", f.block);
  }
  bool operator==(const SenderBlocked&) const = default;
};

struct SenderUnblocked {
  static constexpr int number = 142;
  static constexpr std::string_view name = "sender_unblocked";
  BlockId block;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "block", f.block);
  }
  bool operator==(const SenderUnblocked&) const = default;
};

}  // namespace mg::facts
