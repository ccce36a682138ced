#include <set>

#include "api/desk_fixture.h"
#include "net/security_headers.h"

namespace mg::api {
namespace {

// Whoever adds a route has to think of it here.
const std::set<std::string> for_anybody = {"get_setup", "create_owner", "create_session",
                                           "get_openapi_document"};
const std::set<std::string> not_for_agents = {
    "create_agent",   "update_agent",  "create_team",     "update_team",
    "create_inbox",   "update_inbox",  "update_settings", "erase_contact",
    "export_contact", "get_held_mail", "decide_held_mail"};

class Access : public ApiDesk {
 protected:
  Access() { set_up(); }

  static std::string path_of(const net::Route& route) {
    std::string path = route.path;
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "7777777");
    return path;
  }
  Answered knock(const net::Route& route, std::vector<net::Header> headers) {
    return ask({route.method, path_of(route), "{}", std::move(headers)});
  }
  static bool changes(const net::Route& route) { return route.method != net::Method::get; }
};

TEST_P(Access, every_right_that_a_route_needs_is_a_known_one) {
  ASSERT_GT(router_.routes().size(), 45u);
  for (const net::Route& route : router_.routes()) {
    EXPECT_EQ(route.needs.empty(), for_anybody.contains(route.name)) << route.name;
    if (route.needs.empty()) continue;
    const auto right = mg::enum_from<rules::Right>(route.needs);
    ASSERT_TRUE(right) << route.name << " needs " << route.needs;
    EXPECT_NE(*right, rules::Right::anyone) << route.name;
  }
}

TEST_P(Access, without_a_sign_in_only_the_open_routes_answer) {
  for (const net::Route& route : router_.routes()) {
    const int status = knock(route, {}).status();
    if (for_anybody.contains(route.name)) {
      EXPECT_NE(status, 401) << route.name;
      EXPECT_NE(status, 403) << route.name;
    } else {
      EXPECT_EQ(status, 401) << route.name;
    }
    if (!for_anybody.contains(route.name)) {
      EXPECT_EQ(knock(route, {bearer("nobodys-token")}).status(), 401) << route.name;
      EXPECT_EQ(knock(route, {{"authorization", "Basic YTpi"}}).status(), 401) << route.name;
      EXPECT_EQ(knock(route, {{"cookie", "makegood=nobodys"}}).status(), 401) << route.name;
    }
  }
}

TEST_P(Access, each_role_reaches_what_its_rights_say_and_nothing_else) {
  const std::vector<std::pair<Role, std::string>> tokens = {
      {Role::agent, token_of(agent_named("cy", Role::agent), Role::agent)},
      {Role::admin, token_of(agent_named("di", Role::admin), Role::admin)},
      {Role::owner, owner_token_}};
  for (const auto& [role, token] : tokens) {
    for (const net::Route& route : router_.routes()) {
      const int status = knock(route, {bearer(token)}).status();
      const bool may = role != Role::agent || !not_for_agents.contains(route.name);
      EXPECT_EQ(status != 403, may) << route.name << " as " << word_of(role) << ": " << status;
      EXPECT_NE(status, 401) << route.name;
      EXPECT_NE(status, 500) << route.name;
    }
  }
}

// Whatever a handler sets itself, and in refusals too.
TEST_P(Access, no_answer_is_taken_for_another_type_or_may_run_scripts_X3_X12) {
  for (const net::Route& route : router_.routes()) {
    for (const auto& headers : {std::vector<net::Header>{}, {bearer(owner_token_)}}) {
      net::Response response = knock(route, headers).response;
      net::add_security_headers(response, true);
      EXPECT_EQ(response.header("x-content-type-options"), "nosniff") << route.name;
      const std::string policy(response.header("content-security-policy"));
      EXPECT_TRUE(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"))
          << route.name << ": " << policy;
      EXPECT_FALSE(policy.contains("unsafe-eval")) << route.name;
      EXPECT_FALSE(policy.contains("script-src 'unsafe")) << route.name;
    }
  }
}

TEST_P(Access, a_cookie_alone_changes_nothing) {
  const auto browser = browser_of(owner_);
  const auto other = browser_of(owner_);
  for (const net::Route& route : router_.routes()) {
    if (!changes(route) || for_anybody.contains(route.name)) continue;
    const auto bare = knock(route, {browser[0]});
    ASSERT_EQ(bare.status(), 403) << route.name;
    EXPECT_EQ(bare.text("code"), "csrf") << route.name;
    // The value of another session of the same agent is no good.
    EXPECT_EQ(knock(route, {browser[0], other[1]}).status(), 403) << route.name;
    auto foreign = browser;
    foreign.push_back({"origin", "https://evil.example"});
    EXPECT_EQ(knock(route, foreign).text("code"), "cross_site") << route.name;
    auto cross = browser;
    cross.push_back({"sec-fetch-site", "same-site"});
    EXPECT_EQ(knock(route, cross).text("code"), "cross_site") << route.name;
  }
  // The session is still there: nothing above has ended it.
  EXPECT_EQ(ask({net::Method::get, "/api/v1/session", {}, {browser[0]}}).status(), 200);
}

TEST_P(Access, with_its_csrf_value_and_from_our_own_pages_a_browser_may_change_things) {
  auto browser = browser_of(owner_);
  browser.push_back({"origin", "https://desk.example"});
  browser.push_back({"sec-fetch-site", "same-origin"});
  EXPECT_EQ(ask({net::Method::post, "/api/v1/teams", R"({"name":"Blue"})", browser}).status(), 201);
  browser[2].value = "null";
  EXPECT_EQ(ask({net::Method::post, "/api/v1/teams", R"({"name":"Red"})", browser}).status(), 403);
}

TEST_P(Access, signing_in_across_sites_is_refused) {
  const auto answer = ask({net::Method::post,
                           "/api/v1/session",
                           R"({"email":"bo@desk.example","password":"x"})",
                           {{"origin", "https://desk.example.evil.example"}}});
  EXPECT_EQ(answer.text("code"), "cross_site");
}

TEST_P(Access, bodies_must_say_that_they_are_json) {
  for (const std::string type : {"text/plain", "application/x-www-form-urlencoded", ""}) {
    const auto answer = ask(
        {net::Method::post, "/api/v1/teams", R"({"name":"Blue"})", {bearer(owner_token_)}, type});
    EXPECT_EQ(answer.status(), 415) << type;
  }
}

TEST_P(Access, who_is_made_inactive_is_out_at_once) {
  const AgentId agent = agent_named("cy", Role::agent);
  const std::string token = token_of(agent, Role::agent);
  const auto browser = browser_of(agent);
  const auto path = "/api/v1/agents/" + to_string(agent);
  EXPECT_EQ(ask({net::Method::get, "/api/v1/views", {}, {bearer(token)}}).status(), 200);
  ASSERT_EQ(send(net::Method::patch, path, R"({"active":false})").status(), 200);
  EXPECT_EQ(ask({net::Method::get, "/api/v1/views", {}, {bearer(token)}}).status(), 401);
  EXPECT_EQ(ask({net::Method::get, "/api/v1/views", {}, {browser[0]}}).status(), 401);
}

MG_ON_EVERY_ENGINE(Access);

}  // namespace
}  // namespace mg::api
