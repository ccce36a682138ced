#include "api/desk_fixture.h"

namespace mg::api {
namespace {

using net::Method;

constexpr const char* first_owner =
    R"({"code":"the-code","workspace":"Fern","name":"Bo","email":"bo@desk.example",)"
    R"("password":"correct horse"})";

class Workspaces : public ApiDesk {
 protected:
  Answered sign_in(const std::string& password) {
    return ask({Method::post, "/api/v1/session",
                R"({"email":"bo@desk.example","password":")" + password + "\"}"});
  }
  // The cookie that an answer sets, as a browser sends it back.
  static std::string cookie_of(const Answered& answer) {
    const std::string_view set = answer.response.header("set-cookie");
    return std::string(set.substr(0, set.find(';')));
  }
};

TEST_P(Workspaces, the_first_owner_sets_it_up_once) {
  EXPECT_TRUE(ask({Method::get, "/api/v1/setup"})["needs_owner"].as_bool());
  std::string wrong = first_owner;
  wrong.replace(wrong.find("the-code"), 8, "not-code");
  EXPECT_EQ(ask({Method::post, "/api/v1/setup", wrong}).text("code"), "wrong_code");
  const auto made = ask({Method::post, "/api/v1/setup", first_owner});
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made["agent"].at("role").as_string(), "owner");
  EXPECT_EQ(made["workspace"].at("name").as_string(), "Fern");
  const auto cookie = cookie_of(made);
  ASSERT_TRUE(cookie.starts_with("makegood="));
  const auto me = ask({Method::get, "/api/v1/session", {}, {{"cookie", cookie}}});
  EXPECT_EQ(me["agent"].at("email").as_string(), "bo@desk.example");
  EXPECT_EQ(me.text("csrf"), made.text("csrf"));
  EXPECT_EQ(me["workspace"].at("takes_mail_on").as_string(), "127.0.0.1:8025");
  EXPECT_FALSE(ask({Method::get, "/api/v1/setup"})["needs_owner"].as_bool());
  EXPECT_EQ(ask({Method::post, "/api/v1/setup", first_owner}).status(), 404);
}

TEST_P(Workspaces, signing_in_and_out) {
  ASSERT_EQ(ask({Method::post, "/api/v1/setup", first_owner}).status(), 201);
  const auto wrong = sign_in("wrong horse");
  EXPECT_EQ(wrong.status(), 401);
  EXPECT_EQ(wrong.text("code"), "wrong_email_or_password");
  const auto in = sign_in("correct horse");
  ASSERT_EQ(in.status(), 201);
  const std::string_view set = in.response.header("set-cookie");
  EXPECT_NE(set.find("HttpOnly"), std::string_view::npos);
  const net::Header cookie{"cookie", cookie_of(in)};
  const net::Header csrf{std::string(csrf_header), in.text("csrf")};
  EXPECT_EQ(ask({Method::get, "/api/v1/sessions", {}, {cookie}}).items().size(), 2u);
  EXPECT_EQ(ask({Method::delete_, "/api/v1/session", {}, {cookie, csrf}}).status(), 204);
  EXPECT_EQ(ask({Method::get, "/api/v1/session", {}, {cookie}}).status(), 401);
}

TEST_P(Workspaces, guessing_is_braked) {
  ASSERT_EQ(ask({Method::post, "/api/v1/setup", first_owner}).status(), 201);
  int status = 401;
  for (int i = 0; i < 8 && status == 401; ++i) status = sign_in("wrong horse").status();
  EXPECT_EQ(status, 429);
  const auto braked = sign_in("correct horse");
  EXPECT_EQ(braked.text("code"), "too_many_attempts");
  EXPECT_FALSE(braked.response.header("retry-after").empty());
}

