#include "api/desk_fixture.h"
#include "base/json_write.h"

namespace mg::api {
namespace {

using net::Method;

std::string json_text(std::string_view text) {
  std::string out;
  json::append(out, text);
  return out;
}

// What people type: addresses, mail servers, subjects, times.
class Typed : public ApiDesk {
 protected:
  Typed() { set_up(); }

  // "400 /pointer" of a refusal, else the status.
  static std::string outcome(const Answered& answer) {
    const std::string status = std::to_string(answer.status());
    return answer.status() < 400 ? status : status + " " + answer.text("pointer");
  }

  std::string start(const std::string& email, const std::string& subject = "Hello") {
    return outcome(post("/api/v1/conversations", R"({"inbox":")" + to_string(inbox_) +
                                                     R"(","contact":{"email":)" + json_text(email) +
                                                     R"(},"subject":)" + json_text(subject) +
                                                     R"(,"text":"hi"})"));
  }
  std::string add_inbox(const std::string& address, const std::string& smtp,
                        const std::string& alias = {}) {
    return outcome(
        post("/api/v1/inboxes",
             R"({"address":)" + json_text(address) + R"(,"name":"H","smtp":)" + json_text(smtp) +
                 R"(,"aliases":[)" +
                 (alias.empty() ? "" : json_text("first@x.test") + "," + json_text(alias)) + "]}"));
  }
};

const std::vector<std::string> no_addresses{
    "a@b\r\n",     "a@b\n",   "<q@z.test>",   "(c)q@z.test",    "q@@z.test",
    "a,b@x.test",  "a@b c@d", "q@z.test>",    "Ana <q@z.test>", "\"a b\"@x.test",
    "x..y@x.test", "a@b.",    "a@x.test\x01", "q@z.test, r@z.t"};

TEST_P(Typed, addresses_are_one_plain_address_each) {
  for (const std::string& bad : no_addresses) {
    EXPECT_EQ(start(bad), "400 /contact/email") << bad;
    EXPECT_EQ(add_inbox(bad, "smtp://h"), "400 /address") << bad;
    EXPECT_EQ(add_inbox("o@x.test", "smtp://h", bad), "400 /aliases/1") << bad;
    EXPECT_EQ(
        outcome(post("/api/v1/agents", R"({"name":"E","role":"agent","email":)" + json_text(bad) +
                                           R"(,"password":"correct horse battery"})")),
        "400 /email")
        << bad;
  }
}

TEST_P(Typed, blanks_around_an_address_are_left_out) {
  const auto made = post("/api/v1/inboxes", R"({"address":" sales@x.test ","name":"H","smtp":"",)"
                                            R"("aliases":["shop@x.test "]})");
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made.text("address"), "sales@x.test");
  EXPECT_EQ(made["aliases"].as_array()[0].as_string(), "shop@x.test");
  const auto agent = post("/api/v1/agents", R"({"name":"E","role":"agent","email":" eva@x.test ",)"
                                            R"("password":"correct horse battery"})");
  EXPECT_EQ(agent.text("email"), "eva@x.test");
  EXPECT_EQ(start(" ana@x.test "), "201");
}

TEST_P(Typed, blocked_senders_are_one_address_or_domain) {
  for (const char* bad : {"<q@z.test>", "a,b@x.test", "q@@z.test", "q@z.test\r\n", "z.test>"}) {
    EXPECT_EQ(outcome(post("/api/v1/blocks", R"({"name":)" + json_text(bad) + "}")), "400 /name")
        << bad;
  }
  EXPECT_EQ(outcome(post("/api/v1/blocks", R"({"name":"x..y@spam.test"})")), "201");
}

TEST_P(Typed, a_mail_server_is_a_scheme_a_host_and_a_port) {
  for (const char* bad : {"smtp://:25", "smtp://h:99999", "smtp://h:0", "smtp://h:25/path",
                          "smtp://u:p@h:25", "smtp://", "h:25"}) {
    EXPECT_EQ(add_inbox("o@x.test", bad), "400 /smtp") << bad;
  }
  EXPECT_EQ(add_inbox("o@x.test", "smtp+starttls://mail.x.test:587/"), "201");
}

TEST_P(Typed, a_password_that_an_older_version_let_into_the_url_is_not_shown) {
  ASSERT_TRUE(desk_.change_now(desk::as_system(),
                               {rules::Right::anyone, [&](desk::Tx& tx) -> Result<std::int64_t> {
                                  auto inbox = *store::load_inbox(tx.session, inbox_);
                                  inbox.smtp = "smtp://mailer:s3cret@mx.x.test:587";
                                  store::save_inbox(tx.session, inbox);
                                  return 0;
                                }}));
  const auto answer = get("/api/v1/inboxes");
  EXPECT_EQ(answer.items()[0].at("smtp").as_string(), "smtp://mx.x.test:587");
}

TEST_P(Typed, a_subject_has_more_than_blanks) {
  const std::string path = mail("It broke.", "a@x");
  for (const char* bad : {"", "   ", "\xc2\xa0", "\t"}) {
    EXPECT_EQ(outcome(send(Method::patch, path, R"({"subject":)" + json_text(bad) + "}")),
              "400 /subject")
        << bad;
  }
  EXPECT_EQ(start("eva@x.test", "   "), "201");
  const auto list = get("/api/v1/conversations?sort=-number");
  EXPECT_EQ(list.items()[0].at("subject").as_string(), "(no subject)");
}

TEST_P(Typed, a_promise_is_for_the_next_years) {
  const std::string path = mail("It broke.", "a@x");
  for (const std::string year : {"9999", "2032"}) {
    const std::string due = R"({"due_at":")" + year + R"(-01-01T00:00:00Z","text":""})";
    const auto answer = post(path + "/promises", due);
    EXPECT_EQ(outcome(answer), "400 /due_at");
    EXPECT_EQ(answer.text("code"), "promise_too_far");
    EXPECT_EQ(
        outcome(post(path + "/messages", R"({"kind":"reply","text":"a","promise":)" + due + "}")),
        "400 /promise/due_at");
  }
  EXPECT_EQ(outcome(post(path + "/promises", R"({"due_at":"2031-11-01T00:00:00Z","text":""})")),
            "201");
}

TEST_P(Typed, a_cursor_that_is_none_is_named_as_what_it_is) {
  const auto answer = get("/api/v1/search?q=broke&cursor=none");
  EXPECT_EQ(outcome(answer), "400 ?cursor");
}

MG_ON_EVERY_ENGINE(Typed);

}  // namespace
}  // namespace mg::api
