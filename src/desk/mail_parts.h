#pragma once

#include <string>

#include "desk/desk.h"
#include "desk/mail_in.h"
#include "desk/thread.h"

namespace mg::desk {

// Under which name a part is kept; "" where it has none.
std::string file_name_of(const MailPart& part);

// What a mail has become.
struct MailMade {
  MessageId message;
  ConversationId conversation;
  std::string people;
  RawMailId raw;
  Thread found;
};

// Keeps the mail's words and files, and by what it found its conversation: taking it in changes
// what it is found by. Where its HTML shows a part, it names the file.
void save_mail(Tx& tx, const ReceivedMail& mail, const MailMade& made);

}  // namespace mg::desk
