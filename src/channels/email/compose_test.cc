#include "channels/email/compose.h"

#include <gtest/gtest.h>

#include "desk/mail_in.h"
#include "mime/clues.h"
#include "mime/email.h"
#include "mime/html_text.h"
#include "mime/thread_index.h"

namespace mg::channels::email {
namespace {

desk::MailToBuild acknowledgement() {
  desk::MailToBuild mail;
  mail.kind = MessageKind::system;
  mail.system = SystemKind::acknowledgement;
  mail.workspace_name = "Fernhill";
  mail.language = "en";
  mail.time_zone = "UTC";
  mail.inbox_address = "help@desk.example";
  mail.reply_to = "help+c-x@desk.example";
  mail.to_name = "Pay now at http://evil.test";
  mail.to_address = "victim@customer.example";
  mail.subject = "Invoice http://evil.test";
  mail.subject_token = "17-abcdefgh";
  mail.page_url = "https://desk.example/c/x";
  mail.message_id = "mg.1@desk.example";
  mail.references = {"theirs@customer.example"};
  return mail;
}

desk::MailToBuild answer() {
  desk::MailToBuild mail = acknowledgement();
  mail.kind = MessageKind::reply;
  mail.system = SystemKind::none;
  mail.text = "We are looking.";
  mail.agent_name = "Bo";
  return mail;
}

TEST(Compose, an_acknowledgement_to_whom_nobody_knows_says_nothing_of_what_a_stranger_wrote) {
  const auto bytes = compose(acknowledgement());
  ASSERT_TRUE(bytes);
  EXPECT_FALSE(bytes->contains("evil")) << *bytes;
  const auto mail = mime::parse(*bytes);
  EXPECT_EQ(mail.subject, "We have your message [#17-abcdefgh]");
  EXPECT_EQ(mail.to, (std::vector<mime::Address>{{"victim@customer.example", ""}}));
  EXPECT_FALSE(mail.text.contains("evil"));
  EXPECT_FALSE(mail.html.contains("evil"));
  // It is still found beside what it answers.
  EXPECT_EQ(mail.in_reply_to, std::vector<std::string>{"theirs@customer.example"});

  auto german = acknowledgement();
  german.language = "de";
  EXPECT_EQ(mime::parse(*compose(german)).subject, "Wir haben Ihre Nachricht [#17-abcdefgh]");
  auto link = acknowledgement();
  link.system = SystemKind::page_link;
  EXPECT_FALSE(compose(link)->contains("evil"));
}

TEST(Compose, whom_a_person_has_answered_is_written_to_by_name_and_subject) {
  auto known = acknowledgement();
  known.knows_recipient = true;
  known.to_name = "Ana";
  known.subject = "My kettle";
  const auto mail = mime::parse(*compose(known));
  EXPECT_EQ(mail.subject, "Re: My kettle");
  EXPECT_EQ(mail.to, (std::vector<mime::Address>{{"victim@customer.example", "Ana"}}));
  const auto reply = mime::parse(*compose(answer()));
  EXPECT_EQ(reply.subject, "Re: Invoice http://evil.test");
}

TEST(Compose, whom_we_wrote_to_first_is_not_told_that_they_wrote_to_us) {
  auto mail = answer();
  EXPECT_TRUE(mime::parse(*compose(mail)).text.contains("because you wrote to Fernhill"));
  mail.starts = true;
  for (const std::string language : {"en", "de"}) {
    mail.language = language;
    const std::string text = mime::parse(*compose(mail)).text;
    EXPECT_FALSE(text.contains("because you wrote")) << text;
    EXPECT_FALSE(text.contains("geschrieben haben")) << text;
    EXPECT_TRUE(text.contains(language == "en" ? "This mail is from Fernhill."
                                               : "Diese Mail ist von Fernhill."))
        << text;
  }
}

TEST(Compose, a_very_long_subject_and_name_end_at_a_word_and_say_so) {
  auto mail = answer();
  mail.subject.clear();
  while (mail.subject.size() < 1000) mail.subject += "kettles \u00fcber ";
  mail.to_name.clear();
  while (mail.to_name.size() < 700) mail.to_name += "Anna-Lena ";
  const auto read = mime::parse(*compose(mail));
  EXPECT_TRUE(read.subject.starts_with("Re: kettles \u00fcber kettles"));
  EXPECT_TRUE(read.subject.ends_with("kettles\u2026") || read.subject.ends_with("\u00fcber\u2026"))
      << read.subject;
  ASSERT_EQ(read.to.size(), 1u);
  EXPECT_TRUE(read.to[0].name.starts_with("Anna-Lena Anna-Lena"));
  EXPECT_TRUE(read.to[0].name.ends_with("Anna-Lena\u2026")) << read.to[0].name;
  EXPECT_EQ(read.in_reply_to, std::vector<std::string>{"theirs@customer.example"});
}

TEST(Compose, unusual_addresses_that_are_valid_are_written_to) {
  for (const char* address : {"\u00fc@v.test", "\"a\\\"b\"@v.test", "\"a b\"@v.test",
                              "a@[127.0.0.1]", "a@[IPv6:2001:db8::1]"}) {
    auto mail = answer();
    mail.to_address = address;
    mail.to_name.clear();
    const auto bytes = compose(mail);
    ASSERT_TRUE(bytes) << address;
    EXPECT_TRUE(bytes->contains("To: " + std::string(address) + "\r\n")) << *bytes;
  }
}

TEST(Compose, what_cannot_be_written_to_is_refused_with_the_reason) {
  for (const char* address : {"\"a\"b\"@v.test", "a..b@v.test", "a@[127.0.0.1", "a\xff@v.test",
                              "a@v_.test", "\"a\r\nb\"@v.test"}) {
    auto mail = answer();
    mail.to_address = address;
    const auto bytes = compose(mail);
    ASSERT_FALSE(bytes) << address;
    EXPECT_EQ(bytes.error().kind, RefusalKind::bad_input);
    EXPECT_TRUE(bytes.error().detail.contains("not an e-mail address")) << bytes.error().detail;
  }
  auto nobody = answer();
  nobody.to_address = desk::nobodys_address("<broken");
  const auto bytes = compose(nobody);
  ASSERT_FALSE(bytes);
  EXPECT_TRUE(bytes.error().detail.contains("no sender"));
}

TEST(Compose, the_marker_stands_in_the_html_and_nobody_reads_it) {
  auto mail = answer();
  mail.marker = "mg1-abc";
  const auto read = mime::parse(*compose(mail));
  EXPECT_TRUE(read.html.contains(">mg1-abc</div>")) << read.html;
  EXPECT_FALSE(read.text.contains("mg1-"));
  EXPECT_FALSE(mime::text_of_html(read.html).contains("mg1-"));
  // Below the words, where no preview of the mail looks.
  EXPECT_GT(read.html.find("mg1-"), read.html.find("We are looking."));
}

TEST(Compose, the_thread_of_outlook_is_carried_on) {
  auto mail = answer();
  mail.date = from_rfc3339("2026-11-22T00:00:00Z").value();
  mail.thread_index = "Adx6sZKBoKGio6SlpqeoqaqrrK2urw==";
  const auto read = mime::parse(*compose(mail));
  const std::string index = mime::thread_index_of(read);
  EXPECT_EQ(mime::thread_root(index), mime::thread_root(mail.thread_index));
  EXPECT_EQ(index.size(), 36u);  // Five bytes more.
  // So long that a line of text would be broken; Outlook takes it in one piece alone.
  std::string long_one = mail.thread_index;
  for (int answers = 1; answers <= 20; ++answers) {
    long_one = mime::thread_index_of_answer(long_one, to_micros(mail.date) / 1'000'000, 0);
  }
  mail.thread_index = long_one;
  const std::string bytes = *compose(mail);
  const std::string next =
      mime::thread_index_of_answer(long_one, to_micros(mail.date) / 1'000'000, 0);
  // All but the last five bytes, which say when.
  EXPECT_NE(bytes.find("\r\nThread-Index: " + next.substr(0, next.size() - 8)), bytes.npos);
  EXPECT_EQ(mime::thread_index_of(mime::parse(bytes)).size(), next.size());
  mail.thread_index = "broken";
  EXPECT_EQ(mime::thread_index_of(mime::parse(*compose(mail))), "");
}

TEST(Compose, everybody_in_to_and_cc_stands_in_the_head_of_every_copy) {
  auto mail = answer();
  mail.to = {{"Ana", "victim@customer.example"}};
  mail.cc = {{"Carol, of Accounts", "carol@customer.example"}};
  mail.to_address = "dan@elsewhere.example";  // A copy in Bcc.
  const auto bytes = compose(mail);
  ASSERT_TRUE(bytes);
  const auto read = mime::parse(*bytes);
  EXPECT_EQ(read.to, (std::vector<mime::Address>{{"victim@customer.example", "Ana"}}));
  EXPECT_EQ(read.cc,
            (std::vector<mime::Address>{{"carol@customer.example", "Carol, of Accounts"}}));
  EXPECT_FALSE(bytes->contains("dan@elsewhere.example")) << *bytes;
}

TEST(Compose, whoever_is_not_the_requester_gets_no_link_to_the_page) {
  auto mail = answer();
  mail.page_url.clear();
  EXPECT_FALSE(compose(mail)->contains("/c/"));
  EXPECT_TRUE(compose(answer())->contains("/c/"));
}

TEST(Compose, an_address_of_another_that_cannot_be_written_stops_no_copy) {
  auto mail = answer();
  mail.to = {{"Ana", "victim@customer.example"}};
  mail.cc = {{"", "broken..<@customer.example"}};
  const auto bytes = compose(mail);
  ASSERT_TRUE(bytes) << bytes.error().detail;
  EXPECT_EQ(mime::parse(*bytes).to, (std::vector<mime::Address>{{"victim@customer.example", ""}}));
}

}  // namespace
}  // namespace mg::channels::email
