#include "mime/automatic.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

Email with(std::string_view fields) {
  return parse("From: Ana <ana@example.com>\nTo: desk@example.org\nSubject: Hello\n" +
               std::string(fields) + "\n\nHi\n");
}

TEST(Automatic, each_marker_of_a_machine_counts_E11) {
  for (const char* field :
       {"Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; owner=x",
        "Precedence: bulk", "Precedence: auto_reply", "X-Precedence: junk", "X-Autoreply: yes",
        "X-Autorespond: Hello", "X-Loop: desk", "List-Id: <a.b>", "Return-Path: <>",
        "X-Autoresponse: 1", "X-Mail-Autoreply: x", "X-Auto-Response-Suppress: OOF, AutoReply"}) {
    EXPECT_TRUE(with(field).is_auto_reply) << field;
    EXPECT_FALSE(with(field).is_bounce) << field;
  }
}

TEST(Automatic, the_reason_is_said) {
  const Email email = with("Auto-Submitted: auto-replied\nPrecedence: junk");
  EXPECT_EQ(email.automatic, (Reasons{{Why::automatic_field, "Auto-Submitted: auto-replied"},
                                      {Why::automatic_field, "Precedence: junk"}}));
  EXPECT_EQ(with("Return-Path: <>").automatic, (Reasons{{Why::automatic_path, ""}}));
}

TEST(Automatic, people_are_not_machines) {
  for (const char* field :
       {"Auto-Submitted: no", "Auto-Submitted: No (really)", "Precedence: first-class",
        "X-Auto-Response-Suppress: DR, RN, NRN", "Return-Path: <ana@example.com>",
        "X-Autoreply: no", "X-Mailer: Outlook",
        "X-MS-Exchange-Inbox-Rules-Loop: desk@example.org"}) {
    EXPECT_FALSE(with(field).is_auto_reply) << field;
  }
}

TEST(Automatic, senders_that_nobody_reads_are_machines) {
  for (const char* from : {"no-reply@x.org", "NoReply+7@x.org", "mailer-daemon@x.org",
                           "do_not_reply@x.org", "postmaster@x.org"}) {
    EXPECT_TRUE(parse("From: " + std::string(from) + "\nSubject: a\n\nb").is_auto_reply) << from;
  }
  EXPECT_FALSE(parse("From: norepler@x.org\nSubject: a\n\nb").is_auto_reply);
}

TEST(Automatic, absence_notes_are_known_by_their_subject) {
  for (const char* subject :
       {"Automatic reply: Hello", "Out of Office: back Monday", "Automatische Antwort: Hallo",
        "=?utf-8?Q?R=C3=A9ponse_automatique?="}) {
    EXPECT_TRUE(parse("From: ana@x.org\nSubject: " + std::string(subject) + "\n\nb").is_auto_reply)
        << subject;
  }
  EXPECT_FALSE(parse("From: ana@x.org\nSubject: Re: the automatic reply\n\nb").is_auto_reply);
}

TEST(Automatic, what_came_over_a_mailing_list_is_a_persons_and_is_not_answered_by_a_machine) {
  const Email email =
      with("List-Id: <kettles.x.org>\nList-Post: <mailto:kettles@x.org>\nPrecedence: list");
  EXPECT_FALSE(email.is_auto_reply);
  EXPECT_TRUE(email.is_from_list);
  EXPECT_EQ(email.automatic, (Reasons{{Why::list_field, "List-Post: <mailto:kettles@x.org>"}}));
  EXPECT_TRUE(with("X-Google-Group-Id: 12345\nPrecedence: list").is_from_list);
  // A machine can write to a list as well.
  EXPECT_TRUE(with("List-Post: <mailto:k@x.org>\nAuto-Submitted: auto-generated").is_auto_reply);
}

TEST(Automatic, what_is_sent_in_bulk_is_a_machines) {
  const Email news = with(
      "List-Unsubscribe: <https://x.org/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
      "Feedback-ID: 1:2:3\nPrecedence: first-class");
  EXPECT_TRUE(news.is_auto_reply);
  EXPECT_FALSE(news.is_from_list);
  EXPECT_TRUE(with("List-Unsubscribe: <mailto:u@x.org>").is_auto_reply);
  EXPECT_FALSE(with("List-Unsubscribe: <mailto:u@x.org>\nIn-Reply-To: <a@b.c>").is_auto_reply);
  // Some mail services put it into what people write, too.
  EXPECT_FALSE(with("Feedback-ID: i1:Mail").is_auto_reply);
  const Email list = with("List-Post: <mailto:k@x.org>\nList-Unsubscribe: <mailto:u@x.org>");
  EXPECT_FALSE(list.is_auto_reply);
  EXPECT_TRUE(list.is_from_list);
}

TEST(Automatic, nobody_can_post_to_a_newsletter) {
  for (const std::string no : {"NO", "no", "NO (posting not allowed on this list)"}) {
    const Email news = with("List-Id: <news.x.org>\nList-Post: " + no + "\nPrecedence: bulk");
    EXPECT_TRUE(news.is_auto_reply) << no;
    EXPECT_FALSE(news.is_from_list) << no;
    EXPECT_EQ(news.automatic, (Reasons{{Why::automatic_field, "List-Id: <news.x.org>"},
                                       {Why::automatic_field, "Precedence: bulk"}}));
  }
  EXPECT_EQ(with("List-Post: NO").automatic, Reasons{});
}

TEST(Automatic, absence_notes_are_known_in_many_languages) {
  for (const std::string subject : {"Abwesend: Hallo",
                                    "Abwesenheitsnotiz: Hallo",
                                    "Respuesta automática: Hola",
                                    "Réponse automatique : Bonjour",
                                    "Risposta automatica: Ciao",
                                    "Resposta automática: Oi",
                                    "Automatisch antwoord: Hallo",
                                    "Autosvar: Hej",
                                    "Automaattinen vastaus: Hei",
                                    "Odpowiedź automatyczna: Cześć",
                                    "Automatická odpověď: Ahoj",
                                    "Automatikus válasz: Szia",
                                    "Răspuns automat: Salut",
                                    "Автоматический ответ: Привет",
                                    "Автоматична відповідь: Привіт",
                                    "Αυτόματη απάντηση: Γεια",
                                    "Otomatik Yanıt: Merhaba",
                                    "מענה אוטומטי: שלום",
                                    "رد تلقائي: مرحبا",
                                    "自动答复: 你好",
                                    "自動回覆: 你好",
                                    "自動応答: こんにちは",
                                    "자동 회신: 안녕"}) {
    EXPECT_TRUE(parse("From: ana@x.org\nSubject: " + subject + "\n\nb").is_auto_reply) << subject;
    EXPECT_FALSE(parse("From: ana@x.org\nSubject: Re: " + subject + "\n\nb").is_auto_reply);
  }
}

}  // namespace
}  // namespace mg::mime
