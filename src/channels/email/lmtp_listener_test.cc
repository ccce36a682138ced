#include "channels/email/lmtp_listener.h"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>

#include "channels/email/lmtp_test_peer.h"

namespace mg::channels::email {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::codes_of;
using test::Desk;
using test::FakeSink;
using test::Greeted;

constexpr std::string_view pipelined =
    "LHLO me\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<user1@here.test>\r\nRCPT TO:<user2@here.test>\r\n"
    "DATA\r\nfirst\r\n..\r\n.\r\nMAIL FROM:<b@x.test>\r\nRCPT TO:<nobody@here.test>\r\n"
    "RCPT TO:<user3@here.test>\r\nDATA\r\nsecond\r\n.\r\nRSET\r\nQUIT\r\n";
constexpr std::string_view pipelined_codes =
    "220 250 250 250 250 250 250 250 250 250 354 250 250 250 550 250 354 250 250 221 ";

TEST(LmtpListener, it_says_what_it_can) {
  Desk desk;
  Client client(desk.port());
  EXPECT_EQ(client.reply(), "220 desk.test ready (LMTP and ESMTP)");
  client.write("LHLO me\r\n");
  std::vector<std::string> lines;
  do lines.push_back(client.line());
  while (lines.back()[3] == '-');
  EXPECT_EQ(lines, (std::vector<std::string>{"250-desk.test", "250-SIZE 52428800", "250-8BITMIME",
                                             "250-PIPELINING", "250-SMTPUTF8",
                                             "250 ENHANCEDSTATUSCODES"}));
  EXPECT_EQ(client.ask("HELO me"), "250 desk.test");
  EXPECT_EQ(client.ask("noop x").substr(0, 9), "250 2.0.0");
  EXPECT_EQ(client.ask("HELP").substr(0, 9), "214 2.0.0");
  EXPECT_EQ(client.ask("VRFY user@here.test"), client.ask("VRFY nobody@here.test"));
  EXPECT_EQ(client.ask("EXPN list").substr(0, 9), "502 5.5.1");
  EXPECT_EQ(client.ask("STARTTLS").substr(0, 9), "500 5.5.1");
  EXPECT_EQ(client.ask("QUIT").substr(0, 9), "221 2.0.0");
  EXPECT_EQ(client.line(), "(closed)");
}

TEST(LmtpListener, lmtp_answers_for_each_recipient_and_hands_over_the_exact_bytes) {
  Desk desk;
  Greeted client(desk);
  client.envelope();
  EXPECT_EQ(client.ask("RCPT TO:<nobody@here.test>").substr(0, 9), "550 5.1.1");
  EXPECT_EQ(client.ask("RCPT TO:<user+c-x@here.test>").substr(0, 9), "250 2.1.5");
  client.data();
  using namespace std::string_view_literals;
  client.write("Subject: x\r\n\r\n..\xff\0dot\r\n.\r\n"sv);
  EXPECT_EQ(client.reply(), "250 2.0.0 <user@here.test> stored");
  EXPECT_EQ(client.reply(), "250 2.0.0 <user+c-x@here.test> stored");
  const auto stored = desk.sink.stored();
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0].raw, "Subject: x\r\n\r\n.\xff\0dot\r\n"sv);
  EXPECT_EQ(stored[0].envelope.from, "ana@there.test");
  EXPECT_EQ(stored[0].envelope.helo, "me.test");
  EXPECT_EQ(stored[0].envelope.peer, "127.0.0.1");
  EXPECT_TRUE(stored[0].envelope.lmtp);
  ASSERT_EQ(stored[0].envelope.recipients.size(), 2u);
  EXPECT_EQ(stored[0].envelope.recipients[1].address, "user+c-x@here.test");
  EXPECT_EQ(stored[0].envelope.recipients[1].inbox, 7);
}

