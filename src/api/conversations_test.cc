#include "api/desk_fixture.h"

namespace mg::api {
namespace {

using net::Method;

class Conversations : public ApiDesk {
 protected:
  Conversations() { set_up(); }
};

TEST_P(Conversations, a_mail_is_listed_with_all_that_a_list_shows) {
  mail("It broke again.", "a@x");
  const auto answer = get("/api/v1/conversations?state=open&limit=50&sort=number");
  ASSERT_EQ(answer.status(), 200);
  EXPECT_TRUE(answer["next"].is_null());
  ASSERT_EQ(answer.items().size(), 1u);
  const auto& item = answer.items()[0].as_object();
  for (const char* member : {"id",
                             "number",
                             "subject",
                             "state",
                             "turn",
                             "assignee",
                             "team",
                             "inbox",
                             "contact",
                             "channel",
                             "excerpt",
                             "priority",
                             "promise",
                             "answered",
                             "not_yet",
                             "messages",
                             "last_customer_at",
                             "waiting_since",
                             "created_at",
                             "updated_at"}) {
    EXPECT_TRUE(item.contains(member)) << member;
  }
  EXPECT_TRUE(item.at("id").is_string());
  EXPECT_EQ(item.at("number").as_int64(), 1);
  EXPECT_EQ(item.at("excerpt").as_string(), "It broke again.");
  EXPECT_EQ(item.at("created_at").as_string(), "2026-11-21T09:00:00.000Z");
  EXPECT_TRUE(item.at("assignee").is_null());
  EXPECT_EQ(item.at("contact").at("email").as_string(), "ana@customer.example");
  EXPECT_EQ(item.at("promise").at("due_at").as_string(), "2026-11-21T13:00:00.000Z");
}

TEST_P(Conversations, pages_follow_each_other_without_a_gap_or_a_double) {
  for (const char* id : {"a@x", "b@x", "c@x", "d@x", "e@x"}) mail("Words.", id);
  for (const bool down : {false, true}) {
    std::vector<std::int64_t> numbers;
    std::string cursor;
    do {
      const auto page =
          get(std::string("/api/v1/conversations?limit=2&sort=") + (down ? "-number" : "number") +
              (cursor.empty() ? "" : "&cursor=" + cursor));
      ASSERT_EQ(page.status(), 200);
      for (const auto& item : page.items()) numbers.push_back(item.at("number").as_int64());
      cursor = page["next"].is_null() ? "" : page.text("next");
    } while (!cursor.empty());
    const std::vector<std::int64_t> up{1, 2, 3, 4, 5};
    EXPECT_EQ(numbers, down ? std::vector<std::int64_t>(up.rbegin(), up.rend()) : up);
  }
}

TEST_P(Conversations, parameters_that_mean_nothing_are_refused_by_name) {
  for (const auto& [query, pointer] :
       std::vector<std::pair<std::string, std::string>>{{"state=closed", "?state"},
                                                        {"limit=0", "?limit"},
                                                        {"limit=201", "?limit"},
                                                        {"sort=random", "?sort"},
                                                        {"assignee=bo", "?assignee"},
                                                        {"view=mine", "?view"},
                                                        {"colour=red", "?colour"},
                                                        {"turn=them", "?turn"}}) {
    const auto answer = get("/api/v1/conversations?" + query);
    EXPECT_EQ(answer.status(), 400) << query;
    EXPECT_EQ(answer.text("pointer"), pointer) << query;
    EXPECT_EQ(answer.response.header("content-type"), "application/problem+json");
  }
  EXPECT_EQ(get("/api/v1/conversations?cursor=nonsense").text("code"), "bad_cursor");
  mail("It broke.", "a@x");
  mail("It broke, too.", "b@x");
  const auto next = get("/api/v1/conversations?limit=1").text("next");
  EXPECT_EQ(get("/api/v1/conversations?limit=1&cursor=" + next).items().size(), 1u);
  const auto elsewhere = get("/api/v1/conversations?limit=1&sort=updated&cursor=" + next);
  EXPECT_EQ(elsewhere.text("code"), "bad_cursor");
  EXPECT_EQ(elsewhere.text("pointer"), "?cursor");
}

TEST_P(Conversations, filters_narrow_a_view) {
  const auto path = mail("It broke.", "a@x");
  const auto count = [&](const std::string& query) {
    return get("/api/v1/conversations?" + query).items().size();
  };
  EXPECT_EQ(count("assignee=none"), 1u);
  EXPECT_EQ(count("assignee=me"), 0u);
  ASSERT_EQ(send(Method::patch, path, R"({"assignee":")" + to_string(owner_) + "\"}").status(),
            200);
  EXPECT_EQ(count("assignee=me"), 1u);
  EXPECT_EQ(count("view=for_me"), 1u);
  EXPECT_EQ(count("view=for_me&turn=customer"), 0u);
  EXPECT_EQ(count("view=not_yet_heard&state=open"), 1u);
  EXPECT_EQ(count("view=not_yet_heard&state=solved"), 0u);
  EXPECT_EQ(count("state=spam"), 0u);
  ASSERT_EQ(post(path + "/spam", "").status(), 204);
  EXPECT_EQ(count(""), 0u);
  EXPECT_EQ(count("state=spam"), 1u);
  EXPECT_EQ(count("view=spam"), 1u);
  ASSERT_EQ(send(Method::delete_, path + "/spam", "").status(), 204);
  EXPECT_EQ(count(""), 1u);
}

TEST_P(Conversations, what_takes_no_body_refuses_one) {
  const auto path = mail("It broke.", "a@x");
  for (const char* wrong : {"{", "nonsense", "[]", "null", R"({"reason":"it sells"})"}) {
    const auto answer = post(path + "/spam", wrong);
    EXPECT_EQ(answer.status(), 400) << wrong;
    EXPECT_EQ(get(path).text("state"), "open") << wrong;
  }
  EXPECT_EQ(post(path + "/spam", R"({"reason":"it sells"})").text("pointer"), "/reason");
  EXPECT_EQ(post(path + "/spam", " {} ").status(), 204);
}

TEST_P(Conversations, edits_change_what_they_name_and_never_the_state) {
  const auto path = mail("It broke.", "a@x");
  const auto refused = send(Method::patch, path, R"({"state":"solved"})");
  EXPECT_EQ(refused.status(), 400);
  EXPECT_EQ(refused.text("pointer"), "/state");
  const auto edited =
      send(Method::patch, path,
           R"({"subject":"Pump","priority":"high","assignee":")" + to_string(owner_) + "\"}");
  ASSERT_EQ(edited.status(), 200);
  EXPECT_EQ(edited.text("subject"), "Pump");
  EXPECT_EQ(edited.text("priority"), "high");
  EXPECT_EQ(edited["assignee"].at("name").as_string(), "Bo");
  const auto freed = send(Method::patch, path, R"({"assignee":null})");
  EXPECT_TRUE(freed["assignee"].is_null());
  EXPECT_EQ(freed.text("subject"), "Pump");
  EXPECT_EQ(send(Method::patch, path, R"({"assignee":"999999"})").status(), 400);
}

