#include "api/desk_fixture.h"
#include "api/principal.h"

namespace mg::api {
namespace {

using net::Method;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// When a session ends, and its cookie with it.
class SessionEnds : public ApiDesk {
 protected:
  SessionEnds() {
    set_up();
    const auto made = desk::start_session(desk_, owner_, {"127.0.0.1", "test"});
    EXPECT_TRUE(made);
    secret_ = made->secret;
  }

  void pass(Duration time) { test_desk_.clock().set(desk_.now() + time); }
  Instant end() { return (*desk::who_is(desk_, secret_))->expires_at; }
  // Uses the session; the cookie that the answer sets, "" for none. What is moved is there then.
  std::string use() {
    const auto answer =
        ask({Method::get, "/api/v1/session", {}, {{"cookie", "makegood=" + secret_}}});
    EXPECT_EQ(answer.status(), 200);
    const std::string cookie(answer.response.header("set-cookie"));
    const auto at = cookie.find("Max-Age=");
    if (at == std::string::npos) return cookie;
    const seconds lasts(std::stoll(cookie.substr(at + 8)));
    EXPECT_TRUE(db::testing::holds_soon(
        desk_.database(), [&] { return end() == desk_.now() + lasts; }, seconds(10)));
    return cookie;
  }
  std::string cookie_for(Duration lasts) const {
    return "makegood=" + secret_ + "; Path=/; Max-Age=" +
           std::to_string(std::chrono::duration_cast<seconds>(lasts).count()) +
           "; HttpOnly; SameSite=Lax";
  }
  int status() {
    return ask({Method::get, "/api/v1/session", {}, {{"cookie", "makegood=" + secret_}}}).status();
  }

  std::string secret_;
};

TEST_P(SessionEnds, the_cookie_of_a_session_in_use_is_renewed_but_not_with_each_request) {
  EXPECT_EQ(use(), "");
  pass(minutes(59));
  EXPECT_EQ(use(), "");
  pass(minutes(1));
  EXPECT_EQ(use(), cookie_for(desk::session_idle_max));
  EXPECT_EQ(use(), "");
  pass(minutes(59));
  EXPECT_EQ(use(), "");
  // Tokens have no cookie, and what sets or ends the session's says so itself.
  pass(hours(1));
  EXPECT_EQ(get("/api/v1/session").response.header("set-cookie"), "");
  const net::Header cookie{"cookie", "makegood=" + secret_};
  const net::Header csrf{std::string(csrf_header), (*desk::who_is(desk_, secret_))->csrf};
  const auto out = ask({Method::delete_, "/api/v1/session", {}, {cookie, csrf}});
  EXPECT_EQ(out.status(), 204);
  EXPECT_NE(out.response.header("set-cookie").find("Max-Age=0"), std::string_view::npos);
}

TEST_P(SessionEnds, one_that_is_not_used_ends) {
  pass(desk::session_idle_max - seconds(1));
  const Instant before = end();
  EXPECT_NE(use(), "");
  EXPECT_EQ(end() - before, desk::session_idle_max - seconds(1));
  pass(desk::session_idle_max);
  EXPECT_EQ(status(), 401);
}

TEST_P(SessionEnds, a_socket_that_stays_open_does_not_count_as_use) {
  const Instant before = end();
  pass(hours(24));
  net::Request socket = net::testing::request_for(Method::get, "/api/v1/live");
  socket.headers.push_back({"cookie", "makegood=" + secret_});
  EXPECT_TRUE(principal_of(desk_, socket));
  desk_.database().write([](db::Session&) {}, db::Lane::bulk);  // What was submitted is done.
  EXPECT_EQ(end(), before);
}

TEST_P(SessionEnds, one_that_is_used_each_day_ends_all_the_same) {
  for (Duration age = hours(24); age < desk::session_age_max; age += hours(24)) {
    pass(hours(24));
    const Duration left = desk::session_age_max - age;
    const std::string cookie = use();
    // Towards the end there is nothing to move.
    const bool moves = left > desk::session_idle_max - hours(24);
    EXPECT_EQ(cookie, moves ? cookie_for(std::min<Duration>(left, desk::session_idle_max)) : "");
  }
  pass(hours(24) - seconds(1));
  EXPECT_EQ(status(), 200);
  pass(seconds(1));
  EXPECT_EQ(status(), 401);
}

MG_ON_EVERY_ENGINE(SessionEnds);

}  // namespace
}  // namespace mg::api
