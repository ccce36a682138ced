#include "channels/email/smtp_send.h"

#include <chrono>
#include <gtest/gtest.h>

#include "channels/email/smtp_test_stub.h"

namespace mg::channels::email {
namespace {

using namespace std::chrono_literals;
using test::SmtpStub;

const std::vector<std::string> to_ben{"ben@there.test"};
const std::string mail = "Subject: hi\r\n\r\nhello\r\n";
// For servers that fall silent; all other tests have times that no busy machine uses up.
constexpr SmtpTimes short_times{.connect_max = 2s, .answer_max = 1s, .total_max = 10s};

SendOutcome send(SmtpSender& sender, const SmtpStub& stub, std::string_view bytes = mail) {
  return sender.send(
      {.url = stub.url(), .user = {}, .password = {}, .ca_file = {}, .ehlo_name = {}},
      "desk@here.test", to_ben, bytes);
}

// The outcome when the stub answers `reply` to `word`.
SendOutcome send_with(const std::string& word, const std::string& reply,
                      std::string_view bytes = mail, SmtpTimes times = {}) {
  SmtpStub stub;
  stub.answers[word] = reply;
  stub.start();
  SmtpSender sender(times);
  return send(sender, stub, bytes);
}

int count_of(const std::vector<std::string>& commands, std::string_view start) {
  int count = 0;
  for (const auto& command : commands) count += command.starts_with(start);
  return count;
}

TEST(SmtpSender, success_keeps_the_servers_words) {
  SmtpStub stub;
  stub.start();
  SmtpSender sender;
  const SmtpServer server{
      .url = stub.url(), .user = {}, .password = {}, .ca_file = {}, .ehlo_name = "desk.here.test"};
  const auto outcome = sender.send(server, "desk@here.test", to_ben, mail);
  EXPECT_EQ(outcome.state, SendOutcome::sent);
  EXPECT_EQ(outcome.code, 250);
  EXPECT_EQ(outcome.enhanced, "2.0.0");
  EXPECT_EQ(outcome.answer, "250 2.0.0 Ok: queued as 7F3");
  EXPECT_FALSE(outcome.ambiguous);
  EXPECT_EQ(stub.messages(), std::vector<std::string>{mail});
  const auto commands = stub.commands();
  EXPECT_EQ(count_of(commands, "EHLO desk.here.test"), 1);
  EXPECT_EQ(count_of(commands, "MAIL FROM:<desk@here.test>"), 1);
  EXPECT_EQ(count_of(commands, "RCPT TO:<ben@there.test>"), 1);
}

TEST(SmtpSender, every_octet_arrives_and_lines_with_dots_survive) {
  SmtpStub stub;
  stub.start();
  SmtpSender sender;
  std::string octets = "x: y\r\n\r\n";
  for (int c = 0; c < 256; ++c) {
    if (c != '\r' && c != '\n') octets.push_back(static_cast<char>(c));
  }
  octets += "\r\n";
  std::string large = "x: y\r\n\r\n";
  for (int i = 0; i < 40'000; ++i) large += (i % 3 ? "..dots " : ".") + std::to_string(i) + "\r\n";
  const std::vector<std::string> messages{
      octets,          ".\r\n", "..\r\n.\r\n...\r\n", ".first\r\n\r\n.\r\nlast\r\n.\r\n",
      "a\r\n\r\n\r\n", large};
  for (const auto& message : messages)
    EXPECT_EQ(send(sender, stub, message).state, SendOutcome::sent);
  EXPECT_EQ(stub.messages(), messages);
  EXPECT_EQ(send(sender, stub, "no end").state, SendOutcome::sent);
  EXPECT_EQ(stub.messages().back(), "no end\r\n");
}

TEST(SmtpSender, one_connection_serves_many_mails) {
  SmtpStub stub;
  stub.start();
  SmtpSender sender;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send(sender, stub).state, SendOutcome::sent);
  EXPECT_EQ(stub.connections(), 1);
  EXPECT_EQ(stub.messages().size(), 5u);
}

TEST(SmtpSender, a_kept_connection_that_the_server_closed_is_replaced_without_a_word) {
  SmtpStub stub;
  stub.close_after_mail = true;
  stub.start();
  SmtpSender sender;
  for (int i = 0; i < 3; ++i) {
    const auto outcome = send(sender, stub);
    EXPECT_EQ(outcome.state, SendOutcome::sent) << outcome.answer;
  }
  EXPECT_EQ(stub.messages().size(), 3u);
  EXPECT_EQ(stub.connections(), 3);
}

TEST(SmtpSender, a_kept_connection_that_says_421_is_replaced_too) {
  SmtpStub stub;
  stub.answers["."] = "250 2.0.0 ok\r\n421 4.4.2 idle too long\r\n";
  stub.close_after_mail = true;
  stub.start();
  SmtpSender sender;
  EXPECT_EQ(send(sender, stub).state, SendOutcome::sent);
  EXPECT_EQ(send(sender, stub).state, SendOutcome::sent);
  EXPECT_EQ(stub.messages().size(), 2u);
}

TEST(SmtpSender, the_null_sender_and_several_recipients) {
  SmtpStub stub;
  stub.start();
  SmtpSender sender;
  const std::vector<std::string> two{"a@x.test", "b@x.test"};
  const SmtpServer server{
      .url = stub.url(), .user = {}, .password = {}, .ca_file = {}, .ehlo_name = {}};
  EXPECT_EQ(sender.send(server, "", two, mail).state, SendOutcome::sent);
  EXPECT_EQ(count_of(stub.commands(), "MAIL FROM:<>"), 1);
  EXPECT_EQ(count_of(stub.commands(), "RCPT TO:<"), 2);
  EXPECT_EQ(count_of(stub.commands(), "RCPT TO:<<"), 0);
}

TEST(SmtpSender, temporary_answers_defer_and_permanent_ones_fail) {
  struct Case {
    const char *word, *reply;
    SendOutcome::State state;
    int code;
    const char* enhanced;
  };
  const Case cases[] = {
      {"", "554 5.3.2 go away\r\n", SendOutcome::deferred, 554, "5.3.2"},
      {"", "421 4.3.2 later\r\n", SendOutcome::deferred, 421, "4.3.2"},
      {"MAIL", "451 4.3.0 busy\r\n", SendOutcome::deferred, 451, "4.3.0"},
      {"MAIL", "550 5.7.1 not you\r\n", SendOutcome::failed, 550, "5.7.1"},
      {"MAIL", "530 5.7.0 sign in first\r\n", SendOutcome::deferred, 530, "5.7.0"},
      {"MAIL", "552 5.3.4 too big\r\n", SendOutcome::failed, 552, "5.3.4"},
      {"RCPT", "450 4.2.1 greylisted\r\n", SendOutcome::deferred, 450, "4.2.1"},
      {"RCPT", "550-5.1.1 no such\r\n550 5.1.1 user\r\n", SendOutcome::failed, 550, "5.1.1"},
      {"DATA", "451 4.3.0 disk\r\n", SendOutcome::deferred, 451, "4.3.0"},
      {"DATA", "554 5.5.1 no\r\n", SendOutcome::failed, 554, "5.5.1"},
      {".", "452 4.3.1 full\r\n", SendOutcome::deferred, 452, "4.3.1"},
      {".", "554 5.7.1 spam\r\n", SendOutcome::failed, 554, "5.7.1"},
  };
  for (const auto& c : cases) {
    const auto outcome = send_with(c.word, c.reply);
    EXPECT_EQ(outcome.state, c.state) << c.word << c.reply;
    EXPECT_EQ(outcome.code, c.code) << c.word << c.reply;
    EXPECT_EQ(outcome.enhanced, c.enhanced) << c.word << c.reply;
    EXPECT_FALSE(outcome.ambiguous) << c.word << c.reply;
  }
  EXPECT_EQ(send_with("RCPT", "550-5.1.1 no such\r\n550 5.1.1 user\r\n").answer,
            "550 5.1.1 no such user");
}

TEST(SmtpSender, a_lost_connection_is_ambiguous_only_after_the_whole_message) {
  const std::string large = "x: y\r\n\r\n" + std::string(20'000'000, 'x') + "\r\n";
  const auto before = send_with(".", "(reset)", large);
  EXPECT_EQ(before.state, SendOutcome::deferred);
  EXPECT_FALSE(before.ambiguous) << before.answer;
  const auto after = send_with(".", "(drop)");
  EXPECT_EQ(after.state, SendOutcome::deferred);
  EXPECT_TRUE(after.ambiguous) << after.answer;
  const auto half_said = send_with(".", "250-2.0.0 queued\r\n", mail, short_times);
  EXPECT_EQ(half_said.state, SendOutcome::deferred);
  EXPECT_TRUE(half_said.ambiguous);
  for (const char* word : {"", "EHLO", "MAIL", "RCPT", "DATA"}) {
    const auto outcome = send_with(word, "(drop)");
    EXPECT_EQ(outcome.state, SendOutcome::deferred) << word;
    EXPECT_FALSE(outcome.ambiguous) << word;
    EXPECT_EQ(outcome.answer, "The mail server closed the connection.") << word;
  }
}

TEST(SmtpSender, it_tells_whether_anything_of_the_mail_was_said_when_the_server_broke_off) {
  const struct {
    const char *word, *reply;
    bool begun;
  } cases[] = {{"", "(drop)", false},     {"EHLO", "(drop)", false}, {"MAIL", "(drop)", true},
               {"RCPT", "(drop)", true},  {"DATA", "(drop)", true},  {".", "(drop)", true},
               {"EHLO", "(hang)", false}, {"RCPT", "(hang)", true},  {"RCPT", "5\r\n", true}};
  for (const auto& c : cases) {
    SmtpStub stub;
    stub.answers[c.word] = c.reply;
    stub.start();
    SmtpSender sender(short_times);
    const SmtpServer server{
        .url = stub.url(), .user = {}, .password = {}, .ca_file = {}, .ehlo_name = {}};
    int told = 0;
    const auto outcome = sender.send(server, "a@b.test", to_ben, mail, [&] { ++told; });
    EXPECT_EQ(outcome.state, SendOutcome::deferred) << c.word << c.reply;
    EXPECT_EQ(outcome.code, 0) << c.word << c.reply;
    EXPECT_EQ(outcome.mail_begun, c.begun) << c.word << c.reply;
    EXPECT_EQ(told, c.begun ? 1 : 0) << c.word << c.reply;
  }
}

TEST(SmtpSender, a_server_that_breaks_off_at_a_mail_on_a_kept_connection_gets_it_once) {
  SmtpStub stub;
  stub.answers_by_line["RCPT TO:<poison@there.test>"] = "(drop)";
  stub.start();
  SmtpSender sender;
  ASSERT_EQ(send(sender, stub).state, SendOutcome::sent);
  const SmtpServer server{
      .url = stub.url(), .user = {}, .password = {}, .ca_file = {}, .ehlo_name = {}};
  const auto outcome =
      sender.send(server, "a@b.test", std::vector<std::string>{"poison@there.test"}, mail);
  EXPECT_EQ(outcome.state, SendOutcome::deferred);
  EXPECT_TRUE(outcome.mail_begun);
  EXPECT_EQ(count_of(stub.commands(), "RCPT TO:<poison"), 1);
  EXPECT_EQ(send(sender, stub).state, SendOutcome::sent);
  EXPECT_EQ(stub.connections(), 2);
}

TEST(SmtpSender, a_server_that_hangs_is_left_in_time) {
  for (const char* word : {"EHLO", "."}) {
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = send_with(word, "(hang)", mail, short_times);
    EXPECT_EQ(outcome.state, SendOutcome::deferred) << word;
    EXPECT_EQ(outcome.ambiguous, std::string_view(word) == ".") << word;
    EXPECT_EQ(outcome.answer, "The mail server did not answer within 1 s.") << word;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s) << word;
  }
}

TEST(SmtpSender, no_connection_defers_with_words) {
  std::string url;
  {
    SmtpStub gone;
    url = gone.url();
  }
  SmtpSender sender;
  const SmtpServer server{.url = url, .user = {}, .password = {}, .ca_file = {}, .ehlo_name = {}};
  const auto outcome = sender.send(server, "a@b.test", to_ben, mail);
  EXPECT_EQ(outcome.state, SendOutcome::deferred);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.answer.find("127.0.0.1"), std::string::npos) << outcome.answer;
}