TEST(LmtpListener, smtp_answers_once_and_takes_the_null_sender) {
  Desk desk;
  Greeted client(desk, "EHLO me.test");
  EXPECT_EQ(client.ask("MAIL FROM:<> SIZE=10 BODY=8BITMIME").substr(0, 9), "250 2.1.0");
  EXPECT_EQ(client.ask("RCPT TO:<user1@here.test>").substr(0, 9), "250 2.1.5");
  EXPECT_EQ(client.ask("RCPT TO:<user2@here.test>").substr(0, 9), "250 2.1.5");
  client.data();
  client.write("x\r\n.\r\n");
  EXPECT_EQ(client.reply(), "250 2.0.0 stored");
  EXPECT_EQ(client.ask("NOOP").substr(0, 9), "250 2.0.0");
  EXPECT_EQ(desk.sink.stored().at(0).envelope.from, "");
  EXPECT_FALSE(desk.sink.stored().at(0).envelope.lmtp);
}

TEST(LmtpListener, utf8_addresses_need_smtputf8) {
  Desk desk;
  Greeted client(desk);
  EXPECT_EQ(client.ask("MAIL FROM:<gr\xc3\xbc\xc3\x9f@x.test>").substr(0, 9), "553 5.6.7");
  EXPECT_EQ(client.ask("MAIL FROM:<gr\xc3@x.test> SMTPUTF8").substr(0, 9), "501 5.1.7");
  EXPECT_EQ(client.ask("MAIL FROM:<gr\xc3\xbc\xc3\x9f@x.test> SMTPUTF8").substr(0, 9), "250 2.1.0");
  EXPECT_EQ(client.ask("RCPT TO:<user\xc3\xbc@here.test>").substr(0, 9), "250 2.1.5");
  EXPECT_EQ(client.ask("RSET").substr(0, 9), "250 2.0.0");
  EXPECT_EQ(client.ask("MAIL FROM:<a@x.test>").substr(0, 9), "250 2.1.0");
  EXPECT_EQ(client.ask("RCPT TO:<user\xc3\xbc@here.test>").substr(0, 9), "553 5.6.7");
}

TEST(LmtpListener, commands_out_of_order_or_malformed_have_their_answers) {
  Desk desk;
  Client fresh(desk.port());
  fresh.reply();
  EXPECT_EQ(fresh.ask("MAIL FROM:<a@b>").substr(0, 9), "503 5.5.1");
  Greeted client(desk);
  const std::pair<const char*, const char*> steps[] = {
      {"LHLO", "501 5.5.4"},
      {"RCPT TO:<user@here.test>", "503 5.5.1"},
      {"DATA", "503 5.5.1"},
      {"MAIL a@b", "501 5.5.4"},
      {"MAIL FROM:a@b", "501 5.5.4"},
      {"MAIL FROM:<a b@c>", "501 5.1.7"},
      {"MAIL FROM:<a@b> X=1", "555 5.5.4"},
      {"MAIL FROM:<a@b> SIZE=x", "501 5.5.4"},
      {"MAIL FROM:<a@b>", "250 2.1.0"},
      {"MAIL FROM:<a@b>", "503 5.5.1"},
      {"RCPT TO:user@here.test", "501 5.5.4"},
      {"RCPT TO:<user@here.test> NOTIFY=NEVER", "555 5.5.4"},
      {"RCPT TO:<>", "501 5.1.3"},
      {"RCPT TO:<postmaster>", "550 5.1.1"},            // The sink's decision.
      {"RCPT TO:<elsewhere@other.test>", "550 5.1.1"},  // Never a relay.
      {"RCPT TO:<busy@here.test>", "451 4.3.0"},
      {"RCPT TO:<broken@here.test>", "451 4.3.0"},
      {"DATA", "503 5.5.1"},
      {"NOOP\tx", "500 5.5.2"},
      {"BDAT 5 LAST", "500 5.5.1"},
  };
  for (const auto& [command, reply] : steps)
    EXPECT_EQ(client.ask(command).substr(0, 9), reply) << command;
  EXPECT_TRUE(desk.sink.stored().empty());
}

