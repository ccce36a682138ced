#include "mime/build.h"

#include <gtest/gtest.h>
#include <string>

#include "mime/sanitize.h"

namespace mg::mime {
namespace {

using namespace std::string_literals;

Outgoing sample() {
  Outgoing mail;
  mail.from = {"help@kettles.test", "Kettles Ltd"};
  mail.to = {{"ana@x.test", "Ana"}};
  mail.subject = "Your kettle";
  mail.message_id = "1.2@kettles.test";
  mail.date = 1764000000;
  mail.text = "It is on its way.\n";
  return mail;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

void expect_wire_form(const std::string& bytes) {
  std::size_t line = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    ASSERT_TRUE(byte < 0x80 && byte != 0) << i;
    ASSERT_EQ(byte == '\n', i > 0 && bytes[i - 1] == '\r') << i;
    line = byte == '\n' ? 0 : line + 1;
    ASSERT_LE(line, 998u) << i;
  }
}

TEST(BuildEmail, a_plain_mail_is_seven_bit_text_with_crlf) {
  const auto bytes = build_email(sample());
  ASSERT_TRUE(bytes);
  EXPECT_EQ(*bytes,
            "Date: Mon, 24 Nov 2025 16:00:00 +0000\r\nFrom: Kettles Ltd <help@kettles.test>\r\nTo: "
            "Ana <ana@x.test>\r\n"
            "Subject: Your kettle\r\nMessage-ID: <1.2@kettles.test>\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nIt "
            "is on its way.\r\n");
}

TEST(BuildEmail, what_is_built_reads_back_as_it_was) {
  auto mail = sample();
  mail.from.name = "Müller & Söhne, GmbH";
  mail.to = {{"ana@x.test", "Ana \"Nan\" O'Neil, Jr."}, {"bo@x.test", "ボブ"}, {"cy@x.test", ""}};
  mail.cc = {{"di@bücher.test", "Di"}};
  mail.reply_to = {{"help+k1@kettles.test", ""}};
  mail.subject =
      "Ihr Wasserkessel: Größe und Farbe, wie am Telefon besprochen, und noch einige weitere "
      "Wörter 🫖";
  mail.in_reply_to = "old@x.test";
  mail.references = {"first@x.test", "old@x.test"};
  mail.text = "Grüße\n\nFrom here on:\n.\n" + std::string(300, 'x') + " \nend";
  mail.html = "<p>Grüße <img src=\"cid:logo@k\"></p>";
  const std::string logo = "\x89PNG\r\n\0\x01"s, bill(1000, '\xff');
  mail.attachments = {
      {"logo.png", "image/png", logo, "logo@k", true},
      {"Rechnung für den großen Wasserkessel Nummer 4711 vom 24. November, unterschrieben.pdf",
       "application/pdf", bill, "", false}};
  const auto bytes = build_email(mail);
  ASSERT_TRUE(bytes);
  expect_wire_form(*bytes);
  const Email read = parse(*bytes);
  EXPECT_EQ(read.from, mail.from);
  EXPECT_EQ(read.to, mail.to);
  ASSERT_EQ(read.cc.size(), 1u);
  EXPECT_EQ(read.cc[0].addr, "di@xn--bcher-kva.test");
  EXPECT_EQ(read.reply_to, mail.reply_to);
  EXPECT_EQ(read.subject, mail.subject);
  EXPECT_EQ(read.message_id, mail.message_id);
  EXPECT_EQ(read.in_reply_to, std::vector<std::string>{mail.in_reply_to});
  EXPECT_EQ(read.references, mail.references);
  EXPECT_EQ(read.date, mail.date);
  EXPECT_TRUE(has(read.text, "Grüße\n\nFrom here on:\n.\n" + std::string(300, 'x'))) << read.text;
  EXPECT_TRUE(has(read.html, "Grüße"));
  ASSERT_EQ(read.attachments.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read.attachments[i].name, mail.attachments[i].name);
    EXPECT_EQ(read.attachments[i].bytes, mail.attachments[i].bytes);
    EXPECT_EQ(read.attachments[i].content_id, mail.attachments[i].content_id);
  }
  EXPECT_FALSE(read.is_auto_reply);
}

TEST(BuildEmail, texts_in_other_scripts_read_back_as_they_were) {
  for (const char* text :
       {"漢字かな交じり文。\n二行目。\n", "שלום עולם\n", "mixed: é\ttab and trailing \nnext\n",
        "=3D literal = signs =\n", ".\n..\nFrom me\n", "\n\n\n"}) {
    auto mail = sample();
    mail.text = text;
    mail.subject = text;
    std::erase(mail.subject, '\n');
    const auto bytes = build_email(mail);
    ASSERT_TRUE(bytes) << text;
    expect_wire_form(*bytes);
    const auto read = parse(*bytes);
    EXPECT_EQ(read.text.substr(0, read.text.find_last_not_of('\n') + 1),
              std::string(text).substr(0, std::string(text).find_last_not_of('\n') + 1));
  }
}

TEST(BuildEmail, E8_line_ends_and_control_characters_in_headers_are_refused) {
  for (const std::string& bad :
       {"Bob\r\nBcc: e@x"s, "Bob\nBcc: e@x"s, "Bob\rx"s, "Bob\0x"s, "Bob\x1b[0m"s}) {
    const auto refused = [&](auto change) {
      auto mail = sample();
      change(mail);
      const auto made = build_email(mail);
      return !made && made.error().kind == RefusalKind::bad_input &&
             made.error().code == "bad_header";
    };
    EXPECT_TRUE(refused([&](Outgoing& m) { m.from.name = bad; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.from.addr = bad + "@x.test"; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.to[0].name = bad; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.cc = {{"a@x.test", bad}}; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.reply_to = {{"a@x.test", bad}}; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.subject = bad; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.message_id = "a@" + bad; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.in_reply_to = "a@" + bad; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.references = {"a@x", "a@" + bad}; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.headers = {{"X-Token", bad}}; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.headers = {{bad, "x"}}; }));
    EXPECT_TRUE(refused([&](Outgoing& m) { m.list_unsubscribe = "https://x.test/" + bad; }));
    EXPECT_TRUE(refused([&](Outgoing& m) {
      m.attachments = {{bad, "image/png", "x", "", false}};
    }));
    EXPECT_TRUE(refused([&](Outgoing& m) {
      m.attachments = {{"a", "image/" + bad, "x", "", false}};
    }));
    EXPECT_TRUE(refused([&](Outgoing& m) {
      m.attachments = {{"a", "image/png", "x", "a@" + bad, true}};
    }));
  }
}

TEST(BuildEmail, E8_a_name_cannot_add_a_recipient) {
  for (const char* name : {"a@x.test, Bob", "\"x\" <e@x>,", "Bob <e@x.test>",
                           "=?utf-8?q?e=40x=2Etest=2C?=", "x\\\" <e@x.test>, \"", "e@x.test;"}) {
    auto mail = sample();
    mail.to = {{"ana@x.test", name}};
    const auto bytes = build_email(mail);
    ASSERT_TRUE(bytes) << name;
    EXPECT_EQ(parse(*bytes).to, mail.to) << *bytes;
  }
}

TEST(BuildEmail, E8_addresses_that_are_lists_or_commands_are_refused) {
  for (const char* addr :
       {"", "ana", "@x.test", "ana@", "a@x.test,b@x.test", "<a@x.test>", "a b@x.test", "a@x.test>",
        "\"a\"b\"@x.test", "\"a\r\nb\"@x.test", "\"a", "a@x..test", ".a@x.test", "a@-x.test",
        "a@x.test (c)", "a@[127.0.0.1", "a@[1]>,b@[2]", "\xff@x.test", "a@x_y.test"}) {
    auto mail = sample();
    mail.to = {{addr, ""}};
    EXPECT_FALSE(build_email(mail)) << addr;
  }
}

TEST(BuildEmail, quoted_international_and_literal_addresses_are_written_as_they_are) {
  for (const std::string addr : {"\"a b\"@x.test", "\"a\\\"b\"@x.test", "ä@x.test", "a@[127.0.0.1]",
                                 "a@[IPv6:2001:db8::1]"}) {
    auto mail = sample();
    mail.to = {{addr, "Ana"}};
    const auto bytes = build_email(mail);
    ASSERT_TRUE(bytes) << addr;
    EXPECT_TRUE(has(*bytes, "To: Ana <" + addr + ">\r\n")) << *bytes;
  }
}

TEST(BuildEmail, headers_of_its_own_cannot_be_set_by_the_caller) {
  for (const char* name : {"Bcc", "bcc", "From", "Content-Type", "Subject", "Resent-To",
                           "Return-Path", "X Y", "X:Y", ""}) {
    auto mail = sample();
    mail.headers = {{name, "x"}};
    EXPECT_FALSE(build_email(mail)) << name;
  }
  auto mail = sample();
  mail.headers = {{"X-Makegood-Token", "abc"}};
  EXPECT_TRUE(has(*build_email(mail), "\r\nX-Makegood-Token: abc\r\n"));
}

TEST(BuildEmail, automatic_mail_says_so_and_a_persons_mail_does_not) {
  auto mail = sample();
  EXPECT_FALSE(has(*build_email(mail), "Auto-Submitted"));
  mail.automatic = true;
  const auto bytes = *build_email(mail);
  EXPECT_TRUE(has(bytes, "\r\nAuto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n"));
  EXPECT_TRUE(parse(bytes).is_auto_reply);
}

TEST(BuildEmail, a_long_chain_of_references_is_folded_whole_and_keeps_its_first) {
  auto mail = sample();
  for (int i = 0; i < 300; ++i)
    mail.references.push_back(std::to_string(i) + "." + std::string(40, 'r') + "@x.test");
  const auto bytes = *build_email(mail);
  expect_wire_form(bytes);
  const auto read = parse(bytes).references;
  ASSERT_EQ(read.size(), outgoing_references_max);
  EXPECT_EQ(read.front(), mail.references.front());
  EXPECT_EQ(read.back(), mail.references.back());
}

TEST(BuildEmail, odd_foreign_ids_do_not_keep_a_reply_from_being_sent) {
  auto mail = sample();
  mail.in_reply_to = "no at sign";
  mail.references = {"ok@x.test", "with blank@x", ""};
  const auto bytes = build_email(mail);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(parse(*bytes).references, std::vector<std::string>{"ok@x.test"});
}

TEST(BuildEmail, equal_mails_are_equal_bytes) {
  auto mail = sample();
  mail.html = "<p>x</p>";
  EXPECT_EQ(*build_email(mail), *build_email(mail));
}

TEST(BuildEmail, unsubscribing_takes_one_click) {
  auto mail = sample();
  mail.list_unsubscribe = "https://kettles.test/u/1";
  EXPECT_TRUE(has(*build_email(mail),
                  "List-Unsubscribe: <https://kettles.test/u/1>\r\nList-Unsubscribe-Post: "
                  "List-Unsubscribe=One-Click\r\n"));
  mail.list_unsubscribe = "javascript:x";
  EXPECT_FALSE(build_email(mail));
}

TEST(MailHtml, the_mail_says_the_words_the_promise_and_the_way_back) {
  MailContent content;
  content.language = "en";
  content.body = "Hello Ana,\n\nsee https://x.test/a <b>now</b>.";
  content.promise = "Next update by Friday, 17:00.";
  content.link_url = "https://kettles.test/c/1?t=a&b=c";
  content.link_label = "See what is happening";
  content.sender_name = "Bo, Kettles Ltd";
  content.footer = "You wrote to us.";
  const auto mail = mail_html(content);
  EXPECT_EQ(mail.text,
            "Hello Ana,\n\nsee https://x.test/a <b>now</b>.\n\nNext update by Friday, "
            "17:00.\n\nSee what is happening:\n"
            "https://kettles.test/c/1?t=a&b=c\n\nBo, Kettles Ltd\n\n-- \nYou wrote to us.\n");
  for (const char* part :
       {"<html lang=\"en\" dir=\"ltr\">", "Hello Ana,", "&lt;b&gt;now&lt;/b&gt;",
        "Next update by Friday, 17:00.", "href=\"https://kettles.test/c/1?t=a&amp;b=c\"",
        "prefers-color-scheme: dark", "Bo, Kettles Ltd"}) {
    EXPECT_TRUE(has(mail.html, part)) << part;
  }
}

TEST(MailHtml, X10_nothing_in_it_can_run) {
  MailContent content;
  content.language = "en\"><script>";
  content.body = content.promise = content.link_label = content.sender_name = content.footer =
      content.preheader = "<script>alert(1)</script>";
  content.link_url = "javascript:alert(1)";
  const auto mail = mail_html(content);
  EXPECT_FALSE(has(mail.html, "<script"));
  EXPECT_FALSE(has(mail.html, "javascript:"));
  content.body_html = "<p onclick=x>a<script>alert(1)</script></p>";
  EXPECT_FALSE(has(mail_html(content).html, "onclick"));
}

TEST(MailHtml, pictures_go_out_with_their_address) {
  MailContent content;
  content.content_ids = {"a@k"};
  // The second is as it was stored, the third is no part of the mail.
  content.body_html =
      "<img src=\"cid:a@k\"><img data-remote-src=\"https://x.test/logo.png\" alt=\"Logo\">"
      "<img src=\"cid:other@k\" alt=\"Gone\"><img src=\"http://x.test/2.png\">"
      "<img src=\"javascript:alert(1)\"><img src=x onerror=alert(1)>";
  const auto mail = mail_html(content);
  EXPECT_TRUE(has(mail.html, "<img src=\"cid:a@k\">"));
  EXPECT_TRUE(has(mail.html, "<img src=\"https://x.test/logo.png\" alt=\"Logo\">"));
  EXPECT_TRUE(has(mail.html, "<img src=\"http://x.test/2.png\">"));
  for (const char* gone : {"data-remote-src", "data-cid", "other@k", "Gone", "onerror", "alert"}) {
    EXPECT_FALSE(has(mail.html, gone)) << gone;
  }
  EXPECT_FALSE(has(sanitize_html(content.body_html).html, " src=")) << "what is shown here";
}

TEST(MailHtml, it_runs_right_to_left_where_the_language_does) {
  MailContent content;
  content.language = "he";
  content.body = "שלום";
  EXPECT_TRUE(has(mail_html(content).html, "lang=\"he\" dir=\"rtl\""));
}

}  // namespace
}  // namespace mg::mime
