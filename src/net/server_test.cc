#include "net/server.h"

#include <condition_variable>
#include <gtest/gtest.h>
#include <mutex>
#include <thread>

#include "net/server_fixture.h"

namespace mg::net {
namespace {

TEST_F(ServerTest, a_request_is_answered_and_the_connection_stays) {
  start();
  RawClient client(server_->port());
  client.send("GET /a%20b?x=1" + std::string(host) + "\r\n");
  const auto first = client.response();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, 200);
  EXPECT_EQ(first->body, "GET /a b [] 127.0.0.1");
  EXPECT_EQ(first->header("x-content-type-options"), "nosniff");
  EXPECT_EQ(first->header("cache-control"), "no-store");
  EXPECT_EQ(first->header("request-id").size(), 24u);
  EXPECT_EQ(first->header("strict-transport-security"), "");
  EXPECT_NE(first->header("date"), "");
  client.send("POST /p" + std::string(host) + "Content-Length: 3\r\n\r\nabc");
  const auto second = client.response();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->body, "POST /p [abc] 127.0.0.1");
  EXPECT_NE(second->header("request-id"), first->header("request-id"));
}

TEST_F(ServerTest, requests_sent_ahead_are_answered_in_order) {
  start();
  RawClient client(server_->port());
  std::string all;
  for (int i = 0; i < 200; ++i) all += "GET /" + std::to_string(i) + std::string(host) + "\r\n";
  client.send(all);
  for (int i = 0; i < 200; ++i) {
    const auto response = client.response();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "GET /" + std::to_string(i) + " [] 127.0.0.1");
  }
}

TEST_F(ServerTest, a_request_may_arrive_byte_by_byte) {
  start();
  RawClient client(server_->port());
  for (const char c : "POST /p" + std::string(host) +
                          "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n") {
    client.send(std::string_view(&c, 1));
  }
  const auto response = client.response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "POST /p [abcd] 127.0.0.1");
}

TEST_F(ServerTest, head_has_the_length_but_not_the_body) {
  start();
  RawClient client(server_->port());
  client.send("HEAD /" + std::string(host) + "\r\nGET /" + std::string(host) + "\r\n");
  const auto head = client.response(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->header("content-length"), "19");
  const auto get = client.response();
  ASSERT_TRUE(get);
  EXPECT_EQ(get->body, "GET / [] 127.0.0.1");
}

TEST_F(ServerTest, forwarded_headers_count_only_from_trusted_proxies) {
  const std::string request = "GET /" + std::string(host) +
                              "X-Forwarded-For: 9.9.9.9, 203.0.113.7, 10.0.0.3\r\n"
                              "X-Forwarded-Proto: https\r\n\r\n";
  start();
  EXPECT_EQ(ask(request)->body, "GET / [] 127.0.0.1");
  EXPECT_EQ(ask(request)->header("strict-transport-security"), "");
  ServerOptions options;
  options.trusted_proxies = {"127.0.0.1", "10.0.0.0/8"};
  start(echo(), options);
  EXPECT_EQ(ask(request)->body, "GET / [] 203.0.113.7");
  EXPECT_NE(ask(request)->header("strict-transport-security"), "");
  EXPECT_EQ(ask("GET /" + std::string(host) + "X-Forwarded-For: <img src=x>\r\n\r\n")->body,
            "GET / [] 127.0.0.1");
}

TEST_F(ServerTest, slow_clients_are_ended) {
  ServerOptions options;
  options.limits.header_time_max = 150ms;
  options.limits.idle_time_max = 400ms;
  options.limits.body_time_base = 150ms;
  start(echo(), options);
  RawClient slow_head(server_->port());
  slow_head.send("GET / HT");
  RawClient slow_body(server_->port());
  slow_body.send("POST /" + std::string(host) + "Content-Length: 100000\r\n\r\n");
  RawClient idle(server_->port());
  EXPECT_EQ(slow_head.response()->status, 408);
  // A byte now and then does not keep the connection: the rate counts.
  const auto begin = std::chrono::steady_clock::now();
  while (slow_body.send("x") && std::chrono::steady_clock::now() - begin < 2s) {
    if (slow_body.is_closed_within(30ms)) break;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_TRUE(idle.is_closed_within(2s));
  EXPECT_EQ(server_->counters().timeouts, 2u);
}

TEST_F(ServerTest, a_reader_that_never_reads_is_ended) {
  ServerOptions options;
  options.limits.write_time_base = 200ms;
  Site site;
  site.handle = [](Request, Respond respond) {
    respond(text_response(200, std::string(20'000'000, 'x')));
  };
  start(std::move(site), options);
  RawClient client(server_->port(), 4096);
  client.send("GET /" + std::string(host) + "\r\n");
  // Counted first, closed then.
  const auto is_ended = [&] {
    return server_->counters().timeouts == 1 && server_->counters().connections_open == 0;
  };
  for (int i = 0; i < 500 && !is_ended(); ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(server_->counters().timeouts, 1u);
  EXPECT_EQ(server_->counters().connections_open, 0u);
}

// Keeps answers until it is told to give them.
struct Held {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Respond> waiting;

  Site site() {
    Site out;
    out.handle = [this](Request, Respond respond) {
      const std::lock_guard lock(mutex);
      waiting.push_back(std::move(respond));
      changed.notify_all();
    };
    return out;
  }
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 5s, [&] { return waiting.size() >= count; });
  }
  void answer_all(const std::string& text) {
    const std::lock_guard lock(mutex);
    for (Respond& respond : waiting) respond(text_response(200, text));
    waiting.clear();
  }
};

