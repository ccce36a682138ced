#pragma once

#include <optional>
#include <string>

#include "desk/desk.h"
#include "desk/mail_in.h"
#include "facts/fact.h"

// Old mail (imported) that our own side wrote: from an inbox's address, or an agent's.
namespace mg::desk {

// Whether mail to it reaches us: an inbox's address or alias, with or without a plus.
bool is_inbox_address(db::Session& session, std::string_view address);

// The agent whose address is in From, or in Sender under an inbox's address; none when an inbox's
// address alone tells whose side it is of. nullopt: not ours, not imported (anybody can write in
// anybody's name, and what is delivered to us is never taken for ours), or marked as spam.
std::optional<AgentId> author_of_ours(db::Session& session, const ReceivedMail& mail);

// Under what it was written when it says of itself only which of our addresses it came from.
struct OwnName {
  std::string name, email;  // Both "" when the mail is not there any more.
};
OwnName own_name(db::Session& session, RawMailId mail);

// The first in To and Cc who is not of our side; "" when there is nobody. Through which mailbox the
// file came (Delivered-To) says nothing of whom it was written to.
std::string outside_recipient(db::Session& session, const ReceivedMail& mail);

// What it becomes in this conversation, as `message`: an answer. Where others have written before,
// what a machine sent in our name is none, and what did not go to the customer's side (a colleague
// or a supplier was asked) is a note, which that side never sees.
facts::Facts facts_of_ours(Tx& tx, const views::Conversation& conversation,
                           const ReceivedMail& mail, MessageId message, AgentId author);

}  // namespace mg::desk
