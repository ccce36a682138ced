#include "desk/same_mail.h"

#include <algorithm>

#include "desk/mail_parts.h"
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

// Whether the message has the very files that the mail brings.
bool has_its_files(db::Session& session, MessageId message, const ReceivedMail& mail) {
  const auto files = store::file_prints(session, message);
  return std::ranges::equal(
      files, mail.parts, [](const store::FilePrint& file, const MailPart& part) {
        return file.name == file_name_of(part) && file.size == part.bytes.size &&
               std::ranges::equal(file.sha256, part.bytes.sha256, [](char a, unsigned char b) {
                 return static_cast<unsigned char>(a) == b;
               });
      });
}

}  // namespace

bool is_same_mail(Tx& tx, const ReceivedMail& mail, const store::MailLook& look) {
  const auto known = store::load_message(tx.session, look.known->message);
  if (!known) return true;
  if (known->message.author.kind != ActorKind::contact) return is_copy_of(tx, *known, mail, look);
  const bool same_sender =
      look.sender && known->message.author == facts::contact_actor(*look.sender);
  const std::string& text = known->words.text;
  if (!same_sender) return false;
  if (text.empty() && !mail.text.empty()) return true;
  return text == mail.text && has_its_files(tx.session, known->message.id, mail);
}

}  // namespace mg::desk
