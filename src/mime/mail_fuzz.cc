// Any bytes as a mail, all the way that an inbox and `mail explain` read it.
#include <cassert>
#include <string>

#include "base/fuzz_input.h"
#include "base/json_document.h"
#include "base/utf8.h"
#include "mime/email.h"
#include "mime/explain.h"
#include "mime/quote.h"
#include "mime/sanitize.h"

namespace mg::mime {
namespace {

void expect_text(std::string_view text) {
  assert(mg::is_utf8(text));
  assert(text.find('\0') == std::string_view::npos);
}

void expect_line(std::string_view text) {
  expect_text(text);
  assert(text.find_first_of("\r\n") == std::string_view::npos);
}

void expect_people(const std::vector<Address>& people) {
  assert(people.size() <= 1000);
  for (const Address& address : people) {
    expect_line(address.addr);
    expect_line(address.name);
  }
}

void expect_id(std::string_view id) {
  expect_line(id);
  assert(id.find_first_of("<> \t") == std::string_view::npos);
}

void expect_whole(const Email& email) {
  for (const auto* people : {&email.to, &email.cc, &email.bcc, &email.reply_to}) {
    expect_people(*people);
  }
  expect_people({email.from, email.sender});
  expect_line(email.subject);
  expect_id(email.message_id);
  expect_id(email.original_message_id);
  for (const auto* ids : {&email.in_reply_to, &email.references}) {
    for (const std::string& id : *ids) expect_id(id);
  }
  for (const auto* text : {&email.text, &email.html, &email.reply_text, &email.quoted,
                           &email.signature, &email.forwarded}) {
    expect_text(*text);
  }
  for (const Attachment& attachment : email.attachments) {
    expect_line(attachment.name);
    assert(attachment.name.find_first_of("/\\") == std::string::npos);
    expect_line(attachment.type);
    expect_line(attachment.content_id);
  }
  for (const Bounce& bounce : email.bounces) {
    for (const auto* text : {&bounce.recipient, &bounce.status, &bounce.action, &bounce.answer}) {
      expect_text(*text);
    }
  }
  for (const auto& [name, value] : email.headers) expect_line(name), expect_line(value);
  for (const auto* reasons : {&email.oddities, &email.automatic}) {
    assert(reasons->size() <= reasons_max);
    for (const Reason& reason : *reasons) expect_line(words_of(reason));
  }
  for (const Fold& fold : email.folds) expect_line(fold.line);
  for (const Invite& invite : email.invites) {
    for (const auto* text : {&invite.method, &invite.summary, &invite.starts, &invite.ends,
                             &invite.location, &invite.organizer}) {
      expect_line(*text);
    }
  }
}

}  // namespace
}  // namespace mg::mime

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::mime;
  const std::string_view raw = mg::FuzzInput(data, size).rest();
  const Email email = parse(raw);
  expect_whole(email);
  assert((email.is_auto_reply || email.is_from_list) == !email.automatic.empty());
  const bool blank = email.text.find_first_not_of(" \t\r\n") == std::string::npos;
  assert(blank || !email.reply_text.empty());

  const std::string line = explain_json(email, "mail.eml", 0);
  assert(line.find('\n') == std::string::npos);
  assert(mg::json::Document::parse(line));
  assert(line == explain_json(parse(raw), "mail.eml", 0));

  expect_text(explain_words(email, "mail.eml"));

  const QuoteSplitHtml split = split_quote_html(email.html);
  for (const auto* html : {&email.html, &split.visible_html, &split.quoted_html}) {
    expect_text(sanitize_html(*html).html);
  }
  return 0;
}