TEST_P(Conversations, what_was_read_as_the_assignee_can_be_sent_back) {
  const auto path = mail("It broke.", "a@x");
  const auto other = mail("It leaks.", "b@x");
  const auto give = [&](const std::string& assignee) {
    const auto sent = send(Method::patch, other, R"({"assignee":)" + assignee + "}");
    EXPECT_EQ(sent.status(), 200) << assignee;
    EXPECT_EQ(sent["assignee"], get(other)["assignee"]);
    return sent["assignee"];
  };
  const std::string nobody = serialize(get(path)["assignee"]);
  ASSERT_EQ(send(Method::patch, path, R"({"assignee":")" + to_string(owner_) + "\"}").status(),
            200);
  const auto bo = get(path)["assignee"];
  EXPECT_EQ(bo.at("name").as_string(), "Bo");
  EXPECT_EQ(give(serialize(bo)), bo);
  EXPECT_TRUE(give(nobody).is_null());
  EXPECT_EQ(give(R"({"id":")" + to_string(owner_) + "\"}"), bo);
}

TEST_P(Conversations, a_wrong_assignee_is_refused_where_it_is_wrong) {
  const auto path = mail("It broke.", "a@x");
  const std::pair<const char*, const char*> wrong[] = {
      {"7", "/assignee"},
      {R"("bo")", "/assignee"},
      {R"(["1"])", "/assignee"},
      {R"("999999")", "/assignee"},
      {R"({"id":"999999","name":"Bo"})", "/assignee"},
      {R"({"name":"Bo"})", "/assignee/id"},
      {R"({"id":1,"name":"Bo"})", "/assignee/id"},
      {R"({"id":null,"name":"Bo"})", "/assignee/id"},
      {R"({"id":"1","nam":"Bo"})", "/assignee/nam"}};
  for (const auto& [value, pointer] : wrong) {
    const auto answer = send(Method::patch, path, R"({"assignee":)" + std::string(value) + "}");
    EXPECT_EQ(answer.status(), 400) << value;
    EXPECT_EQ(answer.text("pointer"), pointer) << value;
  }
  EXPECT_TRUE(get(path)["assignee"].is_null());
}

