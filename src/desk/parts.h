#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "rules/conversation/reply.h"

// Pieces that several use cases share; used inside this folder only.
namespace mg::desk {

// Whether the text may stand in the headers of mails: neither line ends nor other controls.
bool is_one_line(std::string_view text);

// Refuses what is no plain mailbox (base/mailbox.h); leaves it without blanks around it.
Result<void> check_address(std::string& typed, std::string_view pointer);

Result<void> check_text(std::string_view text, std::string_view pointer);

// The contact with this address, made when there is none. `name` is kept if none was known.
ContactId contact_for(Tx& tx, std::string_view email, std::string_view name);

// Erased, though some of the person's conversations may not be ended yet.
bool is_erased(db::Session& session, ContactId contact);

// A mailed copy for one contact: a fresh id, and the address it goes to.
rules::Copy copy_for(Tx& tx, ContactId contact);

// Whether the inbox has a mail server to send by.
bool can_mail(db::Session& session, InboxId inbox);

// Gives the writer's uploads to the message; bad_input when one is not theirs or used already, or
// when they are more than a message carries.
Result<void> use_attachments(Tx& tx, const std::vector<AttachmentId>& attachments,
                             MessageId message, ConversationId conversation);

// The facts that open a conversation, and give it to the inbox's team. Takes a number.
struct Opening {
  InboxId inbox;
  ContactId contact;
  Channel channel;
  ConversationId continues;
  TeamId team;
};
facts::Facts open(Tx& tx, const Opening& opening);

// A new conversation of `contact`, opened (and given to the inbox's team); words are saved.
views::Conversation open_conversation(Tx& tx, InboxId inbox, ContactId contact, Channel channel,
                                      std::string_view subject, ConversationId continues = {});

}  // namespace mg::desk
