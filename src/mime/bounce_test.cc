#include "mime/bounce.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

constexpr std::string_view report =
    "From: MAILER-DAEMON@mx.example.org\nTo: desk@example.org\nSubject: Undelivered Mail\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    "--b\n\nI'm sorry to have to inform you\n--b\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mx.example.org\n\n"
    "Final-Recipient: rfc822; Ana@Example.com\nAction: failed\nStatus: 5.0.0\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <ana@example.com>:\n User unknown\n\n"
    "Final-Recipient: rfc822; bo@example.net\nAction: delayed\nStatus: 4.4.1\n\n"
    "Final-Recipient: rfc822; ok@example.net\nAction: delivered\nStatus: 2.0.0\n\n"
    "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <out-1@example.org>\nSubject: Hi\n\n"
    "--b--\n";

TEST(Bounce, a_delivery_report_names_each_recipients_fate) {
  const Email email = parse(report);
  EXPECT_TRUE(email.is_bounce);
  EXPECT_TRUE(email.is_auto_reply);
  ASSERT_EQ(email.bounces.size(), 3u);
  EXPECT_EQ(email.bounces[0].recipient, "ana@example.com");
  EXPECT_EQ(email.bounces[0].status, "5.1.1");
  EXPECT_EQ(email.bounces[0].action, "failed");
  EXPECT_EQ(email.bounces[0].answer, "550 5.1.1 <ana@example.com>: User unknown");
  EXPECT_EQ(email.bounces[1].action, "delayed");
  EXPECT_EQ(email.bounces[2].action, "delivered");
  EXPECT_EQ(email.original_message_id, "out-1@example.org");
}

TEST(Bounce, report_parts_are_hidden) {
  for (const Attachment& attachment : parse(report).attachments) EXPECT_TRUE(attachment.hidden);
}

TEST(Bounce, the_answer_of_the_remote_server_is_the_better_status) {
  const auto status = [](std::string_view own, std::string_view answer) {
    const auto all =
        read_delivery_status("Final-Recipient: rfc822; a@b.c\nStatus: " + std::string(own) +
                             "\nDiagnostic-Code: smtp; " + std::string(answer) + "\n");
    return all.at(0).status;
  };
  EXPECT_EQ(status("5.1.1", "550 5.7.1 IP address blacklisted"), "5.7.1");
  EXPECT_EQ(status("4.4.7", "554 4.4.7 Message expired <421 4.4.2 Connection timed out>"), "4.4.2");
  EXPECT_EQ(status("5.2.2", "550 5.0.0 no"), "5.2.2");
  EXPECT_EQ(status("5.1.1", "450 4.2.0 later"), "5.1.1");
  EXPECT_EQ(status("", "552 mailbox full"), "5.2.2");
}

TEST(Bounce, qmail_prose_is_read) {
  const Email email = parse(
      "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.jp\nTo: desk@example.org\n"
      "Subject: failure notice\n\nHi. This is the qmail-send program at mx.example.jp.\n"
      "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
      "<ana@example.net>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
      "<bo@example.net>:\nmailbox is full (#5.2.2)\n\n"
      "--- Below this line is a copy of the message.\n\nReturn-Path: <desk@example.org>\n"
      "Message-ID: <out-2@example.org>\nFrom: Desk <desk@example.org>\nTo: "
      "ana@example.net\n\nHi\n");
  ASSERT_TRUE(email.is_bounce);
  ASSERT_EQ(email.bounces.size(), 2u);
  EXPECT_EQ(email.bounces[0].recipient, "ana@example.net");
  EXPECT_EQ(email.bounces[0].status, "5.1.1");
  EXPECT_EQ(email.bounces[1].status, "5.2.2");
  EXPECT_EQ(email.original_message_id, "out-2@example.org");
}