TEST_P(Workspaces, a_new_password_ends_the_other_sessions_and_renews_this_one) {
  const auto one = ask({Method::post, "/api/v1/setup", first_owner});
  const auto two = sign_in("correct horse");
  const std::vector<net::Header> headers{{"cookie", cookie_of(two)},
                                         {std::string(csrf_header), two.text("csrf")}};
  const auto change = [&](const std::string& current) {
    return ask({Method::post, "/api/v1/password",
                R"({"current":")" + current + R"(","new":"battery staple"})", headers});
  };
  EXPECT_EQ(change("wrong horse").text("pointer"), "/current");
  EXPECT_TRUE(cookie_of(change("wrong horse")).empty());
  const auto changed = change("correct horse");
  EXPECT_EQ(changed.status(), 204);
  const auto status_with = [&](const std::string& cookie) {
    return ask({Method::get, "/api/v1/session", {}, {{"cookie", cookie}}}).status();
  };
  EXPECT_EQ(status_with(cookie_of(one)), 401);
  EXPECT_EQ(status_with(cookie_of(two)), 401) << "somebody else may have got hold of it";
  const std::string renewed = cookie_of(changed);
  EXPECT_NE(renewed, cookie_of(two));
  const auto same = ask({Method::get, "/api/v1/session", {}, {{"cookie", renewed}}});
  EXPECT_EQ(same.status(), 200);
  EXPECT_EQ(same.text("csrf"), two.text("csrf")) << "other tabs of this browser go on";
  EXPECT_EQ(ask({Method::get, "/api/v1/sessions", {}, {{"cookie", renewed}}}).items().size(), 1u);
  EXPECT_EQ(sign_in("battery staple").status(), 201);
}

TEST_P(Workspaces, signing_in_again_under_the_same_key_gives_the_same_session) {
  const std::vector<net::Header> key{{"idempotency-key", "k-1"}};
  const auto set_up = [&](const std::vector<net::Header>& headers) {
    return ask({Method::post, "/api/v1/setup", first_owner, headers});
  };
  const auto first = set_up(key);
  ASSERT_EQ(first.status(), 201);
  const auto again = set_up(key);
  EXPECT_EQ(again.status(), 201) << "its answer may have been lost";
  EXPECT_EQ(cookie_of(again), cookie_of(first));
  EXPECT_EQ(set_up({}).status(), 404);
  EXPECT_EQ(set_up({{"idempotency-key", "k-2"}}).status(), 404);

  const auto sign_in = [&](const std::string& password, std::vector<net::Header> headers) {
    return ask({Method::post, "/api/v1/session",
                R"({"email":"bo@desk.example","password":")" + password + "\"}",
                std::move(headers)});
  };
  const std::vector<net::Header> other_key{{"idempotency-key", "k-3"}};
  const auto one = sign_in("correct horse", other_key);
  ASSERT_EQ(one.status(), 201);
  const net::Header cookie{"cookie", cookie_of(one)};
  const auto two = sign_in("correct horse", {other_key[0], cookie});
  EXPECT_EQ(two.status(), 201);
  EXPECT_EQ(cookie_of(two), cookie_of(one));
  EXPECT_EQ(two.text("csrf"), one.text("csrf"));
  EXPECT_EQ(ask({Method::get, "/api/v1/sessions", {}, {cookie}}).items().size(), 2u);
  EXPECT_NE(cookie_of(sign_in("correct horse", {})), cookie_of(one));
  EXPECT_EQ(sign_in("wrong horse", other_key).status(), 401);
  const net::Header csrf{std::string(csrf_header), one.text("csrf")};
  ASSERT_EQ(ask({Method::delete_, "/api/v1/session", {}, {cookie, csrf}}).status(), 204);
  EXPECT_EQ(sign_in("correct horse", other_key).text("code"), "session_ended");
  // The secret is nowhere, nor is the password.
  const std::string secret = cookie_of(first).substr(cookie_of(first).find('=') + 1);
  ASSERT_EQ(secret.size(), 43u);
  desk_.database().read([&](db::Session& session) {
    session.execute_text("SELECT id, digest, receipt FROM command", {}, [&](const db::Row& row) {
      for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(row.text(i).find("correct horse"), std::string_view::npos);
        EXPECT_EQ(row.text(i).find(secret), std::string_view::npos);
      }
    });
  });
}