TEST(SmtpSender, the_advertised_size_is_respected_before_the_upload) {
  SmtpStub stub;
  stub.capabilities = "250-SIZE 100\r\n250 PIPELINING\r\n";
  stub.start();
  SmtpSender sender;
  const auto outcome = send(sender, stub, std::string(99, 'x') + "\r\n");
  EXPECT_EQ(outcome.state, SendOutcome::failed);
  EXPECT_EQ(outcome.code, 552);
  EXPECT_EQ(outcome.enhanced, "5.3.4");
  EXPECT_EQ(count_of(stub.commands(), "MAIL"), 0);
  EXPECT_EQ(send(sender, stub, std::string(98, 'x') + "\r\n").state, SendOutcome::sent);
  EXPECT_EQ(count_of(stub.commands(), "MAIL FROM:<desk@here.test> SIZE=100"), 1);
}

TEST(SmtpSender, the_advertised_size_counts_on_a_kept_connection_too) {
  SmtpStub stub;
  stub.capabilities = "250-SIZE 100\r\n250 PIPELINING\r\n";
  stub.start();
  SmtpSender sender;
  ASSERT_EQ(send(sender, stub).state, SendOutcome::sent);
  for (int i = 0; i < 2; ++i) {
    const auto outcome = send(sender, stub, std::string(99, 'x') + "\r\n");
    EXPECT_EQ(outcome.state, SendOutcome::failed);
    EXPECT_EQ(outcome.code, 552);
    EXPECT_EQ(outcome.answer, "The message has 101 bytes, the server takes at most 100.");
    EXPECT_EQ(send(sender, stub).state, SendOutcome::sent);
  }
  EXPECT_EQ(count_of(stub.commands(), "MAIL"), 3);
  EXPECT_EQ(stub.messages().size(), 3u);
}

