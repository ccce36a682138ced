#include "mime/bounce.h"

#include "base/ascii.h"
#include "mime/charset.h"

namespace mg::mime {
namespace {

constexpr std::size_t original_fields_max = 200;

struct Found {
  const Part* status = nullptr;    // message/delivery-status
  const Part* feedback = nullptr;  // message/feedback-report
  const Part* original = nullptr;  // message/rfc822 or text/rfc822-headers
};

bool is_headers(const Part& part) {
  return part.is("text/rfc822-headers") || part.is("message/rfc822-headers") ||
         part.is("message/global-headers");
}

void look(const Part& part, Found& found) {
  if (part.is("message/delivery-status") || part.is("message/global-delivery-status")) {
    if (found.status == nullptr) found.status = &part;
  } else if (part.is("message/feedback-report")) {
    if (found.feedback == nullptr) found.feedback = &part;
  } else if (!part.children.empty() && !part.is_multipart()) {
    if (found.original == nullptr) found.original = &part;
    return;  // What lies within the returned mail is not about it.
  } else if (is_headers(part)) {
    if (found.original == nullptr) found.original = &part;
  }
  for (const Part& child : part.children) look(child, found);
}

// A report that was wrapped into another notice, as gateways do.
void look_within(const Part& original, Found& found) {
  if (original.children.empty() || !original.children.front().is("multipart/report")) return;
  Found inner;
  look(original.children.front(), inner);
  if (inner.status == nullptr) return;
  found.status = inner.status;
  if (inner.original != nullptr) found.original = inner.original;
}

Header header_of_original(const Part& part) {
  if (!part.children.empty()) return part.children.front().header;
  const std::string text = part.decoded();
  std::string_view rest = text;
  Reasons oddities;
  return take_header(rest, original_fields_max, oddities);
}

// The header of a mail that was returned as plain text, maybe below a marker line.
Header header_in_text(std::string_view text) {
  Reasons oddities;
  while (!text.empty()) {
    std::string_view peek = text;
    const std::string_view line = ascii::take_line(peek);
    if (looks_like_field(line)) return take_header(text, original_fields_max, oddities);
    text = peek;
  }
  return {};
}

bool is_daemon(const Email& email) {
  const std::string addr = ascii::lower(email.from.addr);
  const std::string name = ascii::lower(email.from.name);
  for (const std::string_view start :
       {"mailer-daemon", "post_master", "mailer_daemon", "mailerdaemon", "mail-daemon",
        "postmaster", "mail_daemon", "mailer.daemon"}) {
    if (addr.starts_with(start)) return true;
  }
  for (const std::string_view words : {"mail delivery s", "mailer-daemon", "mail administrator",
                                       "system administrator", "mail deliver", "postmaster"}) {
    if (name.find(words) != std::string::npos) return true;
  }
  return false;
}

bool is_passed_on(std::string_view subject) {
  for (const std::string_view start : {"re:", "fwd:", "fw:", "aw:", "wg:", "sv:"}) {
    if (ascii::starts_with(subject, start)) return true;
  }
  return false;
}

// Whether the returned mail was sent by the one who now gets it back.
bool came_back(const Email& email, const Header& original) {
  for (const std::string_view name : {"Return-Path", "From", "Sender"}) {
    const std::string author = address_in(original.first(name));
    if (author.empty()) continue;
    for (const Address& to : email.to) {
      if (ascii::equals(to.addr, author)) return true;
    }
  }
  return false;
}

// A bounce without a delivery report must show two signs: who sent it, and what it says.
bool is_bounce_by_prose(const Header& header, const Email& email, std::string_view notice,
                        const Header& original) {
  if (header.has("X-Failed-Recipients")) return true;
  const bool subject = reads_like_bounce(email.subject);
  if (is_daemon(email)) {
    return subject || reads_like_bounce(notice) ||
           (ascii::starts_with(email.from.addr, "mailer-daemon") &&
            !status_of_words(notice).empty());
  }
  const std::string_view submitted = header.first("Auto-Submitted");
  if (ascii::starts_with(submitted, "auto-replied") && !subject) return false;
  if (is_passed_on(email.subject)) return false;
  const bool returned = came_back(email, original);
  // Most mail ends here, before all of its words are searched.
  if (!(subject || returned) || !reads_like_bounce(notice)) return false;
  const bool no_path = ascii::trim(header.first("Return-Path")) == "<>";
  if (no_path && subject) return true;
  if (status_of_words(notice).empty()) return false;
  return returned || (subject && email.in_reply_to.empty());
}

}  // namespace

void find_bounces(const Part& root, Email& email) {
  if (ascii::ends_with(email.from.addr, ".amazonaws.com") && read_json_notice(email.text, email)) {
    return;
  }
  Found found;
  for (const Part& child : root.children) look(child, found);
  if (root.children.empty()) look(root, found);
  if (found.status == nullptr && found.original != nullptr) look_within(*found.original, found);
  email.is_feedback_report =
      found.feedback != nullptr || (root.is("multipart/report") &&
                                    ascii::equals(root.type.get("report-type"), "feedback-report"));

  std::string_view below;
  const std::string_view notice = split_returned(email.text, below);
  const Header original =
      found.original != nullptr ? header_of_original(*found.original) : header_in_text(below);
  // Microsoft's complaints are older than RFC 5965: only the returned mail tells.
  if (original.has("X-HmXmrOriginalRecipient") &&
      ascii::starts_with(email.subject, "complaint about message")) {
    email.is_feedback_report = true;
  }
  if (!email.is_feedback_report) {
    if (found.status != nullptr) email.bounces = read_delivery_status(found.status->decoded());
    email.is_bounce =
        found.status != nullptr || is_bounce_by_prose(root.header, email, notice, original);
    sharpen(email.bounces, notice);
    if (email.is_bounce && email.bounces.empty()) {
      email.bounces = read_bounce_prose(notice, root.header, original);
    }
  }
  if (email.is_bounce || email.is_feedback_report) {
    const auto ids = parse_ids(original.first("Message-ID"));
    if (!ids.empty()) email.original_message_id = ids.front();
  }
}

}  // namespace mg::mime