TEST_P(Workspaces, changing_the_password_again_under_the_same_key_changes_nothing) {
  const auto in = ask({Method::post, "/api/v1/setup", first_owner});
  const auto change = [&](const std::string& cookie, const std::string& fresh) {
    return ask({Method::post,
                "/api/v1/password",
                R"({"current":"correct horse","new":")" + fresh + "\"}",
                {{"cookie", cookie},
                 {std::string(csrf_header), in.text("csrf")},
                 {"idempotency-key", "k-1"}}});
  };
  const auto facts = [&] {
    std::int64_t count = 0;
    desk_.database().read([&](db::Session& session) {
      session.execute_text("SELECT count(*) FROM log", {},
                           [&](const db::Row& row) { count = row.integer(0); });
    });
    return count;
  };
  const auto changed = change(cookie_of(in), "battery staple");
  ASSERT_EQ(changed.status(), 204);
  const auto facts_after = facts();
  const std::string cookie = cookie_of(changed);
  for (int i = 0; i < 8; ++i) {
    const auto again = change(cookie, "battery staple");
    EXPECT_EQ(again.status(), 204) << "not a wrong guess";
    EXPECT_EQ(cookie_of(again), "") << "the cookie stays";
  }
  EXPECT_EQ(facts(), facts_after);
  EXPECT_EQ(change(cookie, "another staple").text("code"), "key_reused");
  EXPECT_EQ(ask({Method::get, "/api/v1/session", {}, {{"cookie", cookie}}}).status(), 200);
  EXPECT_EQ(sign_in("battery staple").status(), 201);
  desk_.database().read([&](db::Session& session) {
    session.execute_text("SELECT id || digest FROM command", {}, [](const db::Row& row) {
      EXPECT_EQ(row.text(0).find("staple"), std::string_view::npos);
    });
  });
}

TEST_P(Workspaces, guessing_the_present_password_is_braked_with_the_sign_in) {
  ASSERT_EQ(ask({Method::post, "/api/v1/setup", first_owner}).status(), 201);
  const auto session = sign_in("correct horse");
  const std::vector<net::Header> headers{{"cookie", cookie_of(session)},
                                         {std::string(csrf_header), session.text("csrf")}};
  const auto change = [&](const std::string& current) {
    return ask({Method::post, "/api/v1/password",
                R"({"current":")" + current + R"(","new":"battery staple"})", headers});
  };
  int status = 400;
  int guesses = 0;
  for (; guesses < 8 && status == 400; ++guesses) status = change("wrong horse").status();
  EXPECT_EQ(status, 429);
  EXPECT_GT(guesses, 4);
  // Not even the right one passes now, here or at the sign-in; the password is as it was.
  const auto braked = change("correct horse");
  EXPECT_EQ(braked.text("code"), "too_many_attempts");
  EXPECT_FALSE(braked.response.header("retry-after").empty());
  EXPECT_EQ(sign_in("correct horse").status(), 429);
  EXPECT_EQ(ask({Method::get, "/api/v1/session", {}, {headers[0]}}).status(), 200);
}

TEST_P(Workspaces, a_token_is_shown_once_and_can_be_revoked) {
  set_up();
  const std::vector<net::Header> key{{"idempotency-key", "k"}};
  const auto made = post("/api/v1/tokens", R"({"name":"shop"})", key);
  ASSERT_EQ(made.status(), 201);
  const std::string token = made.text("token");
  EXPECT_EQ(ask({Method::get, "/api/v1/session", {}, {bearer(token)}}).status(), 200);
  EXPECT_EQ(post("/api/v1/tokens", R"({"name":"shop"})", key).text("code"), "token_shown_once");
  const auto list = get("/api/v1/tokens");
  EXPECT_EQ(list.items().size(), 2u);
  EXPECT_EQ(list.response.body_bytes().find(token), std::string_view::npos);
  EXPECT_EQ(send(Method::delete_, "/api/v1/tokens/" + made.text("id"), "").status(), 204);
  EXPECT_EQ(ask({Method::get, "/api/v1/session", {}, {bearer(token)}}).status(), 401);
}

