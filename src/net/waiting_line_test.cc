#include "net/waiting_line.h"

#include <gtest/gtest.h>
#include <latch>

namespace mg::net {
namespace {

using namespace std::chrono_literals;

// A line with one place to run, which the test holds until it lets go.
class Line : public testing::Test {
 protected:
  void open(WaitingLine::Limits limits) {
    limits.running_max = 1;
    line_ = std::make_shared<WaitingLine>(workers_, limits);
    line_->enter("first", {[this] { held_.wait(); }, [] {}});
  }

  void enter(const std::string& key, const std::string& name) {
    line_->enter(key, {[this, name] { note(ran_, name); }, [this, name] { note(away_, name); }});
  }

  void note(std::vector<std::string>& names, const std::string& name) {
    const std::lock_guard lock(mutex_);
    names.push_back(name);
  }

  // Lets all that wait run.
  void let_go() {
    held_.count_down();
    while (line_->waiting() > 0) std::this_thread::yield();
    workers_.stop();
  }

  Workers workers_{2, 100};
  std::latch held_{1};
  std::shared_ptr<WaitingLine> line_;
  std::mutex mutex_;
  std::vector<std::string> ran_, away_;
};

using Names = std::vector<std::string>;

TEST_F(Line, networks_take_turns_and_within_one_the_first_goes_first) {
  open({});
  for (const char* name : {"a1", "a2", "a3"}) enter("a", name);
  for (const char* name : {"b1", "b2"}) enter("b", name);
  let_go();
  EXPECT_EQ(ran_, (Names{"a1", "b1", "a2", "b2", "a3"}));
  EXPECT_TRUE(away_.empty());
}

TEST_F(Line, a_network_has_so_many_places_and_no_more) {
  open({.waiting_per_key_max = 2});
  for (const char* name : {"a1", "a2", "a3"}) enter("a", name);
  EXPECT_EQ(away_, Names{"a3"});
  enter("b", "b1");
  let_go();
  EXPECT_EQ(ran_, (Names{"a1", "b1", "a2"}));
}

TEST_F(Line, in_a_full_line_the_network_with_most_places_gives_its_newest) {
  open({.waiting_max = 4});
  for (const char* name : {"a1", "a2", "a3", "b1"}) enter(std::string(1, name[0]), name);
  enter("c", "c1");
  EXPECT_EQ(away_, Names{"a3"});
  enter("a", "a4");  // It has most itself.
  EXPECT_EQ(away_, (Names{"a3", "a4"}));
  enter("d", "d1");
  EXPECT_EQ(away_, (Names{"a3", "a4", "a2"}));
  enter("e", "e1");  // Each has one: nobody gives.
  EXPECT_EQ(away_, (Names{"a3", "a4", "a2", "e1"}));
  let_go();
  EXPECT_EQ(ran_, (Names{"a1", "b1", "c1", "d1"}));
}

TEST_F(Line, who_has_waited_too_long_is_turned_away) {
  open({.wait_max = -1s});  // Everybody has.
  enter("a", "a1");
  let_go();
  EXPECT_EQ(away_, Names{"a1"});
  EXPECT_TRUE(ran_.empty());
}

TEST_F(Line, nobody_is_left_waiting_when_the_workers_stop) {
  open({});
  enter("a", "a1");
  held_.count_down();
  workers_.stop();
  enter("a", "a2");
  EXPECT_EQ(line_->waiting(), 0U);
  EXPECT_EQ(ran_.size() + away_.size(), 2U);
}

}  // namespace
}  // namespace mg::net
