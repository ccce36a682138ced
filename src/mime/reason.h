#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Why a mail was taken as it was: what the parser decided, repaired or left out, said as data where
// it was decided, so that `mail explain` and the workspace need not guess a second time.
namespace mg::mime {

enum class Why : std::uint8_t {
  none,
  // A machine wrote it.
  automatic_field,
  automatic_path,
  automatic_sender,
  automatic_report,
  automatic_subject,
  automatic_bounce,
  // A person may have written it, but no machine may answer.
  list_field,
  // Quoted history.
  quote_marks,
  quote_intro,
  quote_header,
  quote_line,
  quote_container,
  quote_html,
  // Signatures and what programs add below.
  signature_delimiter,
  signature_footer,
  signature_list,
  signature_legal,
  signature_container,
  signature_html,
  signature_pgp,
  // Forwarded mail.
  forward_line,
  forward_header,
  // What could have been folded and was not.
  kept_answered,
  kept_whole,
  // What was repaired or dropped.
  mail_cut,
  line_ends,
  mbox_line,
  no_from,
  no_message_id,
  no_date,
  header_junk,
  header_open,
  field_cut,
  fields_dropped,
  transfer_unknown,
  boundary_missing,
  boundary_guessed,
  boundary_open,
  parts_deep,
  parts_many,
  report_read,
  // Character sets.
  charset_unknown,
  charset_wrong,
  charset_guessed,
  charset_in_html,
  charset_torn,
  // What was unpacked.
  tnef_unpacked,
  tnef_broken,
  uuencode_unpacked,
  smime_opened,
  // Attachments that no reader needs.
  hidden_report,
  hidden_returned,
  hidden_signature,
  hidden_container,
  hidden_key,
  hidden_version,
};

struct Reason {
  Why why = Why::none;
  std::string value;  // What was seen, one line of UTF-8; may be empty.

  bool operator==(const Reason&) const = default;
};

using Reasons = std::vector<Reason>;

// Such as "quote_intro": stable, for programs.
std::string_view code_of(Why why);

// A sentence for people, in English, without its full stop.
std::string words_of(const Reason& reason);

// One line of UTF-8 out of anything a mail says, cut where it is too long to be read.
std::string reason_value(std::string_view seen);

// Adds a reason, once; a mail of a thousand faults does not list them all.
void add_reason(Reasons& reasons, Why why, std::string_view value = {});

inline constexpr std::size_t reasons_max = 50;
inline constexpr std::ptrdiff_t reasons_of_a_kind_max = 5;
inline constexpr std::size_t reason_bytes_max = 160;

}  // namespace mg::mime