TEST(SmtpSender, addresses_beyond_ascii_need_a_server_that_takes_them) {
  const std::vector<std::string> umlaut{"gr\xc3\xbc\xc3\x9f@there.test"};
  const std::vector<std::string> umlaut_domain{"ben@gr\xc3\xbc.test"};
  for (const bool offered : {true, false}) {
    SmtpStub stub;
    if (offered) stub.capabilities = "250-SMTPUTF8\r\n250 PIPELINING\r\n";
    stub.start();
    SmtpSender sender;
    const SmtpServer server{
        .url = stub.url(), .user = {}, .password = {}, .ca_file = {}, .ehlo_name = {}};
    for (int i = 0; i < 2; ++i) {  // The second time on a kept connection.
      EXPECT_EQ(send(sender, stub).state, SendOutcome::sent);
      const auto outcome = sender.send(server, "a@b.test", umlaut, mail);
      EXPECT_EQ(outcome.state, offered ? SendOutcome::sent : SendOutcome::failed) << outcome.answer;
      EXPECT_EQ(outcome.enhanced, offered ? "2.0.0" : "5.6.7");
      EXPECT_EQ(sender.send(server, "a@b.test", umlaut_domain, mail).state, SendOutcome::sent);
    }
    int utf8_mails = 0;
    for (const auto& command : stub.commands())
      utf8_mails += command.starts_with("MAIL") && command.find("SMTPUTF8") != std::string::npos;
    EXPECT_EQ(utf8_mails >= 2, offered);
    EXPECT_EQ(count_of(stub.commands(), "RCPT TO:<" + umlaut[0] + ">"), offered ? 2 : 0);
  }
}

