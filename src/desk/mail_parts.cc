#include "desk/mail_parts.h"

#include "desk/files.h"
#include "store/messages.h"

namespace mg::desk {

void save_mail(Tx& tx, const ReceivedMail& mail, const MailMade& made) {
  std::string html = mail.html;
  int position = 0;
  for (const MailPart& part : mail.parts) {
    const auto id = tx.fresh<AttachmentId>();
    store::add_attachment(tx.session,
                          {.id = id,
                           .message = made.message,
                           .conversation = made.conversation,
                           .uploader = {},
                           .name = part.name.empty() ? "" : safe_file_name(part.name),
                           .type = part.type,
                           .size = part.bytes.size,
                           .content_id = part.content_id,
                           .is_inline = part.is_inline,
                           .hidden = part.hidden,
                           .blob = store::add_blob(tx.session, part.bytes)},
                          position, tx.now);
    const std::string mark = "\"/_cid/" + std::to_string(position++) + "\"";
    const std::string url = "\"/api/v1/attachments/" + to_string(id) + "\"";
    for (auto at = html.find(mark); at != std::string::npos; at = html.find(mark, at)) {
      html.replace(at, mark.size(), url);
    }
  }
  store::save_words(tx.session, made.message,
                    {.text = mail.text,
                     .quoted = mail.quoted,
                     .html = html,
                     .people = made.people,
                     .remote_images = mail.remote_images,
                     .raw_mail = made.raw});
}

}  // namespace mg::desk
