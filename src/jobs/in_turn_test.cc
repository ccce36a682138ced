#include "jobs/in_turn.h"

#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <random>

namespace mg::jobs {
namespace {

using Keys = std::vector<std::uint64_t>;

struct Started {
  InTurn turns;
  std::vector<int> order;
  std::map<int, InTurn::Place> at_work;

  void add(int name, Keys keys) {
    turns.add(std::move(keys), [this, name](const InTurn::Place& place) {
      order.push_back(name);
      at_work.emplace(name, place);
    });
  }
  void end(int name) {
    const auto place = at_work.extract(name);
    ASSERT_TRUE(place);
    turns.end(place.mapped());
  }
};

TEST(InTurn, what_shares_no_key_starts_at_once) {
  Started s;
  s.add(1, {10});
  s.add(2, {20, 30});
  s.add(3, {});
  EXPECT_EQ(s.order, (std::vector{1, 2, 3}));
}

TEST(InTurn, what_shares_a_key_starts_when_all_before_it_have_ended) {
  Started s;
  s.add(1, {10});
  s.add(2, {20});
  s.add(3, {10, 20, 10});
  s.add(4, {20});
  EXPECT_EQ(s.order, (std::vector{1, 2}));
  s.end(2);
  EXPECT_EQ(s.order, (std::vector{1, 2})) << "3 waits for 1, and 4 stays behind 3";
  s.end(1);
  EXPECT_EQ(s.order, (std::vector{1, 2, 3}));
  s.end(3);
  EXPECT_EQ(s.order, (std::vector{1, 2, 3, 4}));
}

TEST(InTurn, in_whatever_order_they_end_all_start_and_each_key_keeps_its_order) {
  std::minstd_rand random(7);
  Started s;
  std::map<int, Keys> keys_of;
  constexpr int all = 300;
  for (int i = 0; i < all; ++i) {
    for (int k = 0; k < 3; ++k) keys_of[i].push_back(random() % 40);
    s.add(i, keys_of[i]);
    if (random() % 3 == 0 && !s.at_work.empty()) s.end(s.at_work.begin()->first);
  }
  while (!s.at_work.empty()) {
    s.end(std::next(s.at_work.begin(), random() % s.at_work.size())->first);
  }
  ASSERT_EQ(s.order.size(), std::size_t{all});
  std::map<std::uint64_t, int> last;
  for (const int name : s.order) {
    for (const std::uint64_t key : keys_of[name]) {
      const auto before = last.find(key);
      EXPECT_TRUE(before == last.end() || before->second <= name);
      last[key] = name;
    }
  }
}

}  // namespace
}  // namespace mg::jobs
