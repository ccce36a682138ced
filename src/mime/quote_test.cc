#include <chrono>
#include <gtest/gtest.h>
#include <string>

#include "mime/quote_samples.h"

namespace mg::mime {
namespace {

using samples::visible;

TEST(Quote, a_text_without_history_is_visible_whole) {
  const auto split = split_quote("Hello,\r\n\r\nmy kettle leaks.\r\n");
  EXPECT_EQ(split.visible, "Hello,\n\nmy kettle leaks.");
  EXPECT_EQ(split.quoted, "");
  EXPECT_EQ(split.signature, "");
  EXPECT_EQ(split.forwarded, "");
}

TEST(Quote, a_dash_between_answer_and_intro_goes_with_the_intro) {
  const auto split =
      split_quote("Yes. - On Mon, 2 Apr 2012 at 6:26 PM, Ana <ana@x.test> wrote:\n> A");
  EXPECT_EQ(split.visible, "Yes.");
  EXPECT_EQ(split.quoted, "- On Mon, 2 Apr 2012 at 6:26 PM, Ana <ana@x.test> wrote:\n> A");
}

TEST(Quote, what_stands_below_on_somebody_wrote_is_quoted) {
  const auto split =
      split_quote("Yes.\n\nOn Mon, 2 Apr 2012 at 6:26 PM, Ana <ana@x.test> wrote:\n\n> Really?\n");
  EXPECT_EQ(split.visible, "Yes.");
  EXPECT_EQ(split.quoted, "On Mon, 2 Apr 2012 at 6:26 PM, Ana <ana@x.test> wrote:\n\n> Really?");
}

TEST(Quote, the_line_above_a_quote_is_known_in_many_languages) {
  for (const char* intro : {"Am 13.12.2017 um 21:11 schrieb Ana <ana@x.test>:",
                            "Le lun. 3 mai 2021 à 10:00, Ana <ana@x.test> a écrit :",
                            "El lun, 3 may 2021 a las 10:00, Ana (<ana@x.test>) escribió:",
                            "Il giorno lun 3 mag 2021 Ana <ana@x.test> ha scritto:",
                            "Em seg., 3 de mai. de 2021 às 10:00, Ana <ana@x.test> escreveu:",
                            "Op ma 3 mei 2021 om 10:00 schreef Ana <ana@x.test>:",
                            "Den mån 3 maj 2021 kl 10:00 skrev Ana <ana@x.test>:",
                            "man. 3. maj 2021 kl. 10.00 skrev Ana <ana@x.test>:",
                            "ma 3. toukok. 2021 klo 10.00 Ana (ana@x.test) kirjoitti:",
                            "pon., 3 maj 2021 o 10:00 Ana <ana@x.test> napisał(a):",
                            "po 3. 5. 2021 v 10:00 odesílatel Ana <ana@x.test> napsal:",
                            "пн, 3 мая 2021 г. в 10:00, Ana <ana@x.test>:",
                            "3 мая 2021 г. 10:00 пользователь Ana <ana@x.test> написал:",
                            "пн, 3 трав. 2021 р. о 10:00 Ana <ana@x.test> пише:",
                            "Ana <ana@x.test>, 3 May 2021 Pzt, 10:00 tarihinde şunu yazdı:",
                            "Στις Δευ 3 Μαΐ 2021 στις 10:00 ο Ana <ana@x.test> έγραψε:",
                            "\u202bבתאריך יום ב׳, 3 במאי 2021 ב-10:00 מאת \u202aAna\u202c\u200f "
                            "<\u202aana@x.test\u202c\u200f>:\u202c",
                            "في الاثنين، 3 مايو 2021 في 10:00 كتب Ana <ana@x.test>:",
                            "Ana <ana@x.test> 于2021年5月3日周一 10:00写道：",
                            "2021年5月3日(月) 10:00 Ana <ana@x.test>:",
                            "2021년 5월 3일 (월) 10:00, Ana <ana@x.test>님이 작성:",
                            "Vào Th 2, 3 thg 5, 2021 vào lúc 10:00 Ana <ana@x.test> đã viết:",
                            "Ana <ana@x.test> ezt írta (időpont: 2021. máj. 3., H, 10:00):",
                            "În lun., 3 mai 2021 la 10:00, Ana <ana@x.test> a scris:"}) {
    EXPECT_EQ(visible(std::string("Ja.\n\n") + intro + "\n\nThe old words.\n"), "Ja.") << intro;
  }
}

TEST(Quote, the_line_above_a_quote_may_be_wrapped) {
  EXPECT_EQ(
      visible("Yes\n\nOn Nov 30, 2011, at 12:47 PM, Somebody <\n416ffd@x.test>\nwrote:\n\nOld\n"),
      "Yes");
  EXPECT_EQ(visible("Yes\nOp 16 aug. 2014 05:13 schreef \"ana\" <a@x.test> het\nvolgende "
                    "geschreven:\n\n> Old\n"),
            "Yes");
  EXPECT_EQ(
      visible(
          "Yes\n\nOn Tue, 11 Apr 2017 at 10:07 John\n\n<\nmailto:John <j@x.test>\n> wrote:\nOld\n"),
      "Yes");
}

TEST(Quote, prose_that_begins_like_the_line_above_a_quote_stays) {
  const std::string text =
      "On your host you can run:\n\n  telnet 127.0.0.1 52698\n\nThis connects.";
  EXPECT_EQ(visible(text + "\n\nOn 9 Jan 2014, at 2:47, George wrote:\n\n> odd\n"), text);
  EXPECT_EQ(visible("The dates are:\n\n2024-01-15 14:30:25\n15.01.2024 14:30\n\nBoth fit."),
            "The dates are:\n\n2024-01-15 14:30:25\n15.01.2024 14:30\n\nBoth fit.");
}

TEST(Quote, a_reply_on_the_same_line_as_the_intro_is_cut_there) {
  EXPECT_EQ(visible("fine On Wed, Apr 4, 2012 at 3:59 PM, bob@x.test wrote:\n> Hi\n"), "fine");
}

TEST(Quote, a_copied_header_block_starts_history) {
  for (const char* block :
       {"From: Ana <ana@x.test>\nSent: Monday, 3 May 2021 10:00\nTo: Bob\nSubject: Kettle",
        "Von: Ana <ana@x.test>\nGesendet: Montag, 3. Mai 2021 10:00\nAn: Bob\nBetreff: Kessel",
        "De : Ana <ana@x.test>\nEnvoyé : lundi 3 mai 2021\nÀ : Bob\nObjet : Bouilloire",
        "*From:* Ana <ana@x.test>\n*Sent:* Monday\n*To:* Bob\n*Subject:* Kettle",
        "发件人: Ana <ana@x.test>\n发送时间: 2021年5月3日\n收件人: Bob\n主题: 水壶",
        "От: Ana <ana@x.test>\nОтправлено: 3 мая 2021\nКому: Bob\nТема: Чайник"}) {
    const auto split = split_quote(std::string("Fine.\n________________________________\n") +
                                   block + "\n\nOld words\n");
    EXPECT_EQ(split.visible, "Fine.") << block;
    EXPECT_NE(split.quoted.find("Old words"), std::string::npos) << block;
  }
}

TEST(Quote, an_appointment_is_no_header_block) {
  const std::string text =
      "Invitation:\n\nDate: Wednesday 3, October 2011\nTime: 7:00\nAddress: 130 Fox St\n\nBring an "
      "ID.";
  EXPECT_EQ(visible(text), text);
}

TEST(Quote, original_message_marks_start_history) {
  EXPECT_EQ(visible("Foo\n\n-----Original Message-----\n\nOld\n"), "Foo");
  EXPECT_EQ(visible("Foo\n\n*-------- Original Message --------*\n\nOld\n"), "Foo");
  EXPECT_EQ(visible("Foo\n\n-------- Oprindelig besked --------\n\nOld\n"), "Foo");
  EXPECT_EQ(visible("Foo\n\n------------------ 原始邮件 ------------------\nOld\n"), "Foo");
}

TEST(Quote, a_reply_below_the_quote_stays_visible) {
  const auto split = split_quote("On 04/19/2011 07:10 AM, Ana wrote:\n\n> Is it done?\n\nIt is.\n");
  EXPECT_EQ(split.visible, "It is.");
  EXPECT_NE(split.quoted.find("> Is it done?"), std::string::npos);
}

TEST(Quote, answers_between_quoted_lines_stay_with_what_they_answer) {
  const auto split =
      split_quote("On Mon, 3 May 2021, Ana wrote:\n> Colour?\nRed.\n> Size?\nLarge.\n");
  EXPECT_EQ(split.visible, "> Colour?\nRed.\n> Size?\nLarge.");
  EXPECT_EQ(split.quoted, "On Mon, 3 May 2021, Ana wrote:");
}

TEST(Quote, a_quoted_line_that_lost_its_mark_when_wrapped_stays_quoted) {
  EXPECT_EQ(visible("Ok\n\nOn 3 May 2021 at 10:00, Ana <a@x.test> wrote:\n> A tincidunt ornare "
                    "diam,\neget accumsan est\n> x\n"),
            "Ok");
}

TEST(Quote, a_forwarded_mail_stays_visible_and_is_told_apart) {
  const auto split = split_quote(
      "FYI\n\n---------- Forwarded message ----------\nFrom: a@x.test\nSubject: Kettle\n\nIt "
      "leaks.\n");
  EXPECT_EQ(split.visible,
            "FYI\n\n---------- Forwarded message ----------\nFrom: a@x.test\nSubject: Kettle\n\nIt "
            "leaks.");
  EXPECT_EQ(
      split.forwarded,
      "---------- Forwarded message ----------\nFrom: a@x.test\nSubject: Kettle\n\nIt leaks.");
  EXPECT_EQ(split.quoted, "");
}

TEST(Quote, a_mail_sent_on_without_a_word_stays_visible) {
  const std::string text =
      "From: a@x.test\nSent: Monday, 3 May 2021\nTo: b@x.test\nSubject: Kettle\n\nIt leaks.";
  EXPECT_EQ(split_quote(text).visible, text);
  EXPECT_EQ(split_quote(text).forwarded, text);
}

TEST(Quote, a_forward_inside_history_is_history) {
  EXPECT_EQ(visible("Blah\n\n-----Original Message-----\n\nFYI\n\n---------- Forwarded message "
                    "----------\nFrom: b\n"),
            "Blah");
}

TEST(Quote, a_signature_below_two_dashes_is_told_apart) {
  const auto split = split_quote("It leaks -- badly.\n\n-- \nAna\nKettles Ltd\n");
  EXPECT_EQ(split.visible, "It leaks -- badly.");
  EXPECT_EQ(split.signature, "-- \nAna\nKettles Ltd");
}

TEST(Quote, dashes_between_paragraphs_are_no_signature) {
  const std::string text =
      "## Points\n----\n\n1. One\n2. Two\n\n----\n\nThe dashes above are for looks.";
  EXPECT_EQ(visible(text), text);
}

TEST(Quote, footers_of_phones_are_told_apart_in_many_languages) {
  for (const char* footer :
       {"Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone",
        "Enviado desde mi iPhone", "Inviato da iPhone", "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone", "Отправлено с iPhone", "Надіслано з iPhone",
        "iPhone'umdan gönderildi", "iPhoneから送信", "나의 iPhone에서 보냄", "从我的iPhone发送",
        "Get Outlook for iOS<https://aka.ms/o0ukef>", "(sent from a phone)",
        "Sent from Yahoo Mail on Android"}) {
    EXPECT_EQ(visible(std::string("Here.\n\n") + footer + "\n"), "Here.") << footer;
  }
}

TEST(Quote, a_sentence_that_begins_like_a_footer_stays) {
  const std::string text = "Hello\n\nSent from my desk, is much easier then my mobile phone.";
  EXPECT_EQ(visible(text), text);
}

TEST(Quote, a_mail_of_nothing_but_a_footer_is_shown) {
  EXPECT_EQ(visible("Sent from my iPhone\n"), "Sent from my iPhone");
  EXPECT_EQ(visible("> only\n> quoted\n"), "> only\n> quoted");
}

TEST(Quote, a_mailing_list_footer_is_told_apart) {
  const auto split = split_quote(
      "Thanks.\n\n_______________________________________________\nriak mailing "
      "list\nriak@x.test\n");
  EXPECT_EQ(split.visible, "Thanks.");
}

TEST(Quote, a_legal_notice_at_the_end_is_told_apart_and_at_the_start_is_not) {
  const std::string notice =
      "This e-mail is confidential and meant for the intended recipient only. If it is not you, "
      "delete it.";
  EXPECT_EQ(visible("It leaks.\n\n" + notice), "It leaks.");
  EXPECT_EQ(visible(notice + "\n\nIt leaks."), notice + "\n\nIt leaks.");
}

TEST(Quote, a_quote_or_a_signature_alone_is_shown_and_is_nobodys_new_word) {
  for (const char* text : {"> Yes", "\n> > yes\n", "-- \nYes"}) {
    EXPECT_TRUE(split_quote(text).nothing_own) << text;
    EXPECT_FALSE(split_quote(text).visible.empty()) << text;
  }
  for (const char* html :
       {"<br><blockquote>Yes</blockquote>", "<blockquote type=\"cite\">Solved</blockquote>",
        "<div class=\"gmail_quote\"><blockquote class=\"gmail_quote\">Solved</blockquote></div>"}) {
    EXPECT_TRUE(split_quote_of_html(html).nothing_own) << html;
    EXPECT_FALSE(split_quote_of_html(html).visible.empty()) << html;
  }
  EXPECT_FALSE(split_quote("Yes\n\n> Is it solved?").nothing_own);
  EXPECT_FALSE(split_quote_of_html("<p>Yes</p><blockquote>It is</blockquote>").nothing_own);
}

TEST(Quote, every_line_lands_in_one_field) {
  const auto split =
      split_quote("A\n\n-- \nB\n\nOn 3 May 2021 at 10:00, Ana <a@x.test> wrote:\n> C\n");
  EXPECT_EQ(split.visible, "A");
  EXPECT_EQ(split.signature, "-- \nB");
  EXPECT_EQ(split.quoted, "On 3 May 2021 at 10:00, Ana <a@x.test> wrote:\n> C");
}

TEST(Quote, E19_hostile_texts_take_linear_time) {
  const auto repeated = [](std::string_view part, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
  };
  for (const auto& text :
       {repeated("On Mon, 3 May 2021 at 10:00 ", 20'000), repeated("> a\nb\n", 50'000),
        repeated("----\n", 100'000), repeated("From:\n", 50'000), repeated("```\n--\n", 30'000),
        repeated("<", 1'000'000), repeated("\n", 300'000),
        repeated("x On Mon, 3 May 2021 at 10:00, a@b.c wrote:\n> y\n", 5'000),
        repeated("Ana <ana@x.test> 10:00 2024\na\nb\nc\nd\ne\n\n", 20'000),
        repeated("Xx: Ana <ana@x.test>\nYy: 10\n", 30'000),
        repeated("-----BEGIN PGP SIGNATURE-----\n", 30'000)}) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(split_quote(text).visible.empty() &&
                 text.find_first_not_of("\n") != std::string::npos);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20))
        << text.substr(0, 20);
  }
}

// What customers write, which looks a little like the lines that mail programs make.
TEST(Quote, prose_and_forms_stay) {
  for (const std::string text :
       {"Hello,\n\nplease write to ana@x.test by 5 January 2024:\n\nthe address is new.",
        "My data:\n\nName: Ana Lopez\nE-mail: ana@x.test\nDate: 5 Jan 2024 10:00\nOrder: "
        "4711\n\nThe kettle leaks.",
        "Hello,\n\nI called at 10:00 on 5 January 2024\nand Ana wrote to me:\nnothing.",
        "The invoice No: 5\nData: 05/01/2024\nTotal: 10\n\nis wrong.",
        "Steps:\n\n---------- Part one ----------\n\nOpen it.\n\nThat is all.",
        "Hello,\n\nin Outlook on my Android phone it fails",
        "Hello,\n\nI use Yahoo mail: it never arrives",
        "Hello,\n\nbefore printing the label I looked at it"}) {
    EXPECT_EQ(visible(text), text);
  }
}

}  // namespace
}  // namespace mg::mime