TEST_P(Workspaces, agents_and_teams_are_managed) {
  set_up();
  const auto agent =
      post("/api/v1/agents", R"({"name":"Cy","email":"cy@desk.example","role":"agent",)"
                             R"("password":"correct horse"})");
  ASSERT_EQ(agent.status(), 201);
  const std::string id = agent.text("id");
  const auto team = post("/api/v1/teams", R"({"name":"Blue","members":[")" + id + "\"]}");
  ASSERT_EQ(team.status(), 201);
  EXPECT_EQ(get("/api/v1/agents").items().size(), 2u);
  const auto changed = send(Method::patch, "/api/v1/agents/" + id, R"({"role":"admin"})");
  EXPECT_EQ(changed.text("role"), "admin");
  EXPECT_EQ(changed["teams"].as_array().size(), 1u);
  EXPECT_EQ(send(Method::patch, "/api/v1/teams/" + team.text("id"), R"({"members":[]})")["members"]
                .as_array()
                .size(),
            0u);
  const std::string own = "/api/v1/agents/" + to_string(owner_);
  EXPECT_EQ(send(Method::patch, own, R"({"role":"agent"})").text("code"), "last_owner");
  EXPECT_EQ(post("/api/v1/teams", R"({"name":"Red","members":["999999"]})").status(), 400);
}

TEST_P(Workspaces, only_the_listed_members_can_be_set) {
  set_up();
  const std::string id = to_string(agent_named("cy", Role::agent));
  for (const std::string member :
       {"password", "password_hash", "email", "id", "teams", "is_admin", "created_at"}) {
    const auto answer = send(Method::patch, "/api/v1/agents/" + id, "{\"" + member + "\":\"x\"}");
    EXPECT_EQ(answer.status(), 400) << member;
    EXPECT_EQ(answer.text("pointer"), "/" + member);
  }
  for (const std::string member : {"id", "state", "last_read_at", "error"}) {
    EXPECT_EQ(
        send(Method::patch, "/api/v1/inboxes/" + to_string(inbox_), "{\"" + member + "\":\"x\"}")
            .status(),
        400);
  }
}

TEST_P(Workspaces, an_admin_cannot_make_an_owner) {
  set_up();
  const std::string di = token_of(agent_named("di", Role::admin), Role::admin);
  const std::string cy = to_string(agent_named("cy", Role::agent));
  for (const std::string& id : {cy, to_string(owner_)}) {
    const auto answer = ask({Method::patch,
                             "/api/v1/agents/" + id,
                             id == cy ? R"({"role":"owner"})" : R"({"role":"agent"})",
                             {bearer(di)}});
    EXPECT_EQ(answer.status(), 403);
  }
}

