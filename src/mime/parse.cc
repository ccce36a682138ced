#include <set>

#include "mime/address.h"
#include "mime/ascii.h"
#include "mime/automatic.h"
#include "mime/body.h"
#include "mime/bounce.h"
#include "mime/charset.h"
#include "mime/date.h"
#include "mime/email.h"
#include "mime/quote.h"
#include "mime/tnef.h"

namespace mg::mime {
namespace {

constexpr int part_headers_max = 100;
constexpr std::size_t oddities_max = 50;
constexpr std::size_t first_look = 4096;

// Drops what transports put before the header, and makes line ends of lone CRs.
std::string_view prepared(std::string_view raw, Arena& arena, Email& email) {
  if (raw.size() > email_bytes_max) {
    raw = raw.substr(0, email_bytes_max);
    email.oddities.emplace_back("the mail was too large and was cut");
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
    email.oddities.emplace_back("lines end with CR alone");
  }
  if (raw.starts_with("From ") || raw.starts_with(">From ")) {
    ascii::take_line(raw);
    email.oddities.emplace_back("an mbox \"From \" line was skipped");
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
  for (const Address& address : from) {
    if (!address.addr.empty()) return address;
  }
  if (!from.empty()) return from.front();
  email.oddities.emplace_back("no From");
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
  if (email.message_id.empty()) email.oddities.emplace_back("no Message-ID");
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
  if (!email.date) email.oddities.emplace_back("no Date that can be read");
  for (const std::string_view name : {"Delivered-To", "X-Original-To", "Envelope-To"}) {
    for (const Address& address : people(header, name)) {
      if (!address.addr.empty()) email.delivered_to.push_back(address.addr);
    }
  }
  const auto path = parse_addresses(header.first("Return-Path"));
  if (!path.empty()) email.return_path = path.front().addr;
}

// HTML marks its history with containers, which says more than the text made from it.
QuoteSplit split(const Email& email, bool from_html) {
  if (from_html) {
    QuoteSplit parts = split_quote_of_html(email.html);
    if (!parts.visible.empty()) return parts;  // text/enriched leaves a text, but no HTML.
  }
  return split_quote(email.text);
}

void unique_oddities(std::vector<std::string>& oddities) {
  std::set<std::string> seen;
  std::erase_if(oddities, [&](const std::string& oddity) {
    return seen.size() >= oddities_max || !seen.insert(oddity).second;
  });
}

}  // namespace

Email parse(std::string_view raw) {
  Email email;
  Arena arena;
  raw = prepared(raw, arena, email);
  const PartLimits limits{part_depth_max, parts_max, headers_max, part_headers_max};
  const Part root = read_parts(raw, limits, arena, email.oddities);
  read_header(root.header, email);
  const bool from_html = collect_body(root, email);
  unpack_tnef(email);
  extract_uuencode(email);
  QuoteSplit parts = split(email, from_html);
  email.reply_text = std::move(parts.visible);
  email.quoted = std::move(parts.quoted);
  email.signature = std::move(parts.signature);
  email.forwarded = std::move(parts.forwarded);
  find_bounces(root, email);
  email.auto_reason = automatic_reason(root.header, email);
  if (email.auto_reason.empty() && email.is_bounce) email.auto_reason = "a delivery report";
  email.is_auto_reply = !email.auto_reason.empty();
  unique_oddities(email.oddities);
  return email;
}

}  // namespace mg::mime
