#include "desk/brake.h"

#include <atomic>
#include <thread>
#include <vector>

#include "desk/desk_fixture.h"
#include "desk/people.h"
#include "desk/sign_in.h"

namespace mg::desk {
namespace {

constexpr const char* email = "kofi@desk.example";
constexpr const char* right = "correct horse battery";

class Brakes : public DeskTest {
 protected:
  void SetUp() override {
    DeskTest::SetUp();
    ASSERT_TRUE(desk_->change_now(by_owner(),
                                  add_agent({email, "Kofi", Role::agent, hash_password(right)})));
  }

  Result<NewSession> try_in(std::string_view password, std::string address) {
    return sign_in(*desk_, email, password, {std::move(address), "test"});
  }

  void guess_from_afar(int networks, int guesses) {
    for (int i = 0; i < networks; ++i) {
      const Brake brake(*desk_, email, "10.1." + std::to_string(i) + ".1");
      for (int j = 0; j < guesses; ++j) (void)brake.reserve();
    }
  }
};

TEST_P(Brakes, guesses_from_one_network_do_not_lock_the_owner_out_of_another) {
  for (int i = 0; i < 8; ++i) {
    (void)try_in("wrong password!", "198.51.100." + std::to_string(i + 1));
  }
  const auto there = try_in(right, "198.51.100.77");
  ASSERT_FALSE(there);
  EXPECT_EQ(there.error().kind, RefusalKind::too_many);
  EXPECT_TRUE(try_in(right, "192.0.2.1"));
}

TEST_P(Brakes, guesses_from_everywhere_slow_a_new_network_and_not_a_known_one) {
  ASSERT_TRUE(try_in(right, "192.0.2.1"));
  guess_from_afar(40, 5);
  EXPECT_EQ(try_in(right, "203.0.113.5").error().kind, RefusalKind::too_many);
  EXPECT_TRUE(try_in(right, "192.0.2.99"));
  // Half a minute later it is a new network's turn.
  clock_.advance(31s);
  EXPECT_TRUE(try_in(right, "203.0.113.5"));
}

TEST_P(Brakes, a_network_that_guesses_at_many_accounts_is_braked) {
  const auto guess = [&](int i) {
    return Brake(*desk_, "nobody" + std::to_string(i) + "@desk.example", "2001:db8::1").reserve();
  };
  int allowed = 0;
  while (allowed < 100 && guess(allowed)) ++allowed;
  EXPECT_EQ(allowed, 50);
  EXPECT_FALSE(Brake(*desk_, email, "2001:db8::ffff").reserve());
  EXPECT_TRUE(Brake(*desk_, email, "2001:db8:0:1::1").reserve());
}

TEST_P(Brakes, guesses_at_the_same_time_all_count) {
  std::atomic<int> allowed{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&] {
      if (Brake(*desk_, email, "198.51.100.1").reserve()) ++allowed;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(allowed, 5);
}

TEST_P(Brakes, right_guesses_do_not_count) {
  for (int i = 0; i < 120; ++i) {
    const Brake brake(*desk_, email, "192.0.2.1");
    ASSERT_TRUE(brake.reserve()) << i;
    ASSERT_TRUE(brake.was_right());
  }
}

MG_ON_EVERY_ENGINE(Brakes);

}  // namespace
}  // namespace mg::desk
