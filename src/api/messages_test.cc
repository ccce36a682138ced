#include "api/desk_fixture.h"
#include "desk/timers.h"

namespace mg::api {
namespace {

using net::Method;

class Messages : public ApiDesk {
 protected:
  Messages() { set_up(); }

  std::size_t count(const std::string& path) { return get(path + "/messages").items().size(); }
};

TEST_P(Messages, a_thread_shows_the_mail_and_what_the_program_wrote) {
  const auto path = mail("It broke.", "a@x");
  const auto thread = get(path + "/messages");
  ASSERT_EQ(thread.status(), 200);
  ASSERT_EQ(thread.items().size(), 2u);
  const auto& said = thread.items()[0].as_object();
  EXPECT_EQ(said.at("kind").as_string(), "customer");
  EXPECT_EQ(said.at("author").at("type").as_string(), "contact");
  EXPECT_EQ(said.at("author").at("name").as_string(), "Ana");
  EXPECT_EQ(said.at("text").as_string(), "It broke.");
  EXPECT_TRUE(said.at("delivery").is_null());
  EXPECT_TRUE(said.at("system").is_null());
  EXPECT_EQ(said.at("to").as_array().at(0).at("email").as_string(), "help@desk.example");
  const auto& system = thread.items()[1].as_object();
  EXPECT_EQ(system.at("kind").as_string(), "system");
  EXPECT_EQ(system.at("system").as_string(), "acknowledgement");
  EXPECT_EQ(system.at("author").at("type").as_string(), "system");
  EXPECT_TRUE(system.at("author").at("id").is_null());
  const std::string text(system.at("text").as_string());
  EXPECT_TRUE(text.starts_with("Makegood told Ana that the message has arrived, and promised"));
  EXPECT_NE(text.find("21 November, 13:00 UTC"), std::string::npos) << text;
}

TEST_P(Messages, the_question_and_its_reminder_say_which_question_they_ask) {
  const auto path = mail("It broke.", "a@x");
  ASSERT_EQ(post(path + "/messages", R"({"kind":"reply","text":"Looking."})").status(), 201);
  ASSERT_EQ(post(path + "/proposal", R"({"text":"Is it solved?"})").status(), 201);
  const std::string asked(get(path)["proposal"].at("id").as_string());
  test_desk_.clock().advance(std::chrono::hours(49));
  for (const auto& timer : desk::lease_timers(desk_, 100)) {
    ASSERT_TRUE(desk_.change_now(desk::as_system(), desk::fire(timer)));
  }
  std::string asking;
  const auto thread = get(path + "/messages");
  for (const auto& item : thread.items()) {
    const auto& proposal = item.as_object().at("proposal");
    asking += proposal.is_null() ? "-" : proposal.as_string() == asked ? "?" : "!";
  }
  EXPECT_EQ(asking, "---??");  // The mail, the acknowledgement, the answer, the question, again.
}

TEST_P(Messages, a_reply_by_token_goes_out_at_once) {
  const auto path = mail("It broke.", "a@x");
  const auto made = post(path + "/messages", R"({"kind":"reply","text":"Looking at it."})");
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made["delivery"].at("state").as_string(), "queued");
  EXPECT_TRUE(made["undo_until"].is_null());
  EXPECT_EQ(made["to"].as_array().at(0).at("email").as_string(), "ana@customer.example");
  EXPECT_EQ(get(path).text("turn"), "customer");
  const auto late = send(Method::delete_, "/api/v1/messages/" + made.text("id"), "");
  EXPECT_EQ(late.status(), 409);
  EXPECT_EQ(late.text("code"), "already_sent");
}

TEST_P(Messages, a_reply_from_a_browser_can_be_withdrawn_by_its_author_alone) {
  const auto path = mail("It broke.", "a@x");
  const auto made = ask(
      {Method::post, path + "/messages", R"({"kind":"reply","text":"Oh."})", browser_of(owner_)});
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made.text("undo_until"), "2026-11-21T09:00:10.000Z");
  EXPECT_EQ(count(path), 3u);
  const AgentId other = agent_named("cy", Role::admin);
  const std::string message = "/api/v1/messages/" + made.text("id");
  EXPECT_GE(ask({Method::delete_, message, "", browser_of(other)}).status(), 400);
  EXPECT_EQ(ask({Method::delete_, message, "", browser_of(owner_)}).status(), 200);
  EXPECT_EQ(count(path), 2u);
  // The answer may have been lost on its way: once more is no error.
  EXPECT_EQ(ask({Method::delete_, message, "", browser_of(owner_)}).status(), 200);
  EXPECT_GE(ask({Method::delete_, message, "", browser_of(other)}).status(), 400);
}