TEST(SmtpSender, it_signs_in_with_plain_or_login) {
  for (const std::string mechanism : {"PLAIN", "LOGIN"}) {
    SmtpStub stub;
    stub.capabilities = "250 AUTH " + mechanism + "\r\n";
    if (mechanism == "LOGIN") stub.answers["AUTH"] = "334 VXNlcm5hbWU6\r\n";
    stub.start();
    SmtpSender sender;
    const SmtpServer server{
        .url = stub.url(), .user = "ann", .password = "secret", .ca_file = {}, .ehlo_name = {}};
    const auto outcome = sender.send(server, "a@b.test", to_ben, mail);
    const auto commands = stub.commands();
    EXPECT_EQ(outcome.state, SendOutcome::sent) << outcome.answer;
    EXPECT_EQ(count_of(commands, "AUTH " + mechanism), 1);
    if (mechanism == "PLAIN") {
      EXPECT_EQ(count_of(commands, "AGFubgBzZWNyZXQ="), 1);  // "\0ann\0secret"
    } else {
      EXPECT_EQ(count_of(commands, "YW5u"), 1);      // "ann"
      EXPECT_EQ(count_of(commands, "c2VjcmV0"), 1);  // "secret"
    }
  }
}

TEST(SmtpSender, a_wrong_password_defers_and_says_so) {
  SmtpStub stub;
  stub.capabilities = "250 AUTH PLAIN\r\n";
  stub.answers["="] = "535 5.7.8 wrong password\r\n";
  stub.start();
  SmtpSender sender;
  const SmtpServer server{
      .url = stub.url(), .user = "ann", .password = "x", .ca_file = {}, .ehlo_name = {}};
  const auto outcome = sender.send(server, "a@b.test", to_ben, mail);
  EXPECT_EQ(outcome.state, SendOutcome::deferred);
  EXPECT_EQ(outcome.code, 535);
  EXPECT_EQ(outcome.answer, "535 5.7.8 wrong password");
  EXPECT_EQ(count_of(stub.commands(), "MAIL"), 0);
}

