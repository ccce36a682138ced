#include "desk/own_side.h"

#include <algorithm>

#include "desk/answer.h"
#include "desk/mail_people.h"
#include "rules/conversation/old_reply.h"
#include "store/mail.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

constexpr int asked_to_answer_max = 50;  // Messages whose Reply-To is looked at.

AgentId agent_of(db::Session& session, const std::string& address) {
  const auto agent = address.empty() ? std::nullopt : store::find_agent(session, address);
  return agent ? agent->agent.id : AgentId{};
}

// Where the customer's side of the conversation is reached: the requester's addresses, those of
// the others, and where the requester asked to be answered.
std::vector<std::string> addresses_of_their_side(db::Session& session,
                                                 const views::Conversation& c) {
  std::vector<std::string> keys = store::addresses_of(session, c.contact);
  for (const views::Participant& other : c.others) {
    for (std::string& key : store::addresses_of(session, other.contact)) {
      keys.push_back(std::move(key));
    }
  }
  for (const store::Addressed& said :
       store::messages_addressed(session, c.id, c.contact, c.contact, asked_to_answer_max)) {
    for (const rules::Person& wanted : people_from(said.people).reply_to) {
      keys.push_back(store::address_key(wanted.email));
    }
  }
  return keys;
}

bool went_to_their_side(db::Session& session, const views::Conversation& c,
                        const ReceivedMail& mail) {
  const auto theirs = addresses_of_their_side(session, c);
  return std::ranges::any_of(mail.addressed_to, [&](const std::string& address) {
    const std::string key = store::address_key(address);
    return !key.empty() && std::ranges::find(theirs, key) != theirs.end();
  });
}

}  // namespace

bool is_inbox_address(db::Session& session, std::string_view address) {
  return store::inbox_of_address(session, without_plus(address)).has_value() ||
         store::inbox_of_address(session, address).has_value();
}

std::optional<AgentId> author_of_ours(db::Session& session, const ReceivedMail& mail) {
  if (!mail.imported || mail.marked_spam) return {};
  if (const AgentId agent = agent_of(session, mail.from_address)) return agent;
  if (!is_inbox_address(session, mail.from_address)) return {};
  return agent_of(session, mail.sender_address);
}

OwnName own_name(db::Session& session, RawMailId mail) {
  const auto raw = mail ? store::load_raw_mail(session, mail) : std::nullopt;
  if (!raw) return {};
  const auto id = store::inbox_of_address(session, without_plus(raw->sender));
  const auto inbox = id ? store::load_inbox(session, *id) : std::nullopt;
  return {inbox ? inbox->name : raw->sender, raw->sender};
}

std::string outside_recipient(db::Session& session, const ReceivedMail& mail) {
  const People people = people_from(mail.people);
  for (const auto* list : {&people.to, &people.cc}) {
    for (const rules::Person& address : *list) {
      const bool ours =
          is_inbox_address(session, address.email) || agent_of(session, address.email);
      if (!ours && is_somebodys_address(address.email)) return address.email;
    }
  }
  return "";
}

facts::Facts facts_of_ours(Tx& tx, const views::Conversation& conversation,
                           const ReceivedMail& mail, MessageId message, AgentId author) {
  const bool is_first = !conversation.last_message;
  if (!is_first && mail.automatic) return {facts::SystemMessageWritten{message}};
  if (!is_first && !went_to_their_side(tx.session, conversation, mail)) {
    return {facts::NoteAdded{message, author}};
  }
  return rules::old_reply(message, author, tx.happened_at);
}

}  // namespace mg::desk
