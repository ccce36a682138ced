#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "rules/conversation/recipients.h"
#include "rules/conversation/reply.h"

// Whom an answer goes to. The addresses are kept beside the log, as mail_people.h says, and go with
// the person.
namespace mg::desk {

// Keys of all addresses that mail reaches us at.
rules::AddressKeys own_addresses(db::Session& session);

// For an answer to that message; none: to what was said last. not_found when the conversation or
// the message in it does not exist.
Result<rules::Suggestion> suggested_recipients(db::Session& session, ConversationId conversation,
                                               MessageId about);

// What an agent asks for.
struct WantedPeople {
  rules::WantedRecipients people;
  bool all = false;  // Where neither To nor Cc is given: everybody of the last mail.
};
// Whom the reply is addressed to, as JSON of People to keep; "" when nothing else than always is
// wanted.
Result<std::string> people_of_reply(Tx& tx, const views::Conversation& conversation,
                                    const WantedPeople& wanted);

// Writes down that the conversation names these, for an erasure to find; not our own addresses.
void keep_names(Tx& tx, ConversationId conversation, std::string_view people);

// The copies of a message to the customer's side, one for each of its recipients. None when the
// inbox has no mail server: the message is then on the customer's page alone and has no delivery,
// rather than a queued one that could never leave. None for an erased person's.
std::vector<rules::Copy> copies_of(Tx& tx, const views::Conversation& conversation,
                                   MessageId message);
// The same for what the program itself says: to the requester alone, where they ask to be answered.
std::vector<rules::Copy> copies_to_requester(Tx& tx, const views::Conversation& conversation);

}  // namespace mg::desk