TEST(SmtpSender, required_tls_is_never_given_up) {
  for (const char* capabilities : {"250 PIPELINING\r\n", "250 STARTTLS\r\n"}) {
    SmtpStub stub;
    stub.capabilities = capabilities;  // Not offered; offered and then refused with 454.
    stub.start();
    SmtpSender sender;
    const SmtpServer server{.url = stub.url("smtp+starttls"),
                            .user = {},
                            .password = {},
                            .ca_file = {},
                            .ehlo_name = {}};
    const auto outcome = sender.send(server, "a@b.test", to_ben, mail);
    EXPECT_EQ(outcome.state, SendOutcome::deferred) << outcome.answer;
    EXPECT_EQ(count_of(stub.commands(), "MAIL"), 0);
    EXPECT_EQ(stub.connections(), 1);
  }
}

TEST(SmtpSender, opportunistic_tls_that_fails_falls_back_to_plain) {
  for (const char* reply : {"454 4.7.0 no TLS today\r\n", "220 go on\r\n"}) {
    SmtpStub stub;
    stub.capabilities = "250 STARTTLS\r\n";
    stub.answers["STARTTLS"] = reply;
    stub.start();
    SmtpSender sender;
    const auto outcome = send(sender, stub);
    EXPECT_EQ(outcome.state, SendOutcome::sent) << reply << outcome.answer;
    EXPECT_EQ(stub.messages().size(), 1u);
  }
}

TEST(SmtpSender, what_can_never_be_sent_fails_without_a_connection_E8_E9) {
  SmtpStub stub;
  stub.start();
  SmtpSender sender;
  const SmtpServer server{
      .url = stub.url(), .user = {}, .password = {}, .ca_file = {}, .ehlo_name = {}};
  const auto fails = [&](const std::string& from, const std::vector<std::string>& to,
                         const std::string& bytes) {
    return sender.send(server, from, to, bytes).state == SendOutcome::failed;
  };
  EXPECT_TRUE(fails("a@b.test", {}, mail));
  EXPECT_TRUE(fails("a@b.test", {"a@b.test>\r\nRCPT TO:<evil@x.test"}, mail));
  EXPECT_TRUE(fails("a@b.test> SIZE=1", {"a@b.test"}, mail));
  EXPECT_TRUE(fails("a@b.test", {"a@b.test, c@d.test"}, mail));
  EXPECT_TRUE(fails("a@b.test", {"a@b.test", ""}, mail));
  EXPECT_TRUE(fails("a@b.test", to_ben, ""));
  for (const char* bytes : {"a\nb\r\n", "a\rb\r\n", "a\r\n.\nMAIL", "a\r", "\n", "a\r\r\n"})
    EXPECT_TRUE(fails("a@b.test", to_ben, bytes)) << testing::PrintToString(bytes);
  EXPECT_EQ(stub.connections(), 0);
}

TEST(SmtpSender, addresses_of_servers_are_read_strictly) {
  for (const char* good : {"smtp://127.0.0.1:2525", "smtp://localhost", "SMTP://mail.x.org:25/",
                           "smtp+starttls://mail.x.org", "smtps://[::1]:465"})
    EXPECT_TRUE(check_smtp_url(good)) << good;
  for (const char* bad : {"", "mail.x.org", "http://x", "smtp://", "smtp://x:0", "smtp://x:65536",
                          "smtp://x:", "smtp://u:p@x:25", "smtp://x/y", "smtp://x:25?y",
                          "smtp://[::1", "smtp://x y", "smtp:// x", "smtp://x:2 5", "smtp://x\r\n"})
    EXPECT_FALSE(check_smtp_url(bad)) << bad;
}

}  // namespace
}  // namespace mg::channels::email