TEST(Bounce, exim_prose_is_read_by_its_words) {
  const Email email = parse(
      "X-Failed-Recipients: ana@example.com\nFrom: Mail Delivery System <Mailer-Daemon@x.org>\n"
      "To: desk@example.org\nSubject: Mail delivery failed: returning message to sender\n\n"
      "A message that you sent could not be delivered to one or more of its\nrecipients.\n\n"
      "  ana@example.com\n    Unrouteable address\n\n------ This is a copy of the message "
      "------\n");
  ASSERT_EQ(email.bounces.size(), 1u);
  EXPECT_EQ(email.bounces[0].status, "5.1.1");
  EXPECT_EQ(email.bounces[0].action, "failed");
}

TEST(Bounce, a_transcript_without_a_list_of_addresses_is_read) {
  const Email email = parse(
      "From: Mail Delivery Subsystem <MAILER-DAEMON@example.com>\nTo: desk@example.org\n"
      "Subject: Returned mail: User unknown\n\n   ----- Transcript of session follows -----\n"
      "550 host (smtp)... 550 Host unknown\n554 <ana@example.com>... 550 Host unknown\n"
      ">>> RCPT To:<bo@example.net>\n550 <bo@example.net>... User unknown\n"
      "   ----- Unsent message follows -----\nFrom: desk@example.org\nTo: ana@example.com\n\nHi\n");
  ASSERT_EQ(email.bounces.size(), 2u);
  EXPECT_EQ(email.bounces[0].recipient, "ana@example.com");
  EXPECT_EQ(email.bounces[1].recipient, "bo@example.net");
}

TEST(Bounce, a_warning_is_a_delay) {
  const Email email = parse(
      "From: mailer-daemon@example.com\nTo: desk@example.org\n"
      "Subject: Delivery Status Notification (Delay)\n\nTHIS IS A WARNING MESSAGE ONLY.\n"
      "Delivery to the following recipient has been delayed:\n\n     ana@example.com\n\n"
      "Message will be retried for 2 more day(s)\n");
  ASSERT_EQ(email.bounces.size(), 1u);
  EXPECT_EQ(email.bounces[0].action, "delayed");
  EXPECT_EQ(email.bounces[0].status[0], '4');
}

TEST(Bounce, a_notification_in_json_is_read_although_its_lines_were_broken) {
  const Email email = parse(
      "From: SES <no-reply@sns.amazonaws.com>\nTo: desk@example.org\nSubject: AWS Notification\n\n"
      "{\n \"Type\" : \"Notification\",\n \"Message\" : \"{\\\"notificationType\\\":\\\"Bounce\\\","
      "\\\"bounce\\\":{\\\"bounceType\\\":\\\"Perma\n nent\\\",\\\"bouncedRecipients\\\":[{"
      "\\\"emailAddress\\\":\\\"ana@example.com\\\",\\\"status\\\":\\\"5.1.1\\\"}]}}\"\n}\n\n--\n"
      "If you wish to stop receiving notifications\n");
  ASSERT_EQ(email.bounces.size(), 1u);
  EXPECT_EQ(email.bounces[0].recipient, "ana@example.com");
  EXPECT_EQ(email.bounces[0].status, "5.1.1");
  EXPECT_TRUE(email.is_bounce);
}

TEST(Bounce, codes_are_told_from_addresses_dates_and_versions) {
  EXPECT_EQ(status_in("host 5.1.1.7 said 550 #5.2.2, Exim 4.80"), "5.2.2");
  EXPECT_EQ(status_in("version 8.14.9 of 5.10.2011"), "");
  EXPECT_EQ(status_of_words("said: 452 mailbox full"), "4.2.2");
  EXPECT_EQ(status_of_words("all went well"), "");
}

TEST(Bounce, people_who_write_about_bounces_are_no_bounce) {
  EXPECT_FALSE(parse("From: ana@example.com\nTo: desk@example.org\n"
                     "Subject: Re: Undelivered Mail Returned to Sender\n\nWhy could my message not "
                     "be delivered? It says 550 5.1.1 user unknown.\n")
                   .is_bounce);
  EXPECT_FALSE(parse("From: ana@example.com\nTo: desk@example.org\nSubject: My parcel\n\n"
                     "It could not be delivered. Delivery failed twice!\n")
                   .is_bounce);
}

