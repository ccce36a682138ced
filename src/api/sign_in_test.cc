#include <atomic>
#include <map>
#include <thread>

#include "api/desk_fixture.h"

namespace mg::api {
namespace {

// Many who sign in at the same moment, from several networks.
class SignIns : public ApiDesk {
 protected:
  SignIns() { set_up(); }

  void add_agents(int count) {
    const std::string hash = desk::hash_password("correct horse battery");
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(desk_.change_now(desk::as_agent(owner_, Role::owner),
                                   desk::add_agent({email_of(i), "Agent", Role::agent, hash})));
    }
  }

  static std::string email_of(int i) { return "a" + std::to_string(i) + "@desk.example"; }

  int sign_in(const std::string& email, const std::string& password, const std::string& peer) {
    net::Request request = net::testing::request_for(net::Method::post, "/api/v1/session");
    request.body = R"({"email":")" + email + R"(","password":")" + password + R"("})";
    request.headers.push_back({"content-type", "application/json"});
    request.peer = peer;
    const auto response = net::testing::answer_to(router_, std::move(request));
    const bool turned_away = response.status == 429 || response.status == 503;
    EXPECT_NE(response.header("retry-after").empty(), turned_away);
    return response.status;
  }
};

TEST_P(SignIns, a_whole_office_signs_in_at_the_same_moment) {
  constexpr int people = 12;
  add_agents(people);
  std::atomic<int> in{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < people; ++i) {
      threads.emplace_back(
          [&, i] { in += sign_in(email_of(i), "correct horse battery", "192.0.2.1") == 201; });
    }
  }
  EXPECT_EQ(in, people);
}

TEST_P(SignIns, nobody_is_kept_out_by_guesses_from_another_network) {
  add_agents(1);
  std::atomic<bool> enough{false};
  std::mutex mutex;
  std::map<int, int> told;  // The guessers.
  std::vector<std::jthread> guessers;
  for (int thread = 0; thread < 24; ++thread) {
    guessers.emplace_back([&, thread] {
      for (int i = 0; !enough; ++i) {
        const auto nobody = "g" + std::to_string(thread) + "." + std::to_string(i) + "@x.example";
        const int status = sign_in(nobody, "wrong wrong wrong", "198.51.100.7");
        const std::lock_guard lock(mutex);
        ++told[status];
      }
    });
  }
  while (services_.sign_ins->waiting() == 0) std::this_thread::yield();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(sign_in(email_of(0), "correct horse battery", "192.0.2.1"), 201);
  }
  for (bool paused = false; !paused; std::this_thread::yield()) {  // Who guesses on has to.
    const std::lock_guard lock(mutex);
    paused = told[429] > 0;
  }
  enough = true;
  guessers.clear();
  EXPECT_GE(told[401], 50);
  EXPECT_EQ(told[201], 0);
}

MG_ON_EVERY_ENGINE(SignIns);

}  // namespace
}  // namespace mg::api
