#include "channels/email/compose.h"

#include "channels/email/words.h"
#include "mime/build.h"

namespace mg::channels::email {
namespace {

bool starts_with_re(std::string_view subject) {
  return subject.size() >= 3 && (subject[0] == 'R' || subject[0] == 'r') &&
         (subject[1] == 'E' || subject[1] == 'e') && subject[2] == ':';
}

std::string subject_of(const desk::MailToBuild& mail) {
  if (mail.starts || starts_with_re(mail.subject)) return mail.subject;
  return "Re: " + mail.subject;
}

// What the program says when no person wrote the mail. An acknowledgement never repeats the
// customer's words: they may be somebody else's, sent in the customer's name.
std::string system_text(const desk::MailToBuild& mail, const MailWords& words,
                        const std::string& due) {
  switch (mail.system) {
    case SystemKind::acknowledgement: {
      std::string text = fill(words.acknowledgement, mail.workspace_name);
      if (!due.empty()) text += "\n\n" + fill(words.acknowledgement_by, due);
      return text;
    }
    case SystemKind::reminder:
      return fill(words.reminder, mail.workspace_name);
    case SystemKind::page_link:
      return std::string(words.page_link);
    case SystemKind::none:
    case SystemKind::bounce:
      break;
  }
  return mail.text;
}

mime::MailContent content_of(const desk::MailToBuild& mail) {
  const MailWords& words = words_for(mail.language);
  const std::string due =
      mail.promise_due ? time_in_words(*mail.promise_due, mail.language, mail.time_zone) : "";
  const bool by_person = mail.kind == MessageKind::reply;
  mime::MailContent content;
  content.language = mail.language;
  content.body = by_person ? mail.text : system_text(mail, words, due);
  if (by_person) content.body_html = mail.html;
  if (mail.asks_if_solved) {
    content.promise = std::string(words.question) + " " + std::string(words.how_to_answer);
  } else if (by_person && !due.empty()) {
    content.promise = fill(words.promise, due);
  }
  content.link_url = mail.page_url;
  content.link_label = mail.asks_if_solved ? words.open_page_to_say : words.open_page;
  content.sender_name =
      mail.agent_name.empty() ? mail.workspace_name : mail.agent_name + ", " + mail.workspace_name;
  content.footer = fill(words.footer, mail.workspace_name);
  return content;
}

}  // namespace

Result<std::string> compose(const desk::MailToBuild& mail) {
  const mime::MailBody body = mime::mail_html(content_of(mail));
  mime::Outgoing out;
  out.from = {mail.inbox_address, mail.agent_name.empty()
                                      ? mail.workspace_name
                                      : mail.agent_name + " (" + mail.workspace_name + ")"};
  out.to = {{mail.to_address, mail.to_name}};
  out.reply_to = {{mail.reply_to, mail.workspace_name}};
  out.subject = subject_of(mail);
  out.message_id = mail.message_id;
  out.references = mail.references;
  if (!mail.references.empty()) out.in_reply_to = mail.references.back();
  out.date = std::chrono::duration_cast<std::chrono::seconds>(mail.date.time_since_epoch()).count();
  out.text = body.text;
  out.html = body.html;
  out.automatic = mail.kind == MessageKind::system;
  for (const desk::MailAttachment& file : mail.attachments) {
    out.attachments.push_back({file.name, file.type, file.bytes, file.content_id, file.is_inline});
  }
  auto bytes = mime::build_email(out);
  if (bytes) return bytes;
  // Names and subjects come from outside. What a header cannot carry must not stop the answer.
  out.subject = "Re: #" + std::to_string(mail.conversation_number);
  out.to = {{mail.to_address, ""}};
  out.references.clear();
  out.in_reply_to.clear();
  return mime::build_email(out);
}

}  // namespace mg::channels::email
