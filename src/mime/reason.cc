#include "mime/reason.h"

#include <algorithm>

#include "base/utf8.h"
#include "mime/charset.h"

namespace mg::mime {
namespace {

struct Row {
  Why why;
  std::string_view code;
  std::string_view words;  // "{}" is the value.
};

constexpr Row rows[] = {
    {Why::none, "none", ""},
    {Why::automatic_field, "automatic_field", "its header says so: {}"},
    {Why::automatic_path, "automatic_path",
     "its Return-Path is empty, as that of reports and automatic answers"},
    {Why::automatic_sender, "automatic_sender", "nobody writes from {}"},
    {Why::automatic_report, "automatic_report", "it is a report of a mail system ({})"},
    {Why::automatic_subject, "automatic_subject", "its subject is that of an automatic answer: {}"},
    {Why::automatic_bounce, "automatic_bounce",
     "its words are those of a mail server that gives a mail back"},
    {Why::list_field, "list_field",
     "it came over a mailing list ({}): a person may read it, a machine must not answer it"},
    {Why::quote_marks, "quote_marks", "the lines begin with \">\""},
    {Why::quote_intro, "quote_intro", "a line says who wrote what follows"},
    {Why::quote_header, "quote_header", "a mail's copied header starts there"},
    {Why::quote_line, "quote_line", "a line says that the original message follows"},
    {Why::quote_container, "quote_container", "the mail program marked it as history ({})"},
    {Why::quote_html, "quote_html", "the HTML version marks the same words as history"},
    {Why::signature_delimiter, "signature_delimiter", "it stands below two dashes"},
    {Why::signature_footer, "signature_footer", "the mail program added it"},
    {Why::signature_list, "signature_list", "the mailing list added it"},
    {Why::signature_legal, "signature_legal", "it is a legal notice"},
    {Why::signature_container, "signature_container",
     "the mail program marked it as signature ({})"},
    {Why::signature_html, "signature_html", "the HTML version marks the same words as signature"},
    {Why::signature_pgp, "signature_pgp", "it is an OpenPGP signature"},
    {Why::forward_line, "forward_line", "a line says that a forwarded message follows"},
    {Why::forward_header, "forward_header", "a mail's copied header stands before any own word"},
    {Why::kept_answered, "kept_answered", "the quote stays, the sender answered within it"},
    {Why::kept_whole, "kept_whole", "nothing was folded, as nothing else would be left to read"},
    {Why::mail_cut, "mail_cut", "the mail was longer than {} bytes and was cut there"},
    {Why::line_ends, "line_ends", "its lines ended with CR alone"},
    {Why::mbox_line, "mbox_line", "an mbox \"From \" line before the header was skipped"},
    {Why::no_from, "no_from", "it has no From that can be read"},
    {Why::no_message_id, "no_message_id", "it has no Message-ID; one was made from its bytes"},
    {Why::no_date, "no_date", "it has no Date that can be read {}"},
    {Why::header_junk, "header_junk", "a header line that is no field was skipped: {}"},
    {Why::header_open, "header_open",
     "no empty line parts header and body; the body begins at: {}"},
    {Why::field_cut, "field_cut", "a header field was too long and was cut: {}"},
    {Why::fields_dropped, "fields_dropped", "{} header fields beyond the limit were dropped"},
    {Why::transfer_unknown, "transfer_unknown", "the transfer encoding {} is unknown"},
    {Why::boundary_missing, "boundary_missing",
     "a multipart without parts was read as text (boundary {})"},
    {Why::boundary_guessed, "boundary_guessed", "a multipart names a wrong boundary; {} was used"},
    {Why::boundary_open, "boundary_open", "the last boundary of a multipart is missing ({})"},
    {Why::parts_deep, "parts_deep", "parts nested deeper than {} were left unread"},
    {Why::parts_many, "parts_many", "parts after the first {} were left unread"},
    {Why::report_read, "report_read", "the delivery report ({}) was read; it is no file"},
    {Why::charset_unknown, "charset_unknown", "the character set {} is unknown"},
    {Why::charset_wrong, "charset_wrong", "the named character set does not fit its bytes: {}"},
    {Why::charset_guessed, "charset_guessed", "no character set is named; read as {}"},
    {Why::charset_in_html, "charset_in_html", "the HTML itself names its character set: {}"},
    {Why::charset_torn, "charset_torn", "some bytes fit no character set and were replaced ({})"},
    {Why::tnef_unpacked, "tnef_unpacked", "Outlook's container {} was unpacked"},
    {Why::tnef_broken, "tnef_broken", "Outlook's container {} cannot be read"},
    {Why::uuencode_unpacked, "uuencode_unpacked", "a uuencoded file was taken out of the text: {}"},
    {Why::smime_opened, "smime_opened",
     "the signed text was read out of {}; the signature was not checked"},
    {Why::hidden_report, "hidden_report", "it is the part of a report that machines read"},
    {Why::hidden_returned, "hidden_returned", "it is the mail that came back"},
    {Why::hidden_signature, "hidden_signature", "it is a signature, not a file"},
    {Why::hidden_container, "hidden_container", "what it held was unpacked"},
    {Why::hidden_key, "hidden_key", "it tells mail programs how to decrypt"},
    {Why::hidden_version, "hidden_version", "it is a version of the text for one mail program"},
};

constexpr bool is_complete() {
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    if (static_cast<std::size_t>(rows[i].why) != i) return false;
  }
  return std::size(rows) == static_cast<std::size_t>(Why::hidden_version) + 1;
}
static_assert(is_complete());

const Row& row_of(Why why) {
  return rows[static_cast<std::size_t>(why)];
}

}  // namespace

std::string_view code_of(Why why) {
  return row_of(why).code;
}

std::string words_of(const Reason& reason) {
  std::string words(row_of(reason.why).words);
  if (const auto at = words.find("{}"); at != std::string::npos) words.replace(at, 2, reason.value);
  while (words.ends_with(' ')) words.pop_back();
  return words;
}

std::string reason_value(std::string_view seen) {
  constexpr std::size_t looked_at_max = 4 * reason_bytes_max;
  std::string out;
  const std::string clean = clean_utf8(seen.substr(0, looked_at_max));
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const auto byte = static_cast<unsigned char>(clean[i]);
    const auto next = static_cast<unsigned char>(i + 1 < clean.size() ? clean[i + 1] : 0);
    const bool c1 = byte == 0xC2 && next >= 0x80 && next < 0xA0;  // Controls of terminals.
    if (c1) ++i;
    if (byte > ' ' && byte != 127 && !c1) {
      out += clean[i];
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  if (out.size() > reason_bytes_max) out = std::string(utf8_cut(out, reason_bytes_max)) + "\u2026";
  return out;
}

void add_reason(Reasons& reasons, Why why, std::string_view value) {
  if (reasons.size() >= reasons_max) return;
  // A fault in each of a million lines must cost next to nothing.
  const auto is_same = [&](const Reason& said) { return said.why == why && said.value == value; };
  if (std::ranges::any_of(reasons, is_same)) return;
  const auto of_a_kind = std::ranges::count(reasons, why, &Reason::why);
  if (of_a_kind >= reasons_of_a_kind_max) return;
  Reason reason{why, reason_value(value)};
  if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(std::move(reason));
}

}  // namespace mg::mime
