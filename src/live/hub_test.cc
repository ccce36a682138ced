#include "live/hub.h"

#include <atomic>
#include <gtest/gtest.h>

#include "desk/people.h"
#include "desk/test_desk.h"

namespace mg::live {
namespace {

// Keeps what is sent, for the test to wait for.
class Socket final : public net::WebSocket {
 public:
  void send(net::SharedText text) override {
    const std::lock_guard lock(mutex_);
    sent_.push_back(*text);
    changed_.notify_one();
  }
  void close(net::CloseCode, std::string_view) override {
    const std::lock_guard lock(mutex_);
    sent_.push_back("closed");
    changed_.notify_one();
  }
  std::string_view peer() const override { return "127.0.0.1"; }

  // The n-th message; "" when it does not come.
  std::string message(std::size_t n) { return message_within(n, std::chrono::seconds(10)); }
  // For one that must not come yet.
  std::string soon(std::size_t n) { return message_within(n, std::chrono::milliseconds(300)); }

 private:
  std::string message_within(std::size_t n, std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return sent_.size() > n; });
    return sent_.size() > n ? sent_[n] : "";
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> sent_;
};

class HubTest : public testing::TestWithParam<db::Engine> {
 protected:
  HubTest() : place_(GetParam()), hub_(place_.desk(), [](const store::ListItem&) { return "{}"; }) {
    owner_ = AgentId{*place_.desk().change_now(
        desk::as_system(),
        desk::create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill"))};
  }

  void add_kofi() {
    EXPECT_TRUE(
        place_.desk().change_now(desk::as_agent(owner_, Role::owner),
                                 desk::add_agent({"kofi@desk.example", "Kofi", Role::agent, "x"})));
  }

  void run(const std::string& sql) {
    place_.desk().database().write(
        [&](db::Session& session) { session.execute_text(sql, {}, {}); });
  }

  std::shared_ptr<Socket> join(std::string after) {
    auto socket = std::make_shared<Socket>();
    hub_.join({owner_, "Bo"}, std::move(after), [this] { return still_in_.load(); })
        .on_open(socket);
    return socket;
  }

  std::atomic<bool> still_in_{true};
  desk::testing::TestDesk place_;
  Hub hub_;
  AgentId owner_;
};

TEST_P(HubTest, a_reader_goes_on_after_its_position) {
  const std::string position = desk::live_position(place_.desk()).value();
  add_kofi();
  const auto socket = join(position);
  EXPECT_EQ(socket->message(0), R"({"type":"hello","position":")" + position + "\"}");
  EXPECT_NE(socket->message(1).find("agent_added"), std::string::npos);
}

// A position that the log has not reached is of a log that is gone: a backup was restored. The
// reader must load anew, or it would hear nothing until the log is as long again.
TEST_P(HubTest, a_reader_from_beyond_the_end_of_the_log_is_told_to_load_anew) {
  const auto socket = join(GetParam() == db::Engine::sqlite ? "999999" : "999999999999-999999");
  EXPECT_TRUE(socket->message(0).starts_with(R"({"type":"resync",)")) << socket->message(0);
  add_kofi();
  EXPECT_NE(socket->message(1).find("agent_added"), std::string::npos);
}

// After a move to the other engine, a browser still has a position of the old one. Read as one of
// ours, it would begin at the log's beginning.
TEST_P(HubTest, a_position_that_this_engine_never_gave_means_to_load_anew) {
  const bool sqlite = GetParam() == db::Engine::sqlite;
  add_kofi();
  for (const char* strange : {sqlite ? "1-1" : "1", sqlite ? "0-1" : "999999999", "01", "0-0", "1-",
                              "-1", "+1", " 1", "1 ", "one", "99999999999999999999"}) {
    const auto socket = join(strange);
    EXPECT_TRUE(socket->message(0).starts_with(R"({"type":"resync",)"))
        << strange << ": " << socket->message(0);
  }
}

// Whoever was told that a token is revoked hears nothing through it from then on.
TEST_P(HubTest, a_reader_whose_right_has_ended_is_sent_no_further_fact) {
  const auto socket = join("");
  EXPECT_TRUE(socket->message(0).starts_with(R"({"type":"hello",)")) << socket->message(0);
  add_kofi();
  EXPECT_NE(socket->message(1).find("agent_added"), std::string::npos);
  still_in_ = false;
  EXPECT_TRUE(
      place_.desk().change_now(desk::as_agent(owner_, Role::owner),
                               desk::add_agent({"ines@desk.example", "Ines", Role::agent, "x"})));
  EXPECT_EQ(socket->message(2), "closed");
}

// A reader takes no notice of a fact without its conversation, and never asks for it again.
TEST_P(HubTest, a_fact_whose_row_cannot_be_read_waits_until_it_can) {
  const auto inbox = place_.add_inbox(owner_);
  const std::string position = desk::live_position(place_.desk()).value();
  const auto id = place_.receive(place_.mail_of_ana(inbox, "It broke.", "a@x"));
  run("ALTER TABLE conversation_words RENAME TO conversation_words_away");
  const auto first = join(position), second = join(position);
  EXPECT_TRUE(first->message(0).starts_with(R"({"type":"hello",)")) << first->message(0);
  EXPECT_TRUE(second->message(0).starts_with(R"({"type":"hello",)")) << second->message(0);
  EXPECT_EQ(first->soon(1), "") << "there is a fact before its row could be read";
  run("ALTER TABLE conversation_words_away RENAME TO conversation_words");
  const std::string opened = "\"conversation\":\"" + to_string(id) + "\"";
  for (const auto& socket : {first, second}) {
    // Which facts of the workspace come before does not matter here.
    std::size_t at = 1;
    while (socket->message(at).find("\"conversation_opened\"") == std::string::npos) {
      ASSERT_NE(socket->message(at++), "");
    }
    EXPECT_NE(socket->message(at).find(opened), std::string::npos) << socket->message(at);
    EXPECT_NE(socket->message(at).find("\"item\":{}"), std::string::npos) << socket->message(at);
  }
}

MG_ON_EVERY_ENGINE(HubTest);

}  // namespace
}  // namespace mg::live