TEST_P(Messages, undo_seconds_are_asked_for_within_bounds) {
  const auto path = mail("It broke.", "a@x");
  const auto held = post(path + "/messages", R"({"kind":"reply","text":"Oh.","undo_seconds":30})");
  EXPECT_EQ(held.text("undo_until"), "2026-11-21T09:00:30.000Z");
  for (const std::string seconds : {"-1", "121", "\"5\"", "1.5"}) {
    EXPECT_EQ(
        post(path + "/messages", R"({"kind":"reply","text":"Oh.","undo_seconds":)" + seconds + "}")
            .status(),
        400);
  }
}

TEST_P(Messages, html_is_sanitised_and_gives_the_text_when_there_is_none) {
  const auto path = mail("It broke.", "a@x");
  const auto made = post(
      path + "/messages",
      R"({"kind":"note","html":"<p onclick=\"x()\">Fine <b>day</b></p><script>alert(1)</script>"})");
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made.text("html").find("onclick"), std::string::npos);
  EXPECT_EQ(made.text("html").find("script"), std::string::npos);
  EXPECT_NE(made.text("html").find("<b>day</b>"), std::string::npos);
  EXPECT_EQ(made.text("text").substr(0, 8), "Fine day");
  EXPECT_TRUE(made["delivery"].is_null());
  EXPECT_EQ(post(path + "/messages", R"({"kind":"note"})").status(), 400);
}

TEST_P(Messages, the_same_key_twice_is_one_message) {
  const auto path = mail("It broke.", "a@x");
  const std::vector<net::Header> key{{"idempotency-key", "k-1"}};
  const std::string body = R"({"kind":"reply","text":"Once."})";
  const auto first = post(path + "/messages", body, key);
  const auto again = post(path + "/messages", body, key);
  ASSERT_EQ(first.status(), 201);
  ASSERT_EQ(again.status(), 201);
  EXPECT_EQ(first.text("id"), again.text("id"));
  EXPECT_EQ(count(path), 3u);
  const auto other = post(path + "/messages", R"({"kind":"reply","text":"Twice."})", key);
  EXPECT_EQ(other.status(), 409);
  EXPECT_EQ(other.text("code"), "key_reused");
  // The same body elsewhere is another request, and the key of another agent another key.
  EXPECT_EQ(post(mail("Hm.", "b@x") + "/messages", body, key).text("code"), "key_reused");
  const std::string cy = token_of(agent_named("cy", Role::agent), Role::agent);
  EXPECT_EQ(ask({Method::post, path + "/messages", body, {key[0], bearer(cy)}}).status(), 201);
  EXPECT_EQ(count(path), 4u);
}

TEST_P(Messages, how_the_body_is_written_makes_no_other_request) {
  const auto path = mail("It broke.", "a@x") + "/messages";
  const std::vector<net::Header> key{{"idempotency-key", "k-1"}};
  const auto first = post(path, R"({"kind":"reply","text":"Once: é.","undo_seconds":10})", key);
  ASSERT_EQ(first.status(), 201);
  for (const char* same : {R"({"undo_seconds":10,"text":"Once: é.","kind":"reply"})",
                           R"( { "kind" : "reply" ,
                                 "text" : "Once: \u00e9\u002e" , "undo_seconds" : 10 } )"}) {
    const auto again = post(path, same, key);
    ASSERT_EQ(again.status(), 201) << same;
    EXPECT_EQ(again.text("id"), first.text("id")) << same;
  }
  for (const char* other : {R"({"kind":"reply","text":"Once: é.","undo_seconds":11})",
                            R"({"kind":"reply","text":"Once: é. ","undo_seconds":10})",
                            R"({"kind":"reply","text":"Once: é."})"}) {
    EXPECT_EQ(post(path, other, key).text("code"), "key_reused") << other;
  }
  EXPECT_EQ(post(path, R"({"kind":"reply","text":"x","text":"Once: é."})", key).status(), 400);
}

TEST_P(Messages, keys_have_a_form) {
  for (const std::string& key : {std::string(), std::string("a b"), std::string(201, 'k')}) {
    const auto answer = post("/api/v1/teams", R"({"name":"Blue"})", {{"idempotency-key", key}});
    EXPECT_EQ(answer.status(), 400);
    EXPECT_EQ(answer.text("code"), "bad_idempotency_key");
  }
}

TEST_P(Messages, faults_name_their_members) {
  const auto path = mail("It broke.", "a@x");
  for (const auto& [body, pointer] : std::vector<std::pair<std::string, std::string>>{
           {R"({"kind":"customer","text":"x"})", "/kind"},
           {R"({"kind":"reply","text":5})", "/text"},
           {R"({"kind":"reply","text":"  "})", "/text"},
           {R"({"kind":"reply","text":"x","author":"1"})", "/author"},
           {R"({"kind":"note","text":"x","propose":true})", "/propose"},
           {R"({"kind":"reply","text":"x","attachments":["1"]})", "/attachments/0"},
           {R"({"text":"x"})", "/kind"}}) {
    const auto answer = post(path + "/messages", body);
    EXPECT_EQ(answer.status(), 400) << body;
    EXPECT_EQ(answer.text("pointer"), pointer) << body;
  }
  EXPECT_EQ(post(path + "/messages", "{").status(), 400);
}

