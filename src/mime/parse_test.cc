#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <string>

#include "mime/email.h"
#include "mime/explain.h"

namespace mg::mime {
namespace {

bool says(const Email& email, Why why) {
  return std::ranges::any_of(email.oddities, [&](const Reason& said) { return said.why == why; });
}

TEST(Parse, an_ordinary_mail_is_understood) {
  const Email email = parse(
      "From: Ana Lopez <ana@example.com>\r\nTo: desk@example.org, bo@example.net\r\n"
      "Cc: c@example.com\r\nReply-To: other@example.com\r\nSubject: Broken lamp\r\n"
      "Message-ID: <1@example.com>\r\nIn-Reply-To: <0@example.org>\r\n"
      "References: <a@example.org> <0@example.org>\r\nDate: Fri, 21 Nov 1997 09:55:06 -0600\r\n"
      "Delivered-To: desk+token@example.org\r\nReturn-Path: <ana@example.com>\r\n\r\nHello\r\n");
  EXPECT_EQ(email.from, (Address{"ana@example.com", "Ana Lopez"}));
  EXPECT_EQ(email.to.size(), 2u);
  EXPECT_EQ(email.cc.size(), 1u);
  EXPECT_EQ(email.reply_to.at(0).addr, "other@example.com");
  EXPECT_EQ(email.subject, "Broken lamp");
  EXPECT_EQ(email.message_id, "1@example.com");
  EXPECT_EQ(email.in_reply_to, std::vector<std::string>{"0@example.org"});
  EXPECT_EQ(email.references.size(), 2u);
  EXPECT_EQ(email.date, 880127706);
  EXPECT_EQ(email.text, "Hello\n");
  EXPECT_EQ(email.delivered_to, std::vector<std::string>{"desk+token@example.org"});
  EXPECT_EQ(email.return_path, "ana@example.com");
  EXPECT_FALSE(email.is_auto_reply);
  EXPECT_FALSE(email.is_bounce);
  EXPECT_TRUE(email.oddities.empty());
}

TEST(Parse, an_mbox_line_and_lone_carriage_returns_are_survived) {
  EXPECT_EQ(parse("From ana Fri Nov 21 1997\nSubject: a\n\nb").subject, "a");
  const Email email = parse("Subject: a\rFrom: b@example.com\r\rtext\rmore");
  EXPECT_EQ(email.from.addr, "b@example.com");
  EXPECT_EQ(email.text, "text\nmore");
}

TEST(Parse, nothing_is_a_mail_too) {
  for (const std::string_view raw : {"", "\n", "\r\n\r\n", ":", "From:",
                                     "Content-Type: multipart/"
                                     "mixed; boundary=a\n\n--a"}) {
    EXPECT_TRUE(says(parse(raw), Why::no_message_id)) << raw;
  }
}

constexpr std::string_view two_versions =
    "Content-Type: multipart/alternative; boundary=b\n\npreamble\n--b\nContent-Type: text/plain\n\n"
    "plain\n--b\nContent-Type: text/html\n\n<p>rich</p>\n--b--\nepilogue\n";

TEST(Parse, of_two_versions_the_plain_one_is_the_text) {
  const Email email = parse(two_versions);
  EXPECT_EQ(email.text, "plain");
  EXPECT_EQ(email.html, "<p>rich</p>");
  EXPECT_TRUE(email.attachments.empty());
}

TEST(Parse, html_alone_becomes_text) {
  const Email email = parse("Content-Type: text/html; charset=utf-8\n\n<p>Hello</p><p>Ana</p>");
  EXPECT_NE(email.text.find("Hello"), std::string::npos);
  EXPECT_EQ(email.text.find('<'), std::string::npos);
}

TEST(Parse, an_empty_plain_version_does_not_hide_the_html) {
  const Email email = parse(
      "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: text/html\n"
      "\n<p>rich</p>\n--b--\n");
  EXPECT_NE(email.text.find("rich"), std::string::npos);
}

TEST(Parse, texts_side_by_side_are_strung_together) {
  const Email email =
      parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n");
  EXPECT_EQ(email.text, "one\ntwo");
}

TEST(Parse, the_name_of_an_attachment_holds_no_folder) {
  for (const char* name : {"../../a.png", "C:\\\\x\\\\a.png", "a.png/", "a.png\\\\"}) {
    const Email email = parse("Content-Type: image/png; name=\"" + std::string(name) +
                              "\"\r\nContent-Disposition: attachment\r\n\r\nx");
    ASSERT_EQ(email.attachments.size(), 1u) << name;
    EXPECT_EQ(email.attachments[0].name, "a.png") << name;
  }
}

TEST(Parse, attachments_are_decoded_and_named) {
  const Email email = parse(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbody\n--b\n"
      "Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment; "
      "filename=\"../etc/n\xC3\xB6tes.txt\"\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--b\n"
      "Content-Type: image/png\nContent-ID: <pic@x>\n\nPNG\n--b--\n");
  ASSERT_EQ(email.attachments.size(), 2u);
  EXPECT_EQ(email.attachments[0].name, "nötes.txt");
  EXPECT_EQ(email.attachments[0].bytes, "hello");
  EXPECT_FALSE(email.attachments[0].generated);
  EXPECT_EQ(email.attachments[1].name, "image.png");
  EXPECT_TRUE(email.attachments[1].generated);
  EXPECT_EQ(email.attachments[1].content_id, "pic@x");
  EXPECT_EQ(email.text, "body");
}

TEST(Parse, an_image_that_the_html_shows_is_inline_without_saying_so) {
  const Email email = parse(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n"
      "<img src=\"cid:pic@x\">\n--b\nContent-Type: image/png; name=p.png\nContent-ID: <pic@x>\n\n"
      "PNG\n--b--\n");
  EXPECT_TRUE(email.attachments.at(0).is_inline);
}

TEST(Parse, an_attached_mail_is_called_after_its_subject) {
  const Email email = parse(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\n"
      "Content-Type: message/rfc822\n\nSubject: The order/7\nFrom: x@y.z\n\ninner\n--b--\n");
  ASSERT_EQ(email.attachments.size(), 1u);
  EXPECT_EQ(email.attachments[0].name, "The order 7.eml");
  EXPECT_TRUE(email.attachments[0].generated);
  EXPECT_EQ(email.attachments[0].bytes, "Subject: The order/7\nFrom: x@y.z\n\ninner");
  EXPECT_EQ(email.text, "see below");
}

TEST(Parse, signature_blobs_are_hidden) {
  const Email email = parse(
      "Content-Type: multipart/signed; boundary=b\n\n--b\n\nbody\n--b\n"
      "Content-Type: application/pgp-signature; name=signature.asc\n\nxyz\n--b--\n");
  EXPECT_TRUE(email.attachments.at(0).hidden);
}

TEST(Parse, soft_line_breaks_of_flowed_text_are_undone) {
  const Email email = parse(
      "Content-Type: text/plain; format=flowed\n\n> quoted \n> text\nmine \ngoes on\n stuffed\n"
      "-- \nAna\n");
  EXPECT_EQ(email.text, "> quoted text\nmine goes on\nstuffed\n-- \nAna\n");
  EXPECT_EQ(parse("Content-Type: text/plain; format=flowed; delsp=yes\n\nJapan \nese\n").text,
            "Japanese\n");
}

TEST(Parse, uuencoded_files_leave_the_text) {
  const Email email = parse("Subject: a\n\nbefore\nbegin 644 hi.txt\n%:&5L;&\\\n`\nend\nafter\n");
  ASSERT_EQ(email.attachments.size(), 1u);
  EXPECT_EQ(email.attachments[0].name, "hi.txt");
  EXPECT_EQ(email.attachments[0].bytes, "hello");
  EXPECT_EQ(email.text, "before\nafter\n");
}

TEST(Parse, a_list_footer_below_base64_stays_readable) {
  const Email email =
      parse("Content-Transfer-Encoding: base64\n\naGVsbG8=\n\n__\nThe list footer\n");
  EXPECT_NE(email.text.find("hello"), std::string::npos);
  EXPECT_NE(email.text.find("The list footer"), std::string::npos);
}

TEST(Parse, a_missing_end_and_a_lost_boundary_are_survived) {
  EXPECT_EQ(parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbody").text, "body");
  EXPECT_EQ(parse("Content-Type: multipart/mixed\n\n--zzz\nContent-Type: text/plain\n\nbody\n"
                  "--zzz--\n")
                .text,
            "body");
  EXPECT_EQ(parse("Content-Type: multipart/mixed; boundary=b\n\nno parts at all\n").text,
            "no parts at all\n");
}

TEST(Parse, enriched_text_is_read_and_shown) {
  const Email email =
      parse("From: a@b.test\nContent-Type: text/enriched\n\n<bold>Hello</bold> you\n");
  EXPECT_EQ(email.text, "Hello you");
  EXPECT_EQ(email.reply_text, "Hello you");
}

std::string repeated(std::string_view piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(Parse, hostile_structure_is_cut_at_the_limits_and_said_E17) {
  const auto start = std::chrono::steady_clock::now();
  std::string nested;
  for (int i = 0; i < 10'000; ++i) {
    const std::string b = std::to_string(i);
    nested += "Content-Type: multipart/mixed; boundary=b" + b + "\n\n--b" + b + "\n";
  }
  EXPECT_TRUE(says(parse(nested), Why::parts_deep));
  const Email parts = parse("Content-Type: multipart/mixed; boundary=b\n\n" +
                            repeated("--b\nContent-Type: image/png\n\nx\n", 100'000));
  EXPECT_TRUE(says(parts, Why::parts_many));
  EXPECT_LE(parts.attachments.size(), static_cast<std::size_t>(parts_max));
  const Email headers = parse(repeated("X-A: b\n", 300'000) + "\nbody");
  EXPECT_TRUE(says(headers, Why::fields_dropped));
  EXPECT_LE(headers.headers.size(), static_cast<std::size_t>(headers_max));
  EXPECT_EQ(headers.text, "body");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(Parse, pictures_are_found_in_the_html_in_linear_time) {
  const auto start = std::chrono::steady_clock::now();
  std::string parts;
  for (int i = 0; i < parts_max - 10; ++i) {
    parts += "--b\nContent-Type: image/png\nContent-ID: <" + std::to_string(i) + "@x>\n\nx\n";
  }
  const Email email =
      parse("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n" +
            repeated("cid:", 1'000'000) + "<img src=\"cid:7@x\">\n" + parts);
  for (const Attachment& file : email.attachments) {
    EXPECT_EQ(file.is_inline, file.content_id == "7@x") << file.content_id;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(Explain, one_line_of_json_holds_the_facts) {
  Email email;
  email.from = {"ana@example.com", "Ana \"A\"\nLopez"};
  email.attachments.push_back({.name = "a.png",
                               .type = "image/png",
                               .content_id = "",
                               .bytes = "abc",
                               .is_inline = true,
                               .generated = true});
  email.bounces.push_back({"x@y.z", "5.1.1", "failed", ""});
  email.bounces.push_back({"ok@y.z", "2.0.0", "delivered", ""});
  const std::string line = explain_json(email, "a/b.eml", 1.5);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_NE(
      line.find(R"("file":"a/b.eml","from":{"addr":"ana@example.com","name":"Ana \"A\"\nLopez"})"),
      std::string::npos);
  EXPECT_NE(line.find(R"("name":"a.png","size":3)"), std::string::npos);
  EXPECT_NE(line.find(R"("recipient":"x@y.z","status":"5.1.1","action":"failed")"),
            std::string::npos);
  EXPECT_EQ(line.find("ok@y.z"), std::string::npos);
  EXPECT_NE(line.find(R"("date":null)"), std::string::npos);
}

TEST(Parse, history_that_html_folds_away_is_kept_as_quoted) {
  const Email email = parse(
      "From: a@x\r\nContent-Type: text/html\r\n\r\n"
      "<div>Still broken.</div><div class=\"gmail_quote\"><div>On Monday Bo wrote:</div>"
      "<blockquote class=\"gmail_quote\">Have you tried the red one?</blockquote></div>");
  EXPECT_EQ(email.reply_text, "Still broken.");
  EXPECT_NE(email.quoted.find("Have you tried the red one?"), std::string::npos);
}

TEST(Parse, the_html_of_an_unlabelled_part_may_name_its_charset) {
  const Email email = parse(
      "Content-Type: text/html\n\n<meta charset=windows-1251><p>\xCF\xF0\xE8\xE2\xE5\xF2</p>");
  EXPECT_EQ(email.text, "\u041F\u0440\u0438\u0432\u0435\u0442");
  EXPECT_TRUE(says(email, Why::charset_in_html));
}

TEST(Parse, two_plain_versions_that_differ_are_both_kept) {
  const Email email = parse(
      "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\none\n"
      "--b\nContent-Type: text/plain\n\ntwo\n--b--\n");
  EXPECT_EQ(email.text, "one\ntwo");
}

TEST(Parse, a_version_for_one_mail_program_is_no_file) {
  const Email email = parse(
      "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\none\n"
      "--b\nContent-Type: text/x-amp-html\n\n<html amp4email></html>\n--b--\n");
  EXPECT_EQ(email.text, "one");
  ASSERT_EQ(email.attachments.size(), 1u);
  EXPECT_EQ(email.attachments[0].why_hidden, Why::hidden_version);
}

TEST(Parse, a_name_with_an_unquoted_comma_does_not_become_the_sender) {
  EXPECT_EQ(parse("From: Lopez, Ana <ana@example.com>\n\nHi").from,
            (Address{"ana@example.com", "Lopez, Ana"}));
  EXPECT_EQ(parse("From: root\n\nHi").from.addr, "root");
}

}  // namespace
}  // namespace mg::mime