TEST_P(Workspaces, an_inbox_takes_effect_at_once) {
  set_up();
  EXPECT_FALSE(directory_.inbox_of("sales@desk.example"));
  // RFC 5321 4.5.1: there is always a postmaster where mail is taken, and nowhere else.
  EXPECT_TRUE(directory_.inbox_of("PostMaster@desk.example"));
  EXPECT_TRUE(directory_.inbox_of("postmaster"));
  EXPECT_FALSE(directory_.inbox_of("postmaster@elsewhere.example"));
  const auto made =
      post("/api/v1/inboxes", R"({"address":"sales@desk.example","name":"Sales",)"
                              R"("smtp":"smtp://127.0.0.1:25","smtp_password":"letmein"})");
  ASSERT_EQ(made.status(), 201);
  EXPECT_TRUE(directory_.inbox_of("sales@desk.example"));
  const std::string path = "/api/v1/inboxes/" + made.text("id");
  ASSERT_EQ(send(Method::patch, path, R"({"address":"shop@desk.example"})").status(), 200);
  EXPECT_FALSE(directory_.inbox_of("sales@desk.example"));
  EXPECT_TRUE(directory_.inbox_of("shop@desk.example"));
  EXPECT_EQ(send(Method::patch, path, R"({"address":"help@desk.example"})").status(), 409);
  EXPECT_EQ(send(Method::patch, path, R"({"smtp":"gopher://x"})").text("pointer"), "/smtp");
}

TEST_P(Workspaces, another_mail_server_does_not_get_the_password_of_the_one_before) {
  set_up();
  const auto password = [&] {
    return desk_
        .read<std::string>([&](db::Session& session) -> Result<std::string> {
          return store::load_inbox(session, inbox_)->smtp_password;
        })
        .value();
  };
  const std::string path = "/api/v1/inboxes/" + to_string(inbox_);
  ASSERT_EQ(send(Method::patch, path, R"({"name":"Help"})").status(), 200);
  EXPECT_EQ(password(), "mail-server-password");
  ASSERT_EQ(send(Method::patch, path, R"({"smtp":"smtp://evil.example:25"})").status(), 200);
  EXPECT_EQ(password(), "");
}

TEST_P(Workspaces, settings_take_effect_at_once) {
  set_up();
  const auto changed =
      send(Method::patch, "/api/v1/settings", R"({"undo_seconds":20,"reminder_days":[1,3]})");
  ASSERT_EQ(changed.status(), 200);
  EXPECT_EQ(changed["undo_seconds"].as_int64(), 20);
  EXPECT_EQ(changed.text("workspace_name"), "Fern");
  EXPECT_EQ(desk_.settings()->undo_seconds, 20);
  EXPECT_EQ(get("/api/v1/settings")["reminder_days"].as_array().size(), 2u);
  const auto bad = send(Method::patch, "/api/v1/settings", R"({"time_zone":"Mars/Base"})");
  EXPECT_EQ(bad.status(), 400);
  EXPECT_EQ(bad.text("pointer"), "/time_zone");
}

void expect_no_secret(const boost::json::value& value, const std::string& path) {
  if (const auto* array = value.if_array()) {
    for (const auto& item : *array) expect_no_secret(item, path);
  }
  const auto* object = value.if_object();
  if (!object) return;
  for (const auto& [name, inner] : *object) {
    for (const char* word : {"password", "hash", "secret", "token"}) {
      EXPECT_EQ(std::string_view(name).find(word), std::string_view::npos) << path << " " << name;
    }
    expect_no_secret(inner, path);
  }
}

TEST_P(Workspaces, no_answer_holds_a_secret) {
  set_up();
  const auto path = mail("It broke.", "a@x");
  std::vector<std::string> paths;
  for (const net::Route& route : router_.routes()) {
    if (route.method != Method::get || route.name == "get_openapi_document") continue;
    if (route.path.find('{') == std::string::npos) paths.push_back(route.path);
  }
  for (const char* part : {"", "/messages", "/history"}) paths.push_back(path + part);
  ASSERT_GT(paths.size(), 12u);
  for (std::string one : paths) {
    if (one.ends_with("/search")) one += "?q=broke";
    const auto answer = get(one);
    ASSERT_EQ(answer.status(), 200) << one;
    expect_no_secret(answer.json, one);
    EXPECT_EQ(answer.response.body_bytes().find("mail-server-password"), std::string_view::npos);
    EXPECT_EQ(answer.response.body_bytes().find(owner_token_), std::string_view::npos);
  }
}

MG_ON_EVERY_ENGINE(Workspaces);

}  // namespace
}  // namespace mg::api
