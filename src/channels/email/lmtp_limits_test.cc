#include <gtest/gtest.h>
#include <thread>

#include "channels/email/lmtp_listener.h"
#include "channels/email/lmtp_test_peer.h"

namespace mg::channels::email {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::codes_of;
using test::Desk;
using test::Greeted;
using test::soon;

TEST(LmtpListener, a_long_line_is_refused_and_an_endless_one_ends_the_session) {
  Desk desk;
  Greeted client(desk);
  const std::string longest = "NOOP " + std::string(2048 - 7, 'x');
  EXPECT_EQ(client.ask(longest).substr(0, 9), "250 2.0.0");
  EXPECT_EQ(client.ask(longest + "x").substr(0, 9), "500 5.5.2");
  EXPECT_EQ(client.ask("NOOP").substr(0, 9), "250 2.0.0");
  client.write(std::string(40'000, 'x'));
  EXPECT_EQ(client.code(), "421 4.7.0");
  EXPECT_EQ(client.line(), "(closed)");
}

TEST(LmtpListener, too_many_errors_end_the_session) {
  LmtpOptions options;
  options.limits.errors_max = 3;
  Desk desk(options);
  Greeted client(desk);
  EXPECT_EQ(client.ask("X").substr(0, 3), "500");
  EXPECT_EQ(client.ask("X").substr(0, 3), "500");
  client.write("X\r\nX\r\nX\r\n");
  EXPECT_EQ(client.until_close(), "500 5.5.1 unknown command\n421 4.7.0 too many errors\n");
  EXPECT_EQ(desk.listener->counters().protocol_errors, 3u);
}

TEST(LmtpListener, recipients_beyond_the_limit_wait_for_the_next_mail) {
  LmtpOptions options;
  options.limits.recipients_max = 2;
  Desk desk(options);
  Greeted client(desk);
  client.envelope("user1@here.test");
  EXPECT_EQ(client.ask("RCPT TO:<user2@here.test>").substr(0, 9), "250 2.1.5");
  EXPECT_EQ(client.ask("RCPT TO:<user3@here.test>").substr(0, 9), "452 4.5.3");
  client.data();
  client.write(".\r\n");
  EXPECT_EQ(client.reply().substr(0, 3), "250");
  EXPECT_EQ(client.reply().substr(0, 3), "250");
  EXPECT_EQ(client.ask("NOOP").substr(0, 3), "250");
}

TEST(LmtpListener, size_is_checked_as_declared_and_as_sent) {
  LmtpOptions options;
  options.limits.message_bytes_max = 1000;
  Desk desk(options);
  Greeted client(desk);
  EXPECT_EQ(client.ask("MAIL FROM:<a@b.test> SIZE=1001").substr(0, 9), "552 5.3.4");
  client.envelope();
  EXPECT_EQ(client.ask("RCPT TO:<user2@here.test>").substr(0, 9), "250 2.1.5");
  client.data();
  client.write(std::string(999, 'x') + "\r\n.\r\n");
  EXPECT_EQ(client.code(), "552 5.3.4");
  EXPECT_EQ(client.code(), "552 5.3.4");
  client.envelope();
  client.data();
  client.write(std::string(998, 'x') + "\r\n.\r\n");
  EXPECT_EQ(client.code(), "250 2.0.0");
  client.envelope();
  client.data();
  client.write(std::string(5000, 'x'));
  EXPECT_EQ(client.code(), "552 5.3.4");
  EXPECT_EQ(client.line(), "(closed)");
  EXPECT_EQ(desk.sink.stored().size(), 1u);
  EXPECT_EQ(desk.listener->counters().mails_refused, 2u);
}

TEST(LmtpListener, bodies_in_flight_are_bounded_over_all_sessions) {
  LmtpOptions options;
  options.limits.bodies_bytes_max = 1000;
  Desk desk(options);
  std::mutex mutex;
  MailDone held;
  desk.sink.answer = [&](std::size_t, MailDone done) {
    const std::lock_guard lock(mutex);
    held = std::move(done);
  };
  Greeted first(desk), second(desk);
  first.envelope();
  first.data();
  first.write(std::string(798, 'x') + "\r\n.\r\n");
  ASSERT_TRUE(desk.sink.wait_for(1));
  EXPECT_EQ(second.ask("MAIL FROM:<a@b.test> SIZE=300").substr(0, 9), "452 4.3.1");
  second.envelope();
  second.data();
  second.write(std::string(300, 'y') + "\r\n.\r\n");
  EXPECT_EQ(second.code(), "452 4.3.1");
  {
    const std::lock_guard lock(mutex);
    held(std::vector<Result<void>>(1));
  }
  EXPECT_EQ(first.code(), "250 2.0.0");
  EXPECT_EQ(second.ask("MAIL FROM:<a@b.test> SIZE=300").substr(0, 9), "250 2.1.0");
}

TEST(LmtpListener, slow_clients_are_told_and_closed) {
  LmtpOptions options;
  options.limits.command_idle_max = 100ms;
  options.limits.data_idle_max = 100ms;
  Desk desk(options);
  Greeted silent(desk);
  EXPECT_EQ(silent.code(), "421 4.4.2");
  EXPECT_EQ(silent.line(), "(closed)");
  Greeted half(desk);
  half.envelope();
  half.data();
  half.write("half a mes");
  EXPECT_EQ(half.code(), "421 4.4.2");
  EXPECT_EQ(half.line(), "(closed)");
  EXPECT_TRUE(desk.sink.stored().empty());
  EXPECT_EQ(desk.listener->counters().timeouts, 2u);
  EXPECT_TRUE(soon([&] { return desk.listener->counters().connections == 0; }));
  EXPECT_EQ(desk.listener->counters().body_bytes, 0u);
}

TEST(LmtpListener, a_message_that_drips_has_an_end_in_all) {
  LmtpOptions options;
  options.limits.message_time_max = 200ms;
  Desk desk(options);
  Greeted client(desk);
  client.envelope();
  client.data();
  const auto begin = std::chrono::steady_clock::now();
  while (client.write("x") && std::chrono::steady_clock::now() - begin < 400ms)
    std::this_thread::sleep_for(10ms);
  EXPECT_EQ(client.code(), "421 4.4.2");
}

TEST(LmtpListener, a_sink_that_never_answers_is_451_and_a_late_answer_does_nothing) {
  LmtpOptions options;
  options.limits.answer_time_max = 100ms;
  Desk desk(options);
  MailDone held;
  desk.sink.answer = [&](std::size_t, MailDone done) { held = std::move(done); };
  Greeted client(desk);
  client.envelope();
  client.data();
  client.write("x\r\n.\r\n");
  EXPECT_EQ(client.code(), "451 4.3.0");
  EXPECT_EQ(client.code(), "421 4.4.2");
  EXPECT_EQ(client.line(), "(closed)");
  held(std::vector<Result<void>>(1));
  EXPECT_EQ(desk.listener->counters().mails_accepted, 0u);
}

TEST(LmtpListener, connections_are_bounded) {
  LmtpOptions options;
  options.limits.connections_max = 2;
  Desk desk(options);
  auto first = std::make_unique<Greeted>(desk);
  Greeted second(desk);
  Client third(desk.port());
  EXPECT_EQ(third.code(), "421 4.3.2");
  EXPECT_EQ(third.line(), "(closed)");
  first.reset();
  ASSERT_TRUE(soon([&] { return desk.listener->counters().connections == 1; }));
  Greeted fourth(desk);
  EXPECT_EQ(desk.listener->counters().connections_refused, 1u);
}

TEST(LmtpListener, strangers_are_limited_and_trusted_peers_are_not) {
  LmtpOptions options;
  options.trust_loopback = false;
  options.limits.peer_connections_max = 2;
  options.limits.peer_mails_a_minute_max = 1;
  options.limits.errors_max = 2;
  Desk desk(options);
  Greeted first(desk), second(desk);
  Client third(desk.port());
  EXPECT_EQ(third.code(), "421 4.7.0");
  EXPECT_EQ(first.ask("MAIL FROM:<a@b.test>").substr(0, 9), "250 2.1.0");
  EXPECT_EQ(second.ask("MAIL FROM:<a@b.test>").substr(0, 9), "451 4.7.1");
  EXPECT_EQ(desk.listener->counters().rate_limited, 2u);
  first.write("RCPT TO:<guess1@here.test>\r\nRCPT TO:<guess2@here.test>\r\n");
  EXPECT_EQ(codes_of(first.until_close()), "550 550 421 ");
  options.trusted_peers = {"127.0.0.0/8"};
  Desk open(options);
  Greeted a(open), b(open), c(open);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(c.ask("MAIL FROM:<a@b.test>").substr(0, 9), "250 2.1.0");
    EXPECT_EQ(c.ask("RCPT TO:<nobody@here.test>").substr(0, 9), "550 5.1.1");
    c.ask("RSET");
  }
}

TEST(LmtpListener, a_drain_ends_idle_sessions_and_finishes_mails_under_way) {
  Desk desk;
  std::mutex mutex;
  MailDone held;
  desk.sink.answer = [&](std::size_t, MailDone done) {
    const std::lock_guard lock(mutex);
    held = std::move(done);
  };
  Greeted idle(desk), busy(desk), sending(desk);
  busy.envelope();
  busy.data();
  busy.write("x\r\n.\r\n");
  ASSERT_TRUE(desk.sink.wait_for(1));
  sending.envelope();
  bool all = false;
  std::thread drainer([&] { all = desk.listener->drain(10s); });
  EXPECT_EQ(idle.code(), "421 4.3.2");
  EXPECT_EQ(idle.line(), "(closed)");
  Client late(desk.port());
  EXPECT_EQ(late.code(), "421 4.3.2");
  {
    const std::lock_guard lock(mutex);
    held(std::vector<Result<void>>(1));
  }
  EXPECT_EQ(codes_of(busy.until_close()), "250 421 ");
  sending.data();
  sending.write("y\r\n.\r\n");
  ASSERT_TRUE(desk.sink.wait_for(2));
  {
    const std::lock_guard lock(mutex);
    held(std::vector<Result<void>>(1));
  }
  EXPECT_EQ(codes_of(sending.until_close()), "250 421 ");
  drainer.join();
  EXPECT_TRUE(all);
  EXPECT_EQ(desk.listener->counters().mails_accepted, 2u);
}

TEST(LmtpListener, a_drain_has_a_limit_and_done_may_come_after_the_end) {
  MailDone held;
  {
    Desk desk;
    desk.sink.answer = [&](std::size_t, MailDone done) { held = std::move(done); };
    Greeted client(desk);
    client.envelope();
    client.data();
    client.write("x\r\n.\r\n");
    ASSERT_TRUE(desk.sink.wait_for(1));
    EXPECT_FALSE(desk.listener->drain(50ms));
    EXPECT_EQ(client.line(), "(closed)");
  }
  held(std::vector<Result<void>>(1));
}

TEST(LmtpListener, a_peer_that_never_reads_holds_little_and_is_closed) {
  LmtpOptions options;
  options.limits.command_idle_max = 200ms;
  Desk desk(options);
  Client client(desk.port());
  const std::string commands = "HELP\r\nHELP\r\nHELP\r\nHELP\r\n";
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += commands;
  const auto begin = std::chrono::steady_clock::now();
  while (client.write(many) && std::chrono::steady_clock::now() - begin < 20s) continue;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
  EXPECT_TRUE(soon([&] { return desk.listener->counters().connections == 0; }));
}

}  // namespace
}  // namespace mg::channels::email
