#include "api/desk_fixture.h"

namespace mg::api {
namespace {

using net::Method;

class BlocksApi : public ApiDesk {
 protected:
  BlocksApi() { set_up(); }
};

TEST_P(BlocksApi, a_sender_is_blocked_listed_and_unblocked) {
  const auto made = post("/api/v1/blocks", R"({"name":" Ana@Customer.example"})");
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made.text("name"), "ana@customer.example");
  EXPECT_FALSE(made["domain"].as_bool());
  EXPECT_EQ(made["by"].at("name").as_string(), "Bo");
  ASSERT_EQ(post("/api/v1/blocks", R"({"name":"spam.example"})").status(), 201);
  const auto first = get("/api/v1/blocks?limit=1");
  ASSERT_EQ(first.items().size(), 1u);
  EXPECT_EQ(first.items()[0].at("name").as_string(), "spam.example");
  EXPECT_TRUE(first.items()[0].at("domain").as_bool());
  const auto rest = get("/api/v1/blocks?cursor=" + first.text("next"));
  ASSERT_EQ(rest.items().size(), 1u);
  EXPECT_EQ(rest.items()[0].at("id").as_string(), made.text("id"));
  EXPECT_TRUE(rest["next"].is_null());
  EXPECT_EQ(get("/api/v1/blocks?cursor=x").text("code"), "bad_cursor");

  const auto path = mail("Buy this!", "a@x");
  const auto detail = get(path);
  EXPECT_EQ(detail.text("state"), "spam");
  const std::string contact(detail["contact"].at("id").as_string());
  EXPECT_EQ(get("/api/v1/contacts/" + contact)["blocked"].at("id").as_string(), made.text("id"));
  const auto thread = get(path + "/messages");
  const std::string message(thread.items().at(0).at("id").as_string());
  EXPECT_EQ(get("/api/v1/messages/" + message + "/explain")["blocked"].at("name").as_string(),
            "ana@customer.example");

  const auto one = "/api/v1/blocks/" + made.text("id");
  EXPECT_EQ(send(Method::delete_, one, "").status(), 204);
  EXPECT_EQ(send(Method::delete_, one, "").status(), 404);
  EXPECT_TRUE(get("/api/v1/contacts/" + contact)["blocked"].is_null());
  ASSERT_EQ(send(Method::delete_, path + "/spam", "").status(), 204);
  EXPECT_EQ(get(path).text("state"), "open");
}

TEST_P(BlocksApi, a_wrong_name_is_refused) {
  EXPECT_EQ(post("/api/v1/blocks", R"({"name":"nonsense"})").text("pointer"), "/name");
  EXPECT_EQ(post("/api/v1/blocks", R"({"name":"help@desk.example"})").text("code"), "own_address");
  const std::string cy = token_of(agent_named("cy", Role::agent), Role::agent);
  EXPECT_EQ(ask({Method::post, "/api/v1/blocks", R"({"name":"x.test"})", {bearer(cy)}}).status(),
            403);
  EXPECT_EQ(ask({Method::post, "/api/v1/blocks", R"({"name":"a@x.test"})", {bearer(cy)}}).status(),
            201);
}

MG_ON_EVERY_ENGINE(BlocksApi);

}  // namespace
}  // namespace mg::api
