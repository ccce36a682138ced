#include "api/desk_fixture.h"

namespace mg::api {
namespace {

using net::Method;

// What is guessed of a person first is refused wherever a password is set.
class Passwords : public ApiDesk {
 protected:
  Answered first_owner(const std::string& password) {
    return ask({Method::post, "/api/v1/setup",
                R"({"code":"the-code","workspace":"Fernhill Supply","name":"Tomas Varga",)"
                R"("email":"tomas@desk.example","password":")" +
                    password + "\"}"});
  }
  static void expect_refused(const Answered& answer, const std::string& pointer) {
    EXPECT_EQ(answer.status(), 400);
    EXPECT_EQ(answer.text("code"), "bad_password");
    EXPECT_EQ(answer.text("pointer"), pointer);
  }
};

TEST_P(Passwords, that_are_guessed_first_are_refused_wherever_one_is_set) {
  for (const char* guessed :
       {"1234567890", "FernhillSupply", "tomas varga", "tomas@desk.example"}) {
    SCOPED_TRACE(guessed);
    expect_refused(first_owner(guessed), "/password");
  }
  EXPECT_TRUE(ask({Method::get, "/api/v1/setup"})["needs_owner"].as_bool());
  const auto made = first_owner("tomas rides a tram");
  ASSERT_EQ(made.status(), 201);
  const std::string_view set = made.response.header("set-cookie");
  const net::Header cookie{"cookie", std::string(set.substr(0, set.find(';')))};
  const net::Header csrf{std::string(csrf_header), made.text("csrf")};

  const auto add = [&](const std::string& password) {
    return ask({Method::post,
                "/api/v1/agents",
                R"({"email":"ines@desk.example","name":"Ines Moreau","role":"agent","password":")" +
                    password + "\"}",
                {cookie, csrf}});
  };
  for (const char* guessed : {"password12", "fernhill 2026", "InesMoreau1"}) {
    SCOPED_TRACE(guessed);
    expect_refused(add(guessed), "/password");
  }
  EXPECT_EQ(add("TomasVarga1").status(), 201) << "what is guessed of somebody else";

  const auto change = [&](const std::string& password) {
    return ask({Method::post,
                "/api/v1/password",
                R"({"current":"tomas rides a tram","new":")" + password + "\"}",
                {cookie, csrf}});
  };
  for (const char* guessed : {"qwertyuiop", "fernhill 2026", "TomasVarga1"}) {
    SCOPED_TRACE(guessed);
    expect_refused(change(guessed), "/new");
  }
  EXPECT_EQ(change("ines takes the bus").status(), 204);
}

MG_ON_EVERY_ENGINE(Passwords);

}  // namespace
}  // namespace mg::api
