// Any words in a mail that is sent: refused, or a mail with the headers that were asked for and no
// others, which reads back as what was meant.
#include <algorithm>
#include <cassert>
#include <string>

#include "base/ascii.h"
#include "base/fuzz_input.h"
#include "base/utf8.h"
#include "mime/build.h"
#include "mime/charset.h"
#include "mime/email.h"
#include "mime/header.h"

namespace mg::mime {
namespace {

std::string text_or(FuzzInput& input, std::string_view otherwise) {
  const auto text = input.text();
  return std::string(text.empty() ? otherwise : text);
}

Outgoing read_outgoing(FuzzInput& input) {
  Outgoing mail;
  const unsigned flags = input.byte();
  mail.subject = input.text();
  mail.from.name = input.text();
  mail.text = clean_utf8(text_or(input, "Hello"));
  if (flags & 1) mail.html = "<p>" + clean_utf8(input.text()) + "</p>";
  mail.from.addr = text_or(input, "support@desk.test");
  mail.to.push_back({text_or(input, "ana@example.com"), std::string(input.text())});
  mail.message_id = text_or(input, "1@desk.test");
  mail.in_reply_to = input.text();
  mail.references.emplace_back(input.text());
  mail.date = 1'600'000'000;
  if (flags & 2) mail.list_unsubscribe = input.text();
  if (flags & 4) mail.headers.emplace_back(text_or(input, "X-Token"), input.text());
  if (flags & 8) {
    OutgoingAttachment file;
    file.name = input.text();
    file.type = text_or(input, "application/pdf");
    file.content_id = input.text();
    file.is_inline = (flags & 16) != 0;
    file.bytes = input.rest();
    mail.attachments.push_back(std::move(file));
  }
  mail.automatic = (flags & 32) != 0;
  return mail;
}

// Whether an address needs SMTPUTF8: then, and in the head alone, UTF-8 may stand as it is.
bool is_international(const Outgoing& mail) {
  const auto is = [](const std::string& address) {
    return std::ranges::any_of(address, [](char c) { return static_cast<signed char>(c) < 0; });
  };
  return is(mail.from.addr) ||
         std::ranges::any_of(mail.to, [&](const auto& to) { return is(to.addr); });
}

void expect_wire(const std::string& bytes, bool international) {
  const std::size_t head = international ? bytes.find("\r\n\r\n") : 0;
  assert(head != std::string::npos && is_utf8(std::string_view(bytes).substr(0, head)));
  std::size_t line = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    assert(c != 0 && (c < 0x80 || i < head));
    assert((c == '\n') == (i > 0 && bytes[i - 1] == '\r'));
    line = c == '\n' ? 0 : line + 1;
    assert(line <= 999);  // With the CR.
  }
}

void expect_only_these_fields(const std::string& bytes, const Outgoing& mail) {
  std::vector<std::string> names{
      "date",        "from",         "to",           "subject",
      "message-id",  "mime-version", "content-type", "content-transfer-encoding",
      "in-reply-to", "references"};
  if (mail.automatic) names.insert(names.end(), {"auto-submitted", "x-auto-response-suppress"});
  if (!mail.list_unsubscribe.empty())
    names.insert(names.end(), {"list-unsubscribe", "list-unsubscribe-post"});
  for (const auto& [name, value] : mail.headers) names.push_back(ascii::lower(name));
  // A mail that is one file only has no text; here it always has one, so these are of parts alone.
  std::string_view rest = bytes;
  Reasons oddities;
  const Header header = take_header(rest, 100, oddities);
  assert(oddities.empty());
  for (const Field& field : header.fields) {
    const auto found = std::ranges::find(names, ascii::lower(field.name));
    assert(found != names.end());
    names.erase(found);
  }
}

// Blanks at the ends and runs of them are not kept by mail.
std::string words_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace
}  // namespace mg::mime

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::mime;
  mg::FuzzInput input(data, size);
  const Outgoing mail = read_outgoing(input);
  const auto bytes = build_email(mail);
  if (!bytes) {
    assert(!bytes.error().code.empty() && !bytes.error().detail.empty());
    return 0;
  }
  assert(build_email(mail) == bytes);
  expect_wire(*bytes, is_international(mail));
  expect_only_these_fields(*bytes, mail);

  const Email email = parse(*bytes);
  assert(email.message_id == mail.message_id);
  assert(email.to.size() == 1 && email.date == mail.date);
  if (mg::mime::is_utf8(mail.subject)) assert(words_of(email.subject) == words_of(mail.subject));
  assert(words_of(email.text) == words_of(mail.text));
  if (!mail.attachments.empty()) {
    assert(email.attachments.size() == 1);
    assert(email.attachments.front().bytes == mail.attachments.front().bytes);
  }
  return 0;
}
