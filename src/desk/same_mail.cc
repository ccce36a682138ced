#include "desk/same_mail.h"

#include "desk/mail_words.h"
#include "desk/own_side.h"
#include "store/messages.h"

namespace mg::desk {
namespace {

// Whether it is our own mail that came back: from the inbox, and with the words that were written,
// after which a mail of ours says where to answer, and blanks are as mail servers left them. A
// delivery report has nobody's address: it is known by its words alone.
bool is_copy_of(Tx& tx, const store::ShownMessage& ours, const ReceivedMail& mail,
                const store::MailLook& look) {
  if (views::is_report(ours.message)) return ours.words.text == mail.text;
  const bool by_us = look.from_inbox || author_of_ours(tx.session, mail);
  return by_us &&
         without_blanks(mail.text + mail.quoted).starts_with(without_blanks(ours.words.text));
}

}  // namespace

bool is_same_mail(Tx& tx, const ReceivedMail& mail, const store::MailLook& look) {
  const auto known = store::load_message(tx.session, look.known->message);
  if (!known) return true;
  if (known->message.author.kind != ActorKind::contact) return is_copy_of(tx, *known, mail, look);
  const bool same_sender =
      look.sender && known->message.author == facts::contact_actor(*look.sender);
  const std::string& text = known->words.text;
  return same_sender && (text.empty() || text == mail.text);
}

}  // namespace mg::desk
