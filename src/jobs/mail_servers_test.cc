#include "jobs/mail_servers.h"

#include <gtest/gtest.h>
#include <memory>
#include <vector>

namespace mg::jobs {
namespace {

using namespace std::chrono_literals;

class MailServersTest : public testing::Test {
 protected:
  static desk::MailDue due(std::int64_t inbox, std::string url, bool untried = false) {
    return {InboxId{inbox}, {std::move(url), {}, {}}, untried};
  }
  std::unique_ptr<MailServers::Turn> begin(std::vector<desk::MailDue> due) {
    return servers.begin(due, now);
  }
  std::int64_t inbox_of(const std::unique_ptr<MailServers::Turn>& turn) {
    return turn ? turn->inbox().value : 0;
  }
  void make_work(const std::string& url) { begin({due(99, url)})->answered(now); }

  Instant now = from_rfc3339("2026-11-22T09:00:00Z").value();
  MailServers servers{4};
};

TEST_F(MailServersTest, a_server_that_is_not_known_gets_one_sender_and_others_go_on) {
  const auto first = begin({due(1, "hangs"), due(2, "good")});
  ASSERT_EQ(inbox_of(first), 1);
  const auto second = begin({due(1, "hangs"), due(2, "good")});
  EXPECT_EQ(inbox_of(second), 2);
  EXPECT_FALSE(begin({due(1, "hangs")}));
}

TEST_F(MailServersTest, one_that_works_gets_two) {
  make_work("good");
  const auto first = begin({due(1, "good")});
  const auto second = begin({due(1, "good")});
  EXPECT_TRUE(second);
  EXPECT_FALSE(begin({due(1, "good")}));
}

TEST_F(MailServersTest, two_inboxes_of_one_server_count_together) {
  const auto first = begin({due(1, "hangs"), due(2, "hangs")});
  EXPECT_TRUE(first);
  EXPECT_FALSE(begin({due(1, "hangs"), due(2, "hangs")}));
}

TEST_F(MailServersTest, the_last_sender_is_not_for_servers_in_doubt) {
  make_work("good");
  const auto a = begin({due(1, "a")});
  const auto b = begin({due(2, "b")});
  const auto c = begin({due(3, "c")});
  ASSERT_TRUE(c);
  EXPECT_FALSE(begin({due(4, "d")}));
  EXPECT_EQ(inbox_of(begin({due(4, "d"), due(5, "good")})), 5);
}

TEST_F(MailServersTest, one_that_falls_silent_gets_no_second_sender) {
  make_work("good");
  const auto first = begin({due(1, "good")});
  now += 11s;
  EXPECT_FALSE(begin({due(1, "good")}));
  first->answered(now);
  EXPECT_TRUE(begin({due(1, "good")}));
}

TEST_F(MailServersTest, after_a_failure_it_is_left_alone_for_longer_each_time) {
  for (const auto pause : {15s, 30s, 60s, 120s, 120s, 120s}) {
    auto turn = begin({due(1, "down")});
    ASSERT_TRUE(turn);
    ASSERT_FALSE(turn->reason());
    turn->failed("no route", now);
    turn.reset();
    EXPECT_FALSE(begin({due(1, "down")}));
    now += pause - 1s;
    EXPECT_FALSE(begin({due(1, "down")}));
    now += 1s;
  }
  auto turn = begin({due(1, "down")});
  ASSERT_TRUE(turn);
  EXPECT_FALSE(begin({due(1, "down")})) << "one looks whether it is back";
  turn->answered(now);
  EXPECT_TRUE(begin({due(1, "down")})) << "it is";
}

TEST_F(MailServersTest, what_was_never_tried_is_told_why_it_waits) {
  begin({due(1, "down")})->failed("no route", now);
  EXPECT_FALSE(begin({due(1, "down", false)}));
  const auto told = begin({due(1, "down", true), due(2, "good")});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->inbox().value, 2) << "what can be sent goes first";
  const auto turn = begin({due(1, "down", true)});
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->reason(), "no route");
}

TEST_F(MailServersTest, the_first_mail_it_breaks_off_at_is_suspected_and_the_second_blames_it) {
  begin({due(1, "picky")})->broke_off(OutboxId{7}, "closed", now);
  const auto turn = begin({due(1, "picky")});
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->suspects(), std::vector<OutboxId>{OutboxId{7}});
  EXPECT_FALSE(turn->broke_off(OutboxId{7}, "closed", now)) << "it again says nothing new";
  EXPECT_TRUE(turn->broke_off(OutboxId{8}, "closed", now));
  EXPECT_FALSE(begin({due(1, "picky")}));
}

TEST_F(MailServersTest, what_it_takes_in_between_clears_it) {
  begin({due(1, "picky")})->broke_off(OutboxId{7}, "closed", now);
  begin({due(1, "picky")})->answered(now);
  EXPECT_FALSE(begin({due(1, "picky")})->broke_off(OutboxId{8}, "closed", now));
  now += 6min;
  EXPECT_FALSE(begin({due(1, "picky")})->broke_off(OutboxId{9}, "closed", now)) << "long ago";
}

TEST_F(MailServersTest, another_mail_goes_beside_one_that_it_listens_to_in_silence) {
  make_work("good");
  const auto first = begin({due(1, "good")});
  first->listens(now);
  now += 60s;
  const auto second = begin({due(1, "good")});
  ASSERT_TRUE(second);
  EXPECT_FALSE(begin({due(1, "good")}));
  const auto unknown = begin({due(2, "new")});
  EXPECT_FALSE(begin({due(2, "new")})) << "before it listens";
  unknown->listens(now);
  EXPECT_FALSE(begin({due(2, "new")})) << "nor with the last sender";
}

TEST_F(MailServersTest, inboxes_take_turns) {
  make_work("good");
  std::vector<std::int64_t> order;
  for (int i = 0; i < 6; ++i) {
    order.push_back(inbox_of(begin({due(1, "good"), due(2, "good"), due(3, "good")})));
  }
  EXPECT_EQ(order, (std::vector<std::int64_t>{1, 2, 3, 1, 2, 3}));
}

TEST_F(MailServersTest, other_credentials_are_another_server) {
  begin({due(1, "down")})->failed("denied", now);
  EXPECT_TRUE(begin({{InboxId{1}, {"down", "user", "better"}, false}}));
}

TEST_F(MailServersTest, a_clock_that_is_set_back_holds_up_nothing) {
  begin({due(1, "down")})->failed("no route", now);
  now -= 24h;
  EXPECT_TRUE(begin({due(1, "down")}));
}

TEST_F(MailServersTest, thousands_of_servers_are_not_remembered_while_one_is_in_use) {
  const auto used = begin({due(1, "used")});
  for (int i = 0; i < 2000; ++i) make_work("server " + std::to_string(i));
  EXPECT_FALSE(begin({due(1, "used")})) << "still one sender alone";
}

}  // namespace
}  // namespace mg::jobs
