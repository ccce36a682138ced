#include "net/answer_cache.h"

#include <gtest/gtest.h>

namespace mg::net {
namespace {

Request asking(std::string path, std::string token) {
  Request request;
  request.path = std::move(path);
  request.headers = {{"authorization", "Bearer " + token}};
  return request;
}

struct Answers : ::testing::Test {
  std::uint64_t version = 1;
  AnswerCache cache{[this] { return version; }};

  // What the program is asked when the cache has nothing; counts how often.
  std::string ask(const Request& request, const std::string& body, int status = 200) {
    if (auto kept = cache.find(request)) return std::string(kept->body_bytes());
    std::string said;
    auto respond = cache.keeping(
        request, [&](Response response) { said = std::string(response.body_bytes()); });
    respond(text_response(status, body));
    return said;
  }
};

TEST_F(Answers, the_same_question_gets_the_same_answer_until_something_changes) {
  EXPECT_EQ(ask(asking("/list", "a"), "one"), "one");
  EXPECT_EQ(ask(asking("/list", "a"), "two"), "one");
  ++version;
  EXPECT_EQ(ask(asking("/list", "a"), "three"), "three");
}

TEST_F(Answers, nobody_gets_what_another_was_answered) {
  EXPECT_EQ(ask(asking("/list", "a"), "of a"), "of a");
  EXPECT_EQ(ask(asking("/list", "b"), "of b"), "of b");
  Request both = asking("/list", "a");
  both.headers.push_back({"cookie", "makegood=b"});
  EXPECT_EQ(ask(both, "of both"), "of both");
  Request secure = asking("/list", "a");
  secure.secure = true;
  EXPECT_EQ(ask(secure, "by TLS"), "by TLS");
}

TEST_F(Answers, each_query_has_its_own) {
  Request one = asking("/list", "a");
  one.query = {{"x", "1"}, {"y", "2"}};
  Request other = asking("/list", "a");
  other.query = {{"x", "1"}, {"y", "3"}};
  EXPECT_EQ(ask(one, "one"), "one");
  EXPECT_EQ(ask(other, "other"), "other");
  EXPECT_EQ(ask(one, "again"), "one");
}

TEST_F(Answers, what_changed_meanwhile_is_not_kept) {
  const Request request = asking("/list", "a");
  auto respond = cache.keeping(request, [](Response) {});
  ++version;
  respond(text_response(200, "from before"));
  EXPECT_FALSE(cache.find(request).has_value());
}

TEST_F(Answers, refusals_and_cookies_are_not_kept) {
  EXPECT_EQ(ask(asking("/list", "wrong"), "no", 401), "no");
  EXPECT_FALSE(cache.find(asking("/list", "wrong")).has_value());
  auto respond = cache.keeping(asking("/cookie", "a"), [](Response) {});
  respond(text_response(200, "x").set("Set-Cookie", "a=b"));
  EXPECT_FALSE(cache.find(asking("/cookie", "a")).has_value());
}

TEST(AnswerCache, an_answer_grows_old_and_the_memory_is_bounded) {
  AnswerCache old(
      [] { return std::uint64_t{1}; },
      {.bytes_max = 1 << 20, .body_bytes_max = 1 << 20, .age_max = std::chrono::milliseconds(-1)});
  old.keeping(asking("/list", "a"), [](Response) {})(text_response(200, "x"));
  EXPECT_FALSE(old.find(asking("/list", "a")).has_value());

  AnswerCache small(
      [] { return std::uint64_t{1}; },
      {.bytes_max = 10'000, .body_bytes_max = 8'000, .age_max = std::chrono::milliseconds(60'000)});
  const auto fill = [&](const std::string& path, std::size_t bytes) {
    small.keeping(asking(path, "a"), [](Response) {})(text_response(200, std::string(bytes, 'x')));
  };
  fill("/huge", 9'000);
  EXPECT_FALSE(small.find(asking("/huge", "a")).has_value());
  fill("/one", 5'000);
  EXPECT_TRUE(small.find(asking("/one", "a")).has_value());
  fill("/two", 5'000);
  EXPECT_FALSE(small.find(asking("/one", "a")).has_value()) << "it had to go";
  EXPECT_TRUE(small.find(asking("/two", "a")).has_value());
}

}  // namespace
}  // namespace mg::net