TEST_F(ServerTest, too_many_requests_in_flight_are_told_to_come_back) {
  Held held;
  ServerOptions options;
  options.limits.requests_in_flight_max = 2;
  start(held.site(), options);
  RawClient a(server_->port());
  RawClient b(server_->port());
  a.send("GET /" + std::string(host) + "\r\n");
  b.send("GET /" + std::string(host) + "\r\n");
  ASSERT_TRUE(held.wait_for(2));
  const auto third = ask("GET /" + std::string(host) + "\r\n");
  ASSERT_TRUE(third);
  EXPECT_EQ(third->status, 503);
  EXPECT_EQ(third->header("retry-after"), "5");
  held.answer_all("done");
  EXPECT_EQ(a.response()->body, "done");
  EXPECT_EQ(b.response()->body, "done");
  EXPECT_EQ(server_->counters().requests_in_flight, 0u);
  EXPECT_EQ(server_->counters().requests_overloaded, 1u);
}

TEST_F(ServerTest, an_answer_that_is_never_given_is_500_and_one_too_late_is_503) {
  Held held;
  ServerOptions options;
  options.limits.handler_time_max = 150ms;
  start(held.site(), options);
  RawClient forgotten(server_->port());
  forgotten.send("GET /" + std::string(host) + "\r\n");
  ASSERT_TRUE(held.wait_for(1));
  held.waiting.clear();
  EXPECT_EQ(forgotten.response()->status, 500);
  RawClient late(server_->port());
  late.send("GET /" + std::string(host) + "\r\n");
  EXPECT_EQ(late.response()->status, 503);
  held.answer_all("too late");
  EXPECT_TRUE(late.is_closed_within(3s));
}

TEST_F(ServerTest, a_handler_that_throws_or_injects_headers_answers_500) {
  Site site;
  site.handle = [](Request request, Respond respond) {
    if (request.path == "/throw") throw std::runtime_error("no");
    Response response;
    response.headers.push_back({"X-Name", "a\r\nSet-Cookie: x=1"});
    respond(std::move(response));
  };
  start(std::move(site));
  EXPECT_EQ(ask("GET /throw" + std::string(host) + "\r\n")->status, 500);
  const auto injected = ask("GET /" + std::string(host) + "\r\n");
  EXPECT_EQ(injected->status, 500);
  EXPECT_EQ(injected->header("set-cookie"), "");
}

TEST_F(ServerTest, connections_over_the_maximum_are_closed_at_once) {
  ServerOptions options;
  options.limits.connections_max = 1;
  start(echo(), options);
  RawClient first(server_->port());
  first.send("GET /" + std::string(host) + "\r\n");
  EXPECT_EQ(first.response()->status, 200);
  RawClient second(server_->port());
  EXPECT_TRUE(second.is_closed_within(3s));
  EXPECT_EQ(server_->counters().connections_refused, 1u);
}

TEST_F(ServerTest, a_drain_finishes_what_is_in_flight_and_nothing_else) {
  Held held;
  start(held.site());
  const std::uint16_t port = server_->port();
  RawClient idle(port);
  RawClient busy(port);
  busy.send("GET /" + std::string(host) + "\r\n");
  ASSERT_TRUE(held.wait_for(1));
  bool in_time = false;
  std::thread drainer([&] { in_time = server_->drain(5s); });
  EXPECT_TRUE(idle.is_closed_within(3s));
  RawClient late(port);
  EXPECT_FALSE(late.connected());
  held.answer_all("done");
  const auto response = busy.response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "done");
  EXPECT_EQ(response->header("connection"), "close");
  EXPECT_TRUE(busy.is_closed_within(3s));
  drainer.join();
  EXPECT_TRUE(in_time);
}

TEST_F(ServerTest, a_drain_cuts_at_its_deadline_and_late_answers_do_no_harm) {
  Held held;
  start(held.site());
  RawClient busy(server_->port());
  busy.send("GET /" + std::string(host) + "\r\n");
  ASSERT_TRUE(held.wait_for(1));
  EXPECT_FALSE(server_->drain(100ms));
  EXPECT_TRUE(busy.is_closed_within(3s));
  server_.reset();
  held.answer_all("nobody is there");
}

TEST_F(ServerTest, several_threads_share_one_port) {
  ServerOptions options;
  options.threads = 3;
  start(echo(), options);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(ask("GET /" + std::string(host) + "\r\n")->status, 200);
  EXPECT_EQ(server_->counters().requests, 30u);
  EXPECT_EQ(server_->counters().responses_by_class[2], 30u);
  ServerOptions taken;
  taken.port = server_->port();
  for (const unsigned threads : {1u, 2u}) {
    taken.threads = threads;
    Server second(taken, echo());
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, "cannot_listen");
  }
}

TEST_F(ServerTest, bad_options_are_refused) {
  ServerOptions bad_address;
  bad_address.address = "localhost";
  EXPECT_EQ(Server(bad_address, echo()).start().error().code, "bad_address");
  for (const char* proxy : {"", "10.0.0.0/33", "a", "1.2.3.4/", "1.2.3.4/x", "::/129"}) {
    ServerOptions bad_proxy;
    bad_proxy.trusted_proxies = {proxy};
    EXPECT_EQ(Server(bad_proxy, echo()).start().error().code, "bad_proxy") << proxy;
  }
}

}  // namespace
}  // namespace mg::net