TEST_P(Messages, from_whom_a_mail_is_says_the_server_E10) {
  const auto path = mail("It broke.", "a@x");
  for (const std::string member : {"from", "sender", "inbox", "inbox_address", "headers"}) {
    const auto answer = post(path + "/messages", R"({"kind":"reply","text":"x",")" + member +
                                                     R"(":"ceo@other.example"})");
    EXPECT_EQ(answer.status(), 400) << member;
    EXPECT_EQ(answer.text("pointer"), "/" + member);
  }
}

TEST_P(Messages, a_reply_that_crossed_another_is_refused) {
  const auto path = mail("It broke.", "a@x");
  const std::string seen(get(path + "/messages").items()[1].at("id").as_string());
  const std::string cy = token_of(agent_named("cy", Role::agent), Role::agent);
  const std::string body = R"({"kind":"reply","text":"Me.","seen":")" + seen + "\"}";
  ASSERT_EQ(ask({Method::post, path + "/messages", body, {bearer(cy)}}).status(), 201);
  const auto crossed = post(path + "/messages", body);
  EXPECT_EQ(crossed.status(), 409);
  EXPECT_EQ(crossed.text("code"), "answered_meanwhile");
}

TEST_P(Messages, threads_are_paged) {
  const auto path = mail("It broke.", "a@x");
  for (int i = 0; i < 3; ++i) post(path + "/messages", R"({"kind":"note","text":"Hm."})");
  std::size_t found = 0;
  std::string cursor;
  do {
    const auto page = get(path + "/messages?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    ASSERT_EQ(page.status(), 200);
    ASSERT_LE(page.items().size(), 2u);
    found += page.items().size();
    cursor = page["next"].is_null() ? "" : page.text("next");
  } while (!cursor.empty());
  EXPECT_EQ(found, 5u);
  EXPECT_EQ(get(path + "/messages?cursor=x").text("code"), "bad_cursor");
}

TEST_P(Messages, a_proposal_asks_and_a_promise_runs) {
  const auto path = mail("It broke.", "a@x");
  const auto promise =
      post(path + "/promises", R"({"due_at":"2026-11-22T09:00:00Z","text":"A new pump"})");
  ASSERT_EQ(promise.status(), 201);
  EXPECT_EQ(promise.text("due_at"), "2026-11-22T09:00:00.000Z");
  EXPECT_EQ(promise.text("text"), "A new pump");
  EXPECT_EQ(promise.text("state"), "open");
  const auto past = post(path + "/promises", R"({"due_at":"2026-11-20T09:00:00Z","text":"x"})");
  EXPECT_EQ(past.status(), 400);
  const auto moved = send(Method::patch, "/api/v1/promises/" + promise.text("id"),
                          R"({"due_at":"2026-11-23T09:00:00Z","reason":"The post is late"})");
  ASSERT_EQ(moved.status(), 200);
  EXPECT_EQ(moved.text("due_at"), "2026-11-23T09:00:00.000Z");
  const auto proposal = post(path + "/proposal", R"({"text":"Is it solved?"})");
  ASSERT_EQ(proposal.status(), 201);
  EXPECT_EQ(proposal.text("kind"), "reply");
  EXPECT_EQ(proposal.text("proposal"), get(path)["proposal"].at("id").as_string());
  const auto head = get(path);
  EXPECT_EQ(head.text("state"), "proposed");
  EXPECT_EQ(head["proposal"].at("by").at("name").as_string(), "Bo");
}

TEST_P(Messages, drafts_are_kept_for_their_writer_alone) {
  const auto path = mail("It broke.", "a@x");
  EXPECT_TRUE(get(path + "/draft")["updated_at"].is_null());
  const auto kept = send(Method::put, path + "/draft",
                         R"({"kind":"reply","html":"<p onclick=x>Dear</p>","text":"Dear"})");
  ASSERT_EQ(kept.status(), 200);
  EXPECT_EQ(kept.text("html").find("onclick"), std::string::npos);
  EXPECT_EQ(get(path + "/draft").text("text"), "Dear");
  EXPECT_EQ(get("/api/v1/drafts").items().size(), 1u);
  const std::string cy = token_of(agent_named("cy", Role::agent), Role::agent);
  EXPECT_EQ(ask({Method::get, path + "/draft", {}, {bearer(cy)}}).text("text"), "");
  EXPECT_EQ(get("/api/v1/conversations/999999/draft").status(), 404);
  EXPECT_EQ(send(Method::delete_, "/api/v1/conversations/999999/draft", "").status(), 404);
  EXPECT_EQ(send(Method::delete_, path + "/draft", "").status(), 204);
  EXPECT_TRUE(get(path + "/draft")["updated_at"].is_null());
}

TEST_P(Messages, a_mail_shows_whom_it_went_to_and_where_it_asks_to_be_answered) {
  auto mail = test_desk_.mail_of_ana(inbox_, "It broke.", "a@x");
  // As mail is understood, with all three members.
  mail->people = R"({"to":[{"name":"Help","email":"help@desk.example"}],)"
                 R"("cc":[{"name":"Carol","email":"carol@customer.example"}],)"
                 R"("reply_to":[{"name":"","email":"ana@custorner.example"}]})";
  const auto path = "/api/v1/conversations/" + to_string(test_desk_.receive(mail));
  const auto thread = get(path + "/messages");
  const auto& said = thread.items().at(0).as_object();
  EXPECT_EQ(said.at("cc").as_array().at(0).at("name").as_string(), "Carol");
  EXPECT_EQ(said.at("reply_to").as_array().at(0).at("email").as_string(), "ana@custorner.example");
  EXPECT_TRUE(said.at("bcc").as_array().empty());
  const auto found = get(path + "/recipients");
  ASSERT_EQ(found.status(), 200);
  EXPECT_EQ(found["reply"].at("to").as_array().at(0).at("email").as_string(),
            "ana@customer.example");
  EXPECT_EQ(found["reply_all"].at("cc").as_array().at(0).at("email").as_string(),
            "carol@customer.example");
  EXPECT_EQ(found.text("default"), "reply");
  EXPECT_EQ(found["reply_to"].at("use").as_string(), "elsewhere");
  EXPECT_EQ(get(path + "/recipients?message=" + std::string(said.at("id").as_string())).status(),
            200);
  EXPECT_EQ(get(path + "/recipients?message=999999").status(), 404);
  EXPECT_EQ(get("/api/v1/conversations/999999/recipients").status(), 404);
}

TEST_P(Messages, a_reply_takes_recipients_as_objects_or_as_bare_addresses) {
  const auto path = mail("It broke.", "a@x");
  const auto made =
      post(path + "/messages",
           R"({"kind":"reply","text":"Looking.","cc":["carol@customer.example",)"
           R"({"name":"Cy","email":"cy@third.example"}],"bcc":["dan@elsewhere.example"]})");
  ASSERT_EQ(made.status(), 201) << boost::json::serialize(made.json);
  EXPECT_EQ(made["to"].as_array().at(0).at("email").as_string(), "ana@customer.example");
  ASSERT_EQ(made["cc"].as_array().size(), 2u);
  EXPECT_EQ(made["cc"].as_array().at(1).at("name").as_string(), "Cy");
  EXPECT_EQ(made["bcc"].as_array().at(0).at("email").as_string(), "dan@elsewhere.example");
  ASSERT_EQ(made["copies"].as_array().size(), 4u);
  for (const auto& copy : made["copies"].as_array()) {
    EXPECT_EQ(copy.at("state").as_string(), "queued");
  }
  const auto head = get(path);
  std::string roles;
  for (const auto& one : head["participants"].as_array()) {
    roles += std::string(one.at("role").as_string()) + " ";
  }
  EXPECT_EQ(roles, "requester cc cc bcc ");
  const auto all = post(path + "/messages", R"({"kind":"reply","text":"More.","reply_all":true})");
  ASSERT_EQ(all.status(), 201);
  EXPECT_EQ(all["cc"].as_array().size(), 2u);
  EXPECT_TRUE(all["bcc"].as_array().empty());
}

TEST_P(Messages, recipients_that_cannot_be_are_refused_by_their_place) {
  const auto path = mail("It broke.", "a@x");
  for (const auto& [more, pointer] : std::vector<std::pair<std::string, std::string>>{
           {R"("to":["carol@customer.example"])", "/to"},
           {R"("cc":["nobody"])", "/cc/0/email"},
           {R"("cc":[7])", "/cc/0"},
           {R"("bcc":[{"name":"A\nB","email":"a@x.example"}])", "/bcc/0/name"}}) {
    const auto answer = post(path + "/messages", R"({"kind":"reply","text":"Oh.",)" + more + "}");
    EXPECT_EQ(answer.status(), 400) << more;
    EXPECT_EQ(answer.text("pointer"), pointer) << more;
  }
  const auto note =
      post(path + "/messages", R"({"kind":"note","text":"Oh.","cc":["carol@customer.example"]})");
  EXPECT_EQ(note.text("code"), "not_for_notes");
  EXPECT_EQ(count(path), 2u);
}

MG_ON_EVERY_ENGINE(Messages);

}  // namespace
}  // namespace mg::api
