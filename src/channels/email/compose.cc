#include "channels/email/compose.h"

#include "base/utf8.h"
#include "channels/email/words.h"
#include "desk/mail_in.h"
#include "mime/build.h"
#include "mime/thread_index.h"

namespace mg::channels::email {
namespace {

constexpr std::size_t name_bytes_max = 200;

bool starts_with_re(std::string_view subject) {
  return subject.size() >= 3 && (subject[0] == 'R' || subject[0] == 'r') &&
         (subject[1] == 'E' || subject[1] == 'e') && subject[2] == ':';
}

// Within what a header carries, with the end said to be missing.
std::string shortened(std::string text, std::size_t bytes_max) {
  constexpr std::string_view more = "\u2026";
  if (text.size() <= bytes_max) return text;
  return std::string(utf8_cut_at_word(text, bytes_max - more.size())) + std::string(more);
}

// Whether the mail goes to an address that may have been forged: written by the program, and no
// person has answered there before. Nothing of what a stranger wrote goes out in such a mail:
// neither subject nor name.
bool may_be_forged(const desk::MailToBuild& mail) {
  return mail.kind == MessageKind::system && !mail.knows_recipient;
}

std::string subject_of(const desk::MailToBuild& mail) {
  if (may_be_forged(mail)) {
    const MailWords& words = words_for(mail.language);
    return fill(mail.system == SystemKind::page_link ? words.new_link : words.have_message,
                mail.subject_token);
  }
  const bool as_it_is = mail.starts || starts_with_re(mail.subject);
  return shortened(as_it_is ? mail.subject : "Re: " + mail.subject,
                   mime::outgoing_subject_bytes_max);
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
    case SystemKind::delay:
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
  for (const desk::MailAttachment& file : mail.attachments) {
    if (file.is_inline && !file.content_id.empty()) content.content_ids.push_back(file.content_id);
  }
  if (mail.asks_if_solved) {
    content.promise = std::string(words.question) + " " + std::string(words.how_to_answer);
  } else if (by_person && !due.empty()) {
    content.promise = fill(words.promise, due);
  }
  content.marker = mail.marker;
  content.link_url = mail.page_url;
  content.link_label = mail.asks_if_solved ? words.open_page_to_say : words.open_page;
  content.sender_name =
      mail.agent_name.empty() ? mail.workspace_name : mail.agent_name + ", " + mail.workspace_name;
  // Whoever was copied in did not write to us.
  if (mail.for_requester || mail.system == SystemKind::page_link)
    content.footer = fill(mail.starts ? words.footer_unasked : words.footer, mail.workspace_name);
  return content;
}

std::vector<mime::Address> addresses_of(const std::vector<rules::Person>& people) {
  std::vector<mime::Address> addresses;
  for (const rules::Person& person : people) {
    addresses.push_back({person.email, shortened(person.name, name_bytes_max)});
  }
  return addresses;
}

// Everybody whom the message is addressed to openly reads the same head. A copy in Bcc has it, too.
void address(const desk::MailToBuild& mail, mime::Outgoing& out) {
  out.to = addresses_of(mail.to);
  out.cc = addresses_of(mail.cc);
  if (out.to.empty()) std::swap(out.to, out.cc);
  if (!out.to.empty()) return;
  out.to = {{mail.to_address, may_be_forged(mail) ? "" : shortened(mail.to_name, name_bytes_max)}};
}

// Copies that are built in one second differ, and each is the same when it is built again.
std::uint8_t chance_of(const desk::MailToBuild& mail) {
  return static_cast<std::uint8_t>(mail.outbox.value & 15);
}

}  // namespace

Result<std::string> compose(const desk::MailToBuild& mail) {
  if (desk::is_nobodys_address(mail.to_address)) {
    return refuse(RefusalKind::bad_input, "no_address",
                  "The mail that came in names no sender that can be answered.");
  }
  const mime::MailBody body = mime::mail_html(content_of(mail));
  mime::Outgoing out;
  out.from = {mail.inbox_address, mail.agent_name.empty()
                                      ? mail.workspace_name
                                      : mail.agent_name + " (" + mail.workspace_name + ")"};
  address(mail, out);
  out.reply_to = {{mail.reply_to, mail.workspace_name}};
  out.subject = subject_of(mail);
  out.message_id = mail.message_id;
  out.references = mail.references;
  if (!mail.references.empty()) out.in_reply_to = mail.references.back();
  out.date = std::chrono::duration_cast<std::chrono::seconds>(mail.date.time_since_epoch()).count();
  out.text = body.text;
  out.html = body.html;
  out.automatic = mail.kind == MessageKind::system;
  out.thread_index = mime::thread_index_of_answer(mail.thread_index, out.date, chance_of(mail));
  for (const desk::MailAttachment& file : mail.attachments) {
    out.attachments.push_back({file.name, file.type, file.bytes, file.content_id, file.is_inline});
  }
  auto bytes = mime::build_email(out);
  if (bytes) return bytes;
  const std::string& pointer = bytes.error().pointer;
  const bool is_alone = mail.to.size() + mail.cc.size() < 2;
  if (is_alone && pointer.starts_with("/to/") && pointer.ends_with("/addr")) return bytes;
  // Names and subjects come from outside. What a header cannot carry must not stop the answer.
  out.subject = "Re: [#" + mail.subject_token + "]";
  out.to = {{mail.to_address, ""}};
  out.cc.clear();
  out.references.clear();
  out.in_reply_to.clear();
  return mime::build_email(out);
}

}  // namespace mg::channels::email
