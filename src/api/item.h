#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "desk/workspace.h"

// Conversations as lists show them; other folders send the same JSON over the live stream.
namespace mg::api {

// An agent or team by its name.
template <class IdType>
struct Named {
  IdType id;
  std::string name;
  BOOST_DESCRIBE_CLASS(Named, (), (id, name), (), ())
};
template <class IdType>
constexpr auto member_rules(const Named<IdType>*) {
  return std::array{MemberRule{.member = "name", .may_be_absent = true}};
}

struct InboxName {
  InboxId id;
  std::string name, address;
};
BOOST_DESCRIBE_STRUCT(InboxName, (), (id, name, address))

struct Contact {
  ContactId id;
  std::string name, email;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (id, name, email))

struct Promise {
  PromiseId id;
  Instant due_at;
  std::string text;
  PromiseState state = PromiseState::open;
  bool warned = false;
};
BOOST_DESCRIBE_STRUCT(Promise, (), (id, due_at, text, state, warned))
constexpr auto member_rules(const Promise*) {
  return std::array{
      MemberRule{.member = "due_at", .doc = "By then the customer hears the next word."},
      MemberRule{.member = "text", .doc = "What is promised; may be empty."},
      MemberRule{.member = "warned", .doc = "Due soon; whoever promised has been told."}};
}

struct Item {
  ConversationId id;
  std::int64_t number = 0;
  std::string subject;
  State state = State::open;
  Turn turn = Turn::us;
  std::optional<Named<AgentId>> assignee;
  std::optional<Named<TeamId>> team;
  std::optional<InboxName> inbox;
  Contact contact;
  Channel channel = Channel::email;
  std::string excerpt;
  Priority priority = Priority::normal;
  std::optional<Promise> promise;
  bool answered = false;
  bool not_yet = false;
  int messages = 0;
  std::optional<Instant> last_customer_at;
  std::optional<Instant> waiting_since;
  Instant created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(Item, (),
                      (id, number, subject, state, turn, assignee, team, inbox, contact, channel,
                       excerpt, priority, promise, answered, not_yet, messages, last_customer_at,
                       waiting_since, created_at, updated_at))
constexpr auto member_rules(const Item*) {
  return std::array{
      MemberRule{.member = "number", .doc = "What people call the conversation by: #1042."},
      MemberRule{.member = "state", .doc = "Only the customer's word makes it solved."},
      MemberRule{.member = "turn", .doc = "Who has to act next."},
      MemberRule{.member = "excerpt", .doc = "The customer's last words, at most 300 characters."},
      MemberRule{.member = "promise",
                 .doc = "The earliest promise that is open, or broken and not yet made good."},
      MemberRule{.member = "answered", .doc = "A person has replied at least once."},
      MemberRule{.member = "not_yet",
                 .doc = "The customer said \"not yet\" and no answer has gone out since."},
      MemberRule{.member = "messages", .doc = "Customer messages and replies."},
      MemberRule{.member = "assignee", .doc = "The agent who has it; null: nobody."},
      MemberRule{.member = "inbox", .doc = "Mail goes out from it; null when it came by no inbox."},
      MemberRule{.member = "last_customer_at", .doc = "When the customer last said something."},
      MemberRule{.member = "waiting_since", .doc = "The customer waits for us since then."}};
}

Item item_of(const store::ListItem& row);

// The item as JSON text.
std::string item_json(const store::ListItem& row);

std::optional<Item> find_item(db::Session& session, ConversationId id);

// As find_item, for the conversation that a change has just touched.
Item show_item(db::Session& session, std::int64_t conversation);

}  // namespace mg::api
