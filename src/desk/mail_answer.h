#pragma once

#include "desk/mail_in.h"
#include "desk/thread.h"
#include "rules/conversation/receive.h"

// Whether a mail says "yes" or "not yet" to the question that its conversation asks.
namespace mg::desk {

// `found` is where the mail belongs. Reads nothing for a mail that says neither; that is most.
// None also where the mail does not bear out that it is the requester's own word, which alone
// counts: a mail server has disowned it, or others take part (who know the conversation's address
// and have copies of their own) and it does not name the requester's own copy as what it answers.
rules::Answer answer_of_mail(db::Session& session, const Keyring& keys, const ReceivedMail& mail,
                             ContactId writer, const views::Conversation& conversation,
                             const Thread& found);

}  // namespace mg::desk
