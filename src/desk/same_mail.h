#pragma once

#include "desk/desk.h"
#include "desk/mail_in.h"
#include "store/mail.h"

namespace mg::desk {

// Whether the message that has this mail's Message-ID (look.known, which must be there) is this
// mail. Some senders give all their mails one id, and anybody can repeat another's: neither may
// make a mail vanish.
bool is_same_mail(Tx& tx, const ReceivedMail& mail, const store::MailLook& look);

}  // namespace mg::desk
