#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mime/reason.h"

// What one e-mail says, as plain structs. All text is valid UTF-8 without NUL; all message ids are
// without angle brackets. The raw bytes stay the truth: parsing never fails, it understands less.
namespace mg::mime {

struct Address {
  std::string addr;  // "ana@example.com"; may be empty when only a name was given.
  std::string name;  // Decoded display name; may be empty.

  bool operator==(const Address&) const = default;
};

// What a part is beside its type: shown as such, and never changed.
enum class Label : std::uint8_t {
  file,
  message,
  calendar,
  contact,
  smime_signature,
  smime_signed,
  smime_encrypted,
  pgp_signature,
  pgp_encrypted,
  pgp_key,
  report,
  container,  // TNEF: its contents stand beside it.
};

struct Attachment {
  std::string name;        // Decoded, path parts and control characters removed.
  std::string type;        // "image/png", lower case.
  std::string content_id;  // Without brackets; for cid: references from the HTML.
  std::string bytes;       // Decoded content.
  bool is_inline = false;  // Referenced from or shown within the body.
  bool hidden = false;     // Of no use to a reader: delivery reports, signature blobs.
  bool generated = false;  // The name was made up by us, the mail gave none.
  Why why_hidden = Why::none;
  Label label = Label::file;
};

// A stretch of the text that is not shown at first, or is told apart.
enum class FoldKind : std::uint8_t { quoted, signature, forwarded, kept };

struct Fold {
  FoldKind kind = FoldKind::quoted;
  Reason reason;
  std::string line;  // How it begins, for people; cut.

  bool operator==(const Fold&) const = default;
};

// What a calendar part asks for (RFC 5545, 5546).
struct Invite {
  std::string method;   // "request", "reply", "cancel", ...; lower case, "publish" if not said.
  std::string summary;  // One line.
  std::string starts;   // "2026-03-01 10:00 Europe/Berlin", as the calendar says it.
  std::string ends;
  std::string location;
  std::string organizer;  // An address, or a name where none is given.
};

// One recipient's fate, from a delivery report (RFC 3464) or read from a bounce's prose.
struct Bounce {
  std::string recipient;
  std::string status;  // "5.1.1"; empty when unknown.
  std::string action;  // "failed", "delayed", "delivered", "relayed", "expanded".
  std::string answer;  // The remote server's words, for people.
};

struct Email {
  Address from;
  std::vector<Address> to, cc, bcc, reply_to;
  Address sender;
  std::string subject;
  std::string message_id;
  std::vector<std::string> in_reply_to;
  std::vector<std::string> references;
  std::optional<std::int64_t> date;  // Unix seconds, from Date (or nothing that can be trusted).

  std::string text;        // The whole body as plain text (made from the HTML when there is none).
  std::string html;        // The HTML body as it came (decoded to UTF-8, NOT sanitised); may be "".
  std::string reply_text;  // What a reader should see first: no quoted history, no signature.
  std::string quoted;      // The history that was folded away; nothing of the text is lost.
  std::string signature;
  std::string forwarded;  // The forwarded message inside the text, when there is one.
  std::vector<Attachment> attachments;

  std::vector<Fold> folds;   // How the text was divided, in its order.
  bool nothing_own = false;  // It is all quoted or a signature: `reply_text` is nobody's new word.
  std::vector<Invite> invites;

  bool is_auto_reply = false;  // Written by a machine; must never be answered by one.
  bool is_from_list = false;   // Came over a mailing list: a person's, but no machine may answer.
  Reasons automatic;           // What said so; the header's fields first.
  bool is_bounce = false;      // A delivery report, by form or by prose.
  bool is_feedback_report = false;  // RFC 5965 (a "this is spam" complaint).
  std::vector<Bounce> bounces;
  std::string original_message_id;  // Of the mail that a bounce or report is about; may be "".

  std::vector<std::string>
      delivered_to;  // Delivered-To, X-Original-To, Envelope-To: for plus-address tokens.
  std::string return_path;
  std::vector<std::pair<std::string, std::string>> headers;  // All, unfolded and decoded, in order.
  Reasons oddities;  // What was repaired, guessed or dropped, for `mail explain`.
};

// Limits of one mail; what lies beyond is left unparsed and said in `oddities` (catalogue rows
// E17-E19).
inline constexpr std::size_t email_bytes_max = 50u << 20;
inline constexpr int part_depth_max = 50;
inline constexpr int parts_max = 1000;
inline constexpr int headers_max = 1000;

// Understands `raw` (RFC 5322 with CRLF or LF, an optional mbox "From " line first). Pure; any
// thread.
Email parse(std::string_view raw);

}  // namespace mg::mime