TEST(LmtpListener, a_browser_led_to_this_port_is_sent_away) {
  Desk desk;
  Client client(desk.port());
  client.write("POST / HTTP/1.1\r\nHost: x\r\n\r\nLHLO x\r\nMAIL FROM:<a@b>\r\n");
  EXPECT_EQ(client.until_close(),
            "220 desk.test ready (LMTP and ESMTP)\n521 5.5.1 this port speaks LMTP and SMTP\n");
}

TEST(LmtpListener, lines_end_with_crlf_or_not_at_all) {
  Desk desk;
  Client client(desk.port());
  client.write("LHLO x\nMAIL FROM:<a@b>\r\n");
  client.reply();
  EXPECT_EQ(client.code(), "500 5.5.2");
  EXPECT_EQ(client.line(), "(closed)");
}

TEST(LmtpListener, smuggled_ends_are_refused_and_stay_one_message_E16) {
  Desk desk;
  Greeted client(desk, "EHLO me");
  for (const std::string end : {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r"}) {
    client.envelope();
    client.data();
    client.write("one" + end +
                 "MAIL FROM:<evil@x.test>\r\nRCPT TO:<user@here.test>\r\nDATA\r\ntwo\r\n.\r\n");
    EXPECT_EQ(client.code(), "554 5.6.0") << testing::PrintToString(end);
    EXPECT_EQ(client.ask("NOOP").substr(0, 3), "250");
  }
  EXPECT_TRUE(desk.sink.stored().empty());
  EXPECT_EQ(desk.listener->counters().bare_line_ends, 6u);
}

TEST(LmtpListener, a_pipelined_session_gives_the_same_in_pieces_of_any_size) {
  Desk desk;
  std::size_t sessions = 0;
  for (std::size_t piece : {pipelined.size(), std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    Client client(desk.port());
    client.write_in_pieces(pipelined, piece);
    EXPECT_EQ(codes_of(client.until_close()), pipelined_codes) << piece;
    ++sessions;
  }
  for (std::size_t cut = 1; cut < pipelined.size(); ++cut, ++sessions) {
    Client client(desk.port());
    client.write(pipelined.substr(0, cut));
    // Half of the cuts are surely two reads; the others may become one.
    if (cut % 2) std::this_thread::sleep_for(1ms);
    client.write(pipelined.substr(cut));
    ASSERT_EQ(codes_of(client.until_close()), pipelined_codes) << cut;
  }
  const auto stored = desk.sink.stored();
  ASSERT_EQ(stored.size(), sessions * 2);
  for (std::size_t i = 0; i < stored.size(); i += 2) {
    EXPECT_EQ(stored[i].raw, "first\r\n.\r\n");
    EXPECT_EQ(stored[i].envelope.recipients.size(), 2u);
    EXPECT_EQ(stored[i + 1].raw, "second\r\n");
    EXPECT_EQ(stored[i + 1].envelope.recipients.at(0).address, "user3@here.test");
  }
  EXPECT_EQ(desk.listener->counters().mails_accepted, sessions * 2);
  EXPECT_EQ(desk.listener->counters().body_bytes, 0u);
}

TEST(LmtpListener, refusals_of_the_sink_become_their_codes) {
  using enum RefusalKind;
  const std::pair<RefusalKind, const char*> kinds[] = {
      {unavailable, "451 4.3.0"}, {too_many, "452 4.3.1"}, {too_large, "552 5.3.4"},
      {not_found, "550 5.1.1"},   {conflict, "554 5.6.0"}, {bad_input, "554 5.6.0"}};
  for (const auto& [kind, reply] : kinds) {
    Desk desk;
    desk.sink.answer = [kind = kind](std::size_t count, MailDone done) {
      std::vector<Result<void>> results(count);
      results.back() = refuse(kind, "x", "x");
      done(std::move(results));
    };
    Greeted client(desk);
    client.envelope("user1@here.test");
    client.ask("RCPT TO:<user2@here.test>");
    client.data();
    client.write("x\r\n.\r\n");
    EXPECT_EQ(client.code(), "250 2.0.0");
    EXPECT_EQ(client.code(), reply);
    // SMTP has one answer, and it must not hide the loss.
    EXPECT_EQ(client.ask("EHLO me").substr(0, 3), "250");
    client.envelope("user1@here.test");
    client.ask("RCPT TO:<user2@here.test>");
    client.data();
    client.write("x\r\n.\r\n");
    EXPECT_EQ(client.code(), reply);
  }
}

TEST(LmtpListener, an_answer_that_is_lost_short_or_an_exception_is_451) {
  Desk desk;
  std::atomic<int> turn = 0;
  desk.sink.answer = [&](std::size_t, MailDone done) {
    switch (turn++) {
      case 0:
        return;  // `done` is destroyed.
      case 1:
        return done({});
      default:
        throw std::runtime_error("disk on fire");
    }
  };
  Greeted client(desk);
  for (int i = 0; i < 3; ++i) {
    client.envelope();
    client.data();
    client.write("x\r\n.\r\n");
    EXPECT_EQ(client.code(), "451 4.3.0") << i;
  }
  EXPECT_EQ(desk.listener->counters().mails_deferred, 3u);
  EXPECT_EQ(desk.listener->counters().body_bytes, 0u);
}

TEST(LmtpListener, no_250_before_done_and_other_sessions_go_on_meanwhile) {
  Desk desk;
  std::mutex mutex;
  std::vector<MailDone> held;
  desk.sink.answer = [&](std::size_t, MailDone done) {
    const std::lock_guard lock(mutex);
    held.push_back(std::move(done));
  };
  std::vector<std::unique_ptr<Greeted>> clients;
  for (int i = 0; i < 64; ++i) {
    clients.push_back(std::make_unique<Greeted>(desk));
    clients.back()->envelope();
    clients.back()->data();
    clients.back()->write("x\r\n.\r\nNOOP\r\n");
  }
  ASSERT_TRUE(desk.sink.wait_for(64));  // All are in flight at one time.
  EXPECT_EQ(desk.listener->counters().mails_accepted, 0u);
  EXPECT_EQ(desk.listener->counters().body_bytes, 64u * 3);
  std::thread writer([&] {
    const std::lock_guard lock(mutex);
    for (auto& done : held) done(std::vector<Result<void>>(1));
    for (auto& done : held) done(std::vector<Result<void>>(1));  // A second call does nothing.
  });
  for (auto& client : clients) {
    EXPECT_EQ(client->reply(), "250 2.0.0 <user@here.test> stored");
    EXPECT_EQ(client->reply(), "250 2.0.0 ok");
  }
  writer.join();
  EXPECT_EQ(desk.listener->counters().mails_accepted, 64u);
}

TEST(LmtpListener, a_port_that_is_taken_and_a_bad_address_are_refused_with_words) {
  Desk desk;
  LmtpOptions options;
  options.port = desk.port();
  FakeSink sink;
  const auto taken = LmtpListener::open(options, sink);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, RefusalKind::conflict);
  options.address = "mail.example";
  const auto name = LmtpListener::open(options, sink);
  ASSERT_FALSE(name);
  EXPECT_EQ(name.error().kind, RefusalKind::bad_input);
}

TEST(LmtpListener, several_threads_share_the_sessions) {
  LmtpOptions options;
  options.threads = 3;
  Desk desk(options);
  std::vector<std::thread> clients;
  for (int t = 0; t < 8; ++t) {
    clients.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        Client client(desk.port());
        client.write(pipelined);
        EXPECT_EQ(codes_of(client.until_close()), pipelined_codes);
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(desk.listener->counters().mails_accepted, 8u * 20 * 2);
}

}  // namespace
}  // namespace mg::channels::email
