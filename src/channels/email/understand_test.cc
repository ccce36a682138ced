#include "channels/email/understand.h"

#include <gtest/gtest.h>

#include "desk/mail_people.h"

namespace mg::channels::email {
namespace {

std::shared_ptr<desk::ReceivedMail> understood(std::string_view raw) {
  store::RawMail mail;
  mail.sender = "ana@x.test";
  mail.recipient = "help@desk.example";
  return understand(mail, raw);
}

TEST(Understand, history_and_signature_of_html_stand_behind_three_dots) {
  const auto mail = understood(
      "From: ana@x.test\nContent-Type: text/html\n\n<div>It leaks.</div>"
      "<div class=\"gmail_signature\">Ana</div><div class=\"gmail_quote\"><div>On Mon, 3 May 2021 "
      "at 10:00 Bo &lt;b@x.test&gt; wrote:</div><blockquote class=\"gmail_quote\">Old "
      "<img src=\"https://x.test/a.png\"></blockquote></div>");
  EXPECT_EQ(mail->text, "It leaks.");
  EXPECT_NE(mail->quoted.find("Ana"), std::string::npos);
  EXPECT_NE(mail->quoted.find("Old"), std::string::npos);
  const std::string& html = mail->html;
  const auto first = html.find("<details><summary>\u2026</summary>");
  const auto second = html.find("<details>", first + 1);
  ASSERT_NE(second, std::string::npos) << html;
  EXPECT_LT(html.find("It leaks."), first);
  EXPECT_GT(html.find("Ana"), first);
  EXPECT_GT(html.find("Old"), second);
  EXPECT_TRUE(mail->remote_images);
}

TEST(Understand, html_without_history_is_shown_whole) {
  const auto mail = understood("From: ana@x.test\nContent-Type: text/html\n\n<p>It leaks.</p>");
  EXPECT_EQ(mail->html.find("<details>"), std::string::npos);
}

TEST(Understand, people_are_written_as_the_desk_reads_them) {
  const auto mail = understood(
      "From: ana@x.test\nTo: Help <help@desk.example>\nCc: Cy <cy@x.test>\n"
      "Reply-To: forms@x.test\n\nIt leaks.");
  const auto people = desk::people_from(mail->people);
  ASSERT_EQ(people.to.size(), 1u) << mail->people;
  EXPECT_EQ(people.to.at(0).email, "help@desk.example");
  EXPECT_EQ(people.cc.at(0).name, "Cy");
  EXPECT_EQ(people.reply_to.at(0).email, "forms@x.test");
}

TEST(Understand, whom_a_disowned_mail_names_is_kept_with_that_E2) {
  const std::string mail = "From: ana@x.test\nCc: eve@evil.test\n\nSend me the history.";
  const auto disowned = [](const std::string& raw) {
    return json::read<desk::People>(understood(raw)->people)->disowned;
  };
  EXPECT_FALSE(disowned(mail));
  EXPECT_TRUE(disowned("Authentication-Results: mx; dmarc=fail header.from=x.test\n" + mail));
}

TEST(Understand, a_marker_in_what_is_quoted_is_found_and_never_shown) {
  const std::string marker = "mg1-" + std::string(48, 'a');
  const auto mail = understood(
      "From: ana@x.test\nContent-Type: text/html\nReferences: <a@x> <b@x>\n\n<div>It leaks.</div>"
      "<div class=\"gmail_quote\"><div>On Mon, 3 May 2021 at 10:00 Bo &lt;b@x.test&gt; wrote:</div>"
      "<blockquote class=\"gmail_quote\">Old <div>" +
      marker + "</div></blockquote></div>");
  EXPECT_EQ(mail->markers, std::vector<std::string>{marker});
  EXPECT_FALSE(mail->html.contains("mg1-")) << mail->html;
  EXPECT_FALSE(mail->quoted.contains("mg1-")) << mail->quoted;
  EXPECT_EQ(mail->ancestors, (std::vector<std::string>{"a@x", "b@x"}));
  EXPECT_EQ(mail->thread_root, "");
}

TEST(Understand, a_mailing_list_is_no_machine) {
  const auto mail =
      understood("From: ana@x.test\nList-Post: <mailto:l@x.test>\nPrecedence: list\n\nIt leaks.");
  EXPECT_TRUE(mail->from_list);
  EXPECT_FALSE(mail->automatic);
  EXPECT_TRUE(understood("From: ana@x.test\nPrecedence: bulk\n\nNews")->automatic);
}

TEST(Understand, without_an_envelope_the_header_tells_who_is_a_machine) {
  const store::RawMail imported;
  EXPECT_FALSE(understand(imported, "From: ana@x.test\n\nIt leaks.")->automatic);
  EXPECT_TRUE(understand(imported, "Return-Path: <>\nFrom: ana@x.test\n\nAway.")->automatic);
  store::RawMail delivered;
  delivered.recipient = "help@desk.example";
  EXPECT_TRUE(understand(delivered, "From: ana@x.test\n\nAway.")->automatic);
}

TEST(Understand, who_wrote_in_the_name_of_another_is_known) {
  EXPECT_EQ(understood("From: help@desk.example\nSender: bo@desk.example\n\nHi.")->sender_address,
            "bo@desk.example");
  EXPECT_EQ(understood("From: help@desk.example\n\nHi.")->sender_address, "");
}

TEST(Understand, a_delay_is_no_failure) {
  const auto mail = understood(
      "From: MAILER-DAEMON@x.test\nContent-Type: multipart/report; report-type=delivery-status; "
      "boundary=b\n\n--b\n\nWarning\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: "
      "dns; x.test\n\nFinal-Recipient: rfc822; a@x.test\nAction: delayed\nStatus: 4.4.1\n\n"
      "Final-Recipient: rfc822; b@x.test\nAction: failed\nStatus: 5.1.1\n--b--\n");
  ASSERT_EQ(mail->bounces.size(), 2u);
  EXPECT_FALSE(mail->bounces[0].failed);
  EXPECT_TRUE(mail->bounces[0].delayed);
  EXPECT_TRUE(mail->bounces[1].failed);
  EXPECT_FALSE(mail->bounces[1].delayed);
  EXPECT_TRUE(mail->automatic);
}

TEST(Understand, a_filters_mark_is_passed_on) {
  EXPECT_TRUE(understood("From: ana@x.test\nX-Spam-Status: Yes, score=9\n\nBuy")->marked_spam);
  EXPECT_FALSE(understood("From: ana@x.test\nX-Spam-Status: No\n\nHello")->marked_spam);
}

}  // namespace
}  // namespace mg::channels::email
