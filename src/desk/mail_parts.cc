#include "desk/mail_parts.h"

#include <vector>

#include "desk/files.h"
#include "desk/mail_pictures.h"
#include "store/messages.h"

namespace mg::desk {

std::string file_name_of(const MailPart& part) {
  return part.name.empty() ? "" : safe_file_name(part.name);
}

void save_mail(Tx& tx, const ReceivedMail& mail, const MailMade& made) {
  std::vector<std::string> addresses;
  int position = 0;
  for (const MailPart& part : mail.parts) {
    const auto id = tx.fresh<AttachmentId>();
    store::add_attachment(tx.session,
                          {.id = id,
                           .message = made.message,
                           .conversation = made.conversation,
                           .uploader = {},
                           .name = file_name_of(part),
                           .type = part.type,
                           .size = part.bytes.size,
                           .content_id = part.content_id,
                           .is_inline = part.is_inline,
                           .hidden = part.hidden,
                           .blob = store::add_blob(tx.session, part.bytes)},
                          position++, tx.now);
    addresses.push_back("/api/v1/attachments/" + to_string(id));
  }
  store::save_words(tx.session, made.message,
                    {.text = mail.text,
                     .quoted = mail.quoted,
                     .html = with_part_addresses(mail.html, addresses),
                     .people = made.people,
                     .remote_images = mail.remote_images,
                     .raw_mail = made.raw},
                    store::FoundThread{static_cast<int>(made.found.by), made.found.conversation,
                                       made.found.message, made.found.value});
}

}  // namespace mg::desk