TEST(Bounce, a_complaint_is_a_feedback_report_and_no_bounce) {
  const Email email = parse(
      "From: fbl@isp.example\nSubject: complaint\nContent-Type: multipart/report; "
      "report-type=feedback-report; boundary=b\n\n--b\n\nspam!\n--b\n"
      "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b\n"
      "Content-Type: message/rfc822\n\nMessage-ID: <out-3@example.org>\n\nHi\n--b--\n");
  EXPECT_TRUE(email.is_feedback_report);
  EXPECT_FALSE(email.is_bounce);
  EXPECT_EQ(email.original_message_id, "out-3@example.org");
}

TEST(Bounce, blocks_without_an_empty_line_between_them_are_told_apart) {
  const auto bounces = read_delivery_status(
      "Reporting-MTA: dns; x.test\nFinal-Recipient: rfc822; a@x.test\nAction: failed\nStatus: "
      "5.1.1\nFinal-Recipient: rfc822; b@x.test\nAction: delayed\nStatus: 4.4.1\n");
  ASSERT_EQ(bounces.size(), 2u);
  EXPECT_EQ(bounces[0].recipient, "a@x.test");
  EXPECT_EQ(bounces[0].status, "5.1.1");
  EXPECT_EQ(bounces[1].recipient, "b@x.test");
  EXPECT_EQ(bounces[1].action, "delayed");
}

TEST(Bounce, an_empty_final_recipient_leaves_the_original_one) {
  const auto bounces = read_delivery_status(
      "Original-Recipient: rfc822;a@x.test\nFinal-Recipient: rfc822;\nAction: failed\nStatus: "
      "5.0.0\n");
  ASSERT_EQ(bounces.size(), 1u);
  EXPECT_EQ(bounces[0].recipient, "a@x.test");
}

TEST(Bounce, words_of_servers_in_many_languages_tell_the_status) {
  struct Case {
    const char *words, *status;
  };
  for (const auto& [words, status] :
       {Case{"Empfänger unbekannt", "5.1.1"}, Case{"utilisateur inconnu", "5.1.1"},
        Case{"usuario desconocido", "5.1.1"}, Case{"нет такого пользователя", "5.1.1"},
        Case{"收件人不存在", "5.1.1"}, Case{"550 There is no one at this address", "5.1.1"},
        Case{"452 The recipient's inbox is out of storage space", "4.2.2"},
        Case{"Postfach ist voll", "5.2.2"}, Case{"Host or domain name not found", "5.1.2"},
        Case{"554 message blocked, poor reputation", "5.7.1"},
        Case{"421 too many connections", "4.7.0"}, Case{"message too long", "5.3.4"},
        Case{"Operation timed out", "4.4.1"}}) {
    EXPECT_EQ(status_of_words(words), status) << words;
  }
}

TEST(Bounce, notices_in_other_languages_are_known) {
  for (const std::string words :
       {"Ihre Nachricht konnte nicht zugestellt werden.",
        "Votre message n'a pas pu être remis à son destinataire.",
        "No se pudo entregar el mensaje.", "Il messaggio non è stato possibile recapitare.",
        "Sua mensagem não pôde ser entregue.", "Ваше письмо не может быть доставлено.",
        "您的邮件无法送达。", "メールは届けられませんでした。"}) {
    const Email email = parse("From: MAILER-DAEMON@x.test\nTo: desk@y.test\nSubject: Mail\n\n" +
                              words + "\n\n  ana@z.test: 550 user unknown\n");
    EXPECT_TRUE(email.is_bounce) << words;
    ASSERT_EQ(email.bounces.size(), 1u) << words;
    EXPECT_EQ(email.bounces[0].recipient, "ana@z.test") << words;
    EXPECT_EQ(email.bounces[0].status, "5.1.1") << words;
  }
}

}  // namespace
}  // namespace mg::mime
