#include "channels/email/understand.h"

#include <algorithm>

#include "base/utf8.h"
#include "desk/mail_people.h"
#include "desk/token.h"
#include "mime/authentication.h"
#include "mime/clues.h"
#include "mime/email.h"
#include "mime/header.h"
#include "mime/quote.h"
#include "mime/sanitize.h"
#include "mime/thread_index.h"

namespace mg::channels::email {
namespace {

constexpr std::size_t text_bytes_max = 1u << 20;
constexpr std::size_t subject_bytes_max = 900;
constexpr std::size_t people_max = 100;

std::vector<rules::Person> first_of(const std::vector<mime::Address>& addresses) {
  std::vector<rules::Person> first;
  for (const mime::Address& address : addresses) {
    if (first.size() == people_max) break;
    first.push_back({address.name, address.addr});
  }
  return first;
}

std::string people_of(const mime::Email& email) {
  return json::write(desk::People{first_of(email.to),
                                  first_of(email.cc),
                                  {},
                                  first_of(email.reply_to),
                                  mime::is_disowned(email)});
}

// The history stands behind the three dots that mail programs show for it. The marks that tell it
// do not outlive the sanitiser, so the split comes first.
void read_html(const mime::Email& email, desk::ReceivedMail& mail) {
  if (email.html.empty()) return;
  const auto picture = [&](std::string_view cid) -> std::string {
    for (std::size_t i = 0; i < email.attachments.size(); ++i) {
      if (email.attachments[i].content_id == cid) return "/_cid/" + std::to_string(i);
    }
    return "";
  };
  const mime::QuoteSplitHtml split = mime::split_quote_html(email.html);
  mail.nothing_own |= split.nothing_own;
  mime::Sanitized shown = mime::sanitize_html(split.visible_html, picture);
  mail.html = std::move(shown.html);
  mail.remote_images = shown.has_remote_images;
  for (const std::string* folded : {&split.signature_html, &split.quoted_html}) {
    const mime::Sanitized more = mime::sanitize_html(*folded, picture);
    if (more.html.empty()) continue;
    mail.html += "<details><summary>\u2026</summary>" + more.html + "</details>";
    mail.remote_images |= more.has_remote_images;
  }
}

// What is behind the visible words: the signature and the quoted history, folded for the reader.
std::string folded(const mime::Email& email) {
  if (email.signature.empty() || email.quoted.empty()) return email.signature + email.quoted;
  return email.signature + "\n\n" + email.quoted;
}

}  // namespace

std::shared_ptr<desk::ReceivedMail> understand(const store::RawMail& raw_mail,
                                               std::string_view raw) {
  mime::Email email = mime::parse(raw);
  auto mail = std::make_shared<desk::ReceivedMail>();
  mail->raw = raw_mail.id;
  mail->inbox = raw_mail.inbox;
  // Where the header names nobody who can be answered, the envelope may.
  const bool named = desk::is_somebodys_address(email.from.addr);
  mail->from_address = named || raw_mail.sender.empty() ? email.from.addr : raw_mail.sender;
  mail->recipient = raw_mail.recipient;
  mail->null_sender = raw_mail.sender.empty();
  mail->sender_address = email.sender.addr;
  mail->from_name = utf8_cut(email.from.name, 200);
  if (email.date) mail->written_at = Instant{std::chrono::seconds(*email.date)};
  mail->subject = email.subject;
  if (mail->subject.size() > subject_bytes_max) {
    mail->subject = std::string(utf8_cut_at_word(email.subject, subject_bytes_max)) + "\u2026";
  }
  // Without an id of its own, the bytes name the mail: fetched twice it is still one.
  mail->message_id = email.message_id.empty() ? mime::derived_message_id(raw)
                                              : std::string(utf8_cut(email.message_id, 998));
  mail->references = mime::answered_ids(email);
  mail->addressed_to = mime::sent_to(email, raw_mail.recipient);
  mail->ancestors = mime::ancestor_ids(email);
  mail->thread_index = mime::thread_index_of(email);
  mail->thread_root = mime::thread_root(mail->thread_index);
  desk::find_markers(email.html, mail->markers);
  desk::find_markers(email.text, mail->markers);
  email.html = desk::without_markers(std::move(email.html));
  const std::string& visible = email.reply_text.empty() ? email.text : email.reply_text;
  mail->text = utf8_cut(desk::without_markers(visible), text_bytes_max);
  mail->nothing_own = email.nothing_own;
  mail->quoted = utf8_cut(desk::without_markers(folded(email)), text_bytes_max);
  mail->people = people_of(email);
  read_html(email, *mail);
  // What was never delivered here (an import) has no envelope that could tell.
  const bool from_nobody = raw_mail.sender.empty() && !raw_mail.recipient.empty();
  mail->automatic =
      email.is_auto_reply || email.is_bounce || email.is_feedback_report || from_nobody;
  mail->from_list = email.is_from_list;
  mail->marked_spam = !mime::read_spam_marks(email).empty();
  for (const mime::Bounce& bounce : email.bounces) {
    mail->bounces.push_back({bounce.recipient, bounce.status, bounce.answer,
                             bounce.action == "failed", bounce.action == "delayed"});
  }
  mail->original_message_id = email.original_message_id;
  for (mime::Attachment& part : email.attachments) {
    mail->parts.push_back({part.name, part.type, part.content_id, part.is_inline, part.hidden,
                           store::prepare_blob(part.bytes)});
  }
  return mail;
}

}  // namespace mg::channels::email
