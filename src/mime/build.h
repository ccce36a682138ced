#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "mime/email.h"

namespace mg::mime {

struct OutgoingAttachment {
  std::string name;
  std::string type = "application/octet-stream";  // A plain media type, no parameters.
  std::string_view bytes;                         // Must live until the mail is built.
  std::string content_id;  // Without brackets; names the part for cid: in the HTML.
  bool is_inline = false;  // Belongs into the HTML (multipart/related).
};

// A mail to be sent, in parts. Addresses are a list and stay one: nothing here is parsed out of
// text.
struct Outgoing {
  Address from;
  std::vector<Address> to, cc;  // There is no Bcc: who else gets it is a matter of the envelope.
  std::vector<Address> reply_to;
  std::string subject;
  std::string message_id;   // Without brackets, required: a retry must send the same one.
  std::string in_reply_to;  // Without brackets; may be empty.
  std::vector<std::string> references;  // Oldest first, without brackets.
  std::string thread_index;             // As thread_index_of_answer() makes it; may be empty.
  std::int64_t date = 0;                // Unix seconds.
  std::string text;                     // UTF-8; required unless there is HTML.
  std::string html;                     // UTF-8, sanitised by the caller; may be empty.
  std::vector<OutgoingAttachment> attachments;
  bool automatic = false;  // No person wrote it: RFC 3834 marks, so that no machine answers.
  std::string
      list_unsubscribe;  // An https or mailto address; adds List-Unsubscribe (RFC 2369, 8058).
  std::vector<std::pair<std::string, std::string>>
      headers;  // More, e.g. {"X-Makegood-Token", "..."}.
};

inline constexpr std::size_t outgoing_recipients_max = 500;
inline constexpr std::size_t outgoing_subject_bytes_max = 998;
inline constexpr std::size_t outgoing_references_max =
    100;  // Older ones but the first are left out.

// The mail as RFC 5322 bytes: CRLF, 7 bit, lines of at most 76 bytes (998 for a single long token).
// Refuses (bad_input, code "bad_header", pointer to the field) any CR, LF, NUL or other control
// character in a header value, malformed addresses, and header names that are not tokens or that
// this function writes itself (row E8). A local part beyond ASCII is written as it is (RFC 6532):
// such a mail needs a server with SMTPUTF8. Foreign ids (in_reply_to, references) that are odd but
// harmless are left out, so that a strange mail can still be answered. Domains in Unicode are
// written in ASCII (IDNA 2008). Pure; any thread. The boundary derives from the content: equal
// input, equal bytes.
Result<std::string> build_email(const Outgoing& mail);

// The words of one mail to a customer, already in their language; all plain text.
struct MailContent {
  std::string language;   // BCP 47, e.g. "de"; sets lang and the direction.
  std::string body;       // Paragraphs apart by blank lines; addresses become links.
  std::string body_html;  // Used in place of `body` in the HTML when not empty; sanitised here.
  std::vector<std::string> content_ids;  // Of the mail's parts that the HTML may show.
  std::string promise;      // "Next update by Friday, 12 December, 17:00." May be empty.
  std::string link_url;     // http(s); the button is left out when empty or unsafe.
  std::string link_label;   // "See what is happening or answer"
  std::string sender_name;  // "Ana, Widgets Ltd"; signs the mail. May be empty.
  std::string footer;       // Small print: why you get this. May be empty.
  std::string marker;       // Never shown; comes back in what an answer quotes. May be empty.
  std::string preheader;    // What an inbox shows after the subject. May be empty.
};

struct MailBody {
  std::string text;
  std::string html;
};

// One HTML mail and its plain text twin: tables for Outlook, inline styles, dark mode aware, right
// to left where the language is. Everything is escaped.
MailBody mail_html(const MailContent& content);

}  // namespace mg::mime
