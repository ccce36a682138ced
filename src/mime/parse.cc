#include "base/ascii.h"
#include "mime/address.h"
#include "mime/automatic.h"
#include "mime/body.h"
#include "mime/bounce.h"
#include "mime/calendar.h"
#include "mime/charset.h"
#include "mime/date.h"
#include "mime/email.h"
#include "mime/quote.h"
#include "mime/smime.h"
#include "mime/tnef.h"

namespace mg::mime {
namespace {

constexpr std::size_t first_look = 4096;

// Drops what transports put before the header, and makes line ends of lone CRs.
std::string_view prepared(std::string_view raw, Arena& arena, Email& email) {
  if (raw.size() > email_bytes_max) {
    raw = raw.substr(0, email_bytes_max);
    add_reason(email.oddities, Why::mail_cut, std::to_string(email_bytes_max));
  }
  if (raw.starts_with("\xEF\xBB\xBF")) raw.remove_prefix(3);
  while (raw.starts_with('\n') || raw.starts_with("\r\n")) ascii::take_line(raw);
  const std::string_view look = raw.substr(0, first_look);
  if (look.find('\n') == std::string_view::npos && look.find('\r') != std::string_view::npos) {
    std::string fixed(raw);
    for (std::size_t i = 0; i < fixed.size(); ++i) {
      if (fixed[i] == '\r' && (i + 1 == fixed.size() || fixed[i + 1] != '\n')) fixed[i] = '\n';
    }
    raw = arena.emplace_back(std::move(fixed));
    add_reason(email.oddities, Why::line_ends);
  }
  if (raw.starts_with("From ") || raw.starts_with(">From ")) {
    ascii::take_line(raw);
    add_reason(email.oddities, Why::mbox_line);
  }
  return raw;
}

// The addresses of all fields of that name: To and Cc may come twice, though they should not.
std::vector<Address> people(const Header& header, std::string_view name) {
  std::vector<Address> out;
  for (const Field& field : header.fields) {
    if (!ascii::equals(field.name, name)) continue;
    for (Address& address : parse_addresses(field.value)) {
      if (out.size() < addresses_max) out.push_back(std::move(address));
    }
  }
  return out;
}

std::string one_line(std::string_view value) {
  std::string out;
  for (const char c : decode_words(value)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 32 && byte != 127) {
      out += c;
    } else if (ascii::is_space(c)) {
      out += ' ';
    }
  }
  return std::string(ascii::trim(out));
}

Address author(const Header& header, Email& email) {
  const std::vector<Address> from = people(header, "From");
  // "Doe, Ana <ana@x>" lacks its quotes: the first half is no address, but half of the name.
  std::string before;
  for (Address address : from) {
    if (address.addr.find('@') != std::string::npos) {
      if (!before.empty() && !address.name.empty()) address.name = before + ", " + address.name;
      return address;
    }
    if (!before.empty()) before += ", ";
    before += address.name.empty() ? address.addr : address.name;
  }
  for (const Address& address : from) {
    if (!address.addr.empty()) return address;
  }
  if (!from.empty()) return from.front();
  add_reason(email.oddities, Why::no_from);
  return email.sender;
}

void read_ids(const Header& header, Email& email) {
  for (const Field& field : header.fields) {
    if (ascii::equals(field.name, "Message-ID") && email.message_id.empty()) {
      const auto ids = parse_ids(field.value);
      if (!ids.empty()) email.message_id = ids.front();
    }
  }
  email.in_reply_to = parse_ids(header.first("In-Reply-To"));
  email.references = parse_ids(header.first("References"));
  if (email.message_id.empty()) add_reason(email.oddities, Why::no_message_id);
}

void read_header(const Header& header, Email& email) {
  for (const Field& field : header.fields) {
    email.headers.emplace_back(clean_utf8(field.name), one_line(field.value));
  }
  const auto sender = people(header, "Sender");
  if (!sender.empty()) email.sender = sender.front();
  email.from = author(header, email);
  email.to = people(header, "To");
  email.cc = people(header, "Cc");
  email.bcc = people(header, "Bcc");
  email.reply_to = people(header, "Reply-To");
  email.subject = one_line(header.first("Subject"));
  read_ids(header, email);
  email.date = parse_date(header.first("Date"));
  if (!email.date) {
    const std::string_view said = header.first("Date");
    add_reason(email.oddities, Why::no_date, said.empty() ? "" : "(" + std::string(said) + ")");
  }
  for (const std::string_view name : {"Delivered-To", "X-Original-To", "Envelope-To"}) {
    for (const Address& address : people(header, name)) {
      if (!address.addr.empty()) email.delivered_to.push_back(address.addr);
    }
  }
  const auto path = parse_addresses(header.first("Return-Path"));
  if (!path.empty()) email.return_path = path.front().addr;
}

void divide(Email& email, bool from_html) {
  QuoteSplit parts = from_html && !email.html.empty() ? split_quote_of_html(email.html)
                                                      : split_quote_of_both(email.text, email.html);
  if (parts.visible.empty()) parts = split_quote(email.text);
  email.reply_text = std::move(parts.visible);
  email.quoted = std::move(parts.quoted);
  email.signature = std::move(parts.signature);
  email.forwarded = std::move(parts.forwarded);
  email.folds = std::move(parts.folds);
  email.nothing_own = parts.nothing_own;
}

}  // namespace

Email parse(std::string_view raw) {
  Email email;
  Arena arena;
  raw = prepared(raw, arena, email);
  const Part root = read_parts(raw, arena, email.oddities);
  read_header(root.header, email);
  bool from_html = collect_body(root, email);
  unpack_tnef(email);
  extract_uuencode(email);
  from_html |= open_smime(email);
  read_invites(email);
  divide(email, from_html);
  find_bounces(root, email);
  judge_automatic(root.header, email);
  return email;
}

}  // namespace mg::mime