TEST_P(Conversations, members_that_are_only_read_are_refused_also_unchanged) {
  const auto path = mail("It broke.", "a@x");
  auto whole = get(path).json.as_object();
  whole["subject"] = "Pump";
  const auto answer = send(Method::patch, path, serialize(whole));
  EXPECT_EQ(answer.status(), 400);
  EXPECT_EQ(answer.text("code"), "invalid_member");
  boost::json::object taken;
  for (const char* name : {"subject", "assignee", "team", "priority"}) taken[name] = whole[name];
  const auto sent = send(Method::patch, path, serialize(taken));
  ASSERT_EQ(sent.status(), 200) << serialize(sent.json);
  EXPECT_EQ(sent.text("subject"), "Pump");
}

TEST_P(Conversations, the_head_shows_people_and_what_went_before) {
  const auto first = mail("First.", "a@x");
  const auto path = mail("Second.", "b@x");
  const auto head = get(path);
  ASSERT_EQ(head.status(), 200);
  EXPECT_EQ(head["number"].as_int64(), 2);
  EXPECT_EQ(head["participants"].as_array().at(0).at("role").as_string(), "requester");
  EXPECT_TRUE(head["proposal"].is_null());
  ASSERT_EQ(head["previous"].as_array().size(), 1u);
  EXPECT_EQ(head["previous"].as_array()[0].at("number").as_int64(), 1);
  EXPECT_FALSE(head.text("position").empty());
}

TEST_P(Conversations, what_does_not_exist_is_a_404_problem) {
  for (const std::string path : {"", "/messages", "/history", "/draft"}) {
    for (const std::string id : {"999999", "0", "x", "-1"}) {
      const auto answer = get("/api/v1/conversations/" + id + path);
      EXPECT_EQ(answer.status(), 404) << id << path;
      EXPECT_EQ(answer.text("code"), "not_found");
      EXPECT_EQ(answer["status"].as_int64(), 404);
      EXPECT_TRUE(answer.json.as_object().contains("type"));
      EXPECT_TRUE(answer.json.as_object().contains("title"));
    }
  }
  EXPECT_EQ(post("/api/v1/conversations/999999/messages", R"({"kind":"note","text":"x"})").status(),
            404);
}

TEST_P(Conversations, an_agent_writes_first) {
  const auto made = post("/api/v1/conversations", R"({"inbox":")" + to_string(inbox_) +
                                                      R"(","contact":{"name":"Eve","email":)"
                                                      R"("eve@customer.example"},)"
                                                      R"("subject":"Your order","text":"Hello."})");
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made["contact"].at("name").as_string(), "Eve");
  const auto messages = get("/api/v1/conversations/" + made.text("id") + "/messages");
  ASSERT_EQ(messages.items().size(), 1u);
  EXPECT_EQ(messages.items()[0].at("kind").as_string(), "reply");
  EXPECT_EQ(messages.items()[0].at("delivery").at("state").as_string(), "queued");
}

TEST_P(Conversations, history_is_readable_and_paged) {
  const auto path = mail("It broke.", "a@x");
  ASSERT_EQ(post(path + "/messages", R"({"kind":"note","text":"Hm."})").status(), 201);
  const auto all = get(path + "/history");
  ASSERT_EQ(all.status(), 200);
  EXPECT_EQ(all.items()[0].at("fact").as_string(), "conversation_opened");
  const auto& last = all.items().back().as_object();
  EXPECT_EQ(last.at("fact").as_string(), "note_added");
  EXPECT_EQ(last.at("actor").at("name").as_string(), "Bo");
  EXPECT_TRUE(last.at("data").is_object());
  const auto page = get(path + "/history?limit=1");
  ASSERT_EQ(page.items().size(), 1u);
  const auto rest = get(path + "/history?cursor=" + page.text("next"));
  EXPECT_EQ(rest.items().size() + 1, all.items().size());
}

TEST_P(Conversations, a_contact_has_addresses_and_conversations) {
  mail("It broke.", "a@x");
  const auto item = get("/api/v1/conversations").items().at(0).as_object();
  const auto id = std::string(item.at("contact").at("id").as_string());
  const auto person = get("/api/v1/contacts/" + id);
  ASSERT_EQ(person.status(), 200);
  EXPECT_EQ(person["addresses"].as_array().at(0).as_string(), "ana@customer.example");
  EXPECT_EQ(person["conversations"].as_array().size(), 1u);
  EXPECT_EQ(get("/api/v1/contacts/999999").status(), 404);
}

TEST_P(Conversations, the_document_describes_every_route) {
  const auto document = ask({Method::get, "/api/openapi.json"});
  ASSERT_EQ(document.status(), 200);
  EXPECT_TRUE(document.text("openapi").starts_with("3.1"));
  std::size_t operations = 0;
  for (const auto& path : document["paths"].as_object())
    operations += path.value().as_object().size();
  EXPECT_EQ(operations, router_.routes().size());
  EXPECT_TRUE(document["components"].at("schemas").as_object().contains("Item"));
}

MG_ON_EVERY_ENGINE(Conversations);

}  // namespace
}  // namespace mg::api
