#include "api/desk_fixture.h"
#include "desk/erase_contact.h"

namespace mg::api {
namespace {

class Erasures : public ApiDesk {
 protected:
  Erasures() { set_up(); }

  std::string contact_of(const std::string& conversation) {
    const auto contact = get(conversation)["contact"].as_object();
    return "/api/v1/contacts/" + std::string(contact.at("id").as_string());
  }
  void run() {
    while (desk::erase_more(desk_) == desk::EraseTurn::more) {
    }
  }
};

TEST_P(Erasures, a_person_is_erased_once_the_address_was_typed) {
  const std::string conversation = mail("It broke.", "a@x");
  const std::string person = contact_of(conversation);
  EXPECT_TRUE(get(person)["erased"].is_null());
  const auto refused = post(person + "/erasure", R"({"confirmation":"bea@customer.example"})");
  EXPECT_EQ(refused.status(), 400);
  EXPECT_EQ(refused.text("code"), "not_confirmed");

  const auto begun =
      post(person + "/erasure", R"({"confirmation":"Ana@customer.example","reason":"asked"})");
  ASSERT_EQ(begun.status(), 202);
  EXPECT_EQ(begun.text("state"), "running");
  EXPECT_EQ(begun["by"].as_object().at("name").as_string(), "Bo");
  EXPECT_EQ(get(person).text("email"), "");
  run();
  const auto after = get(person);
  const auto& erased = after["erased"].as_object();
  EXPECT_EQ(erased.at("state").as_string(), "finished");
  EXPECT_EQ(erased.at("reason").as_string(), "asked");
  EXPECT_EQ(erased.at("conversations").as_int64(), 1);
  EXPECT_TRUE(after["addresses"].as_array().empty());
  EXPECT_EQ(post(person + "/erasure", R"({"confirmation":""})").text("state"), "finished");
  EXPECT_EQ(post("/api/v1/contacts/999999/erasure", R"({"confirmation":"x"})").status(), 404);
}

TEST_P(Erasures, messages_say_by_whom_and_when_their_words_were_erased) {
  const std::string conversation = mail("It broke.", "a@x");
  ASSERT_EQ(
      post(conversation + "/messages", R"({"kind":"reply","text":"Ana, try this."})").status(),
      201);
  ASSERT_EQ(post(contact_of(conversation) + "/erasure", R"({"confirmation":"Ana"})").status(), 202);
  run();
  const auto messages = get(conversation + "/messages");
  ASSERT_GE(messages.items().size(), 2u);
  for (const auto& message : messages.items()) {
    EXPECT_EQ(message.at("text").as_string(), "");
    EXPECT_EQ(message.at("erased").at("by").as_string(), "Bo");
    EXPECT_TRUE(message.at("erased").at("at").is_string());
    EXPECT_TRUE(message.at("to").as_array().empty());
  }
  EXPECT_EQ(get(conversation).text("state"), "unconfirmed");
  EXPECT_EQ(post(conversation + "/messages", R"({"kind":"reply","text":"Hello?"})").text("code"),
            "person_erased");
  bool told = false;
  const auto history = get(conversation + "/history");
  for (const auto& fact : history.items()) told |= fact.at("fact").as_string() == "person_erased";
  EXPECT_TRUE(told);
}

TEST_P(Erasures, a_person_gets_all_that_is_kept_about_them) {
  const std::string conversation = mail("It broke.", "a@x");
  mail("And again.", "b@x");
  ASSERT_EQ(post(conversation + "/messages", R"({"kind":"note","text":"Calm tone."})").status(),
            201);
  const auto all = get(contact_of(conversation) + "/export");
  ASSERT_EQ(all.status(), 200);
  EXPECT_EQ(all.text("email"), "ana@customer.example");
  EXPECT_TRUE(all["next"].is_null());
  const auto& conversations = all["conversations"].as_array();
  ASSERT_EQ(conversations.size(), 2u);
  EXPECT_EQ(conversations[0].at("role").as_string(), "requester");
  const auto& messages = conversations[0].at("messages").as_array();
  EXPECT_EQ(messages.at(0).at("text").as_string(), "It broke.");
  EXPECT_EQ(messages.back().at("text").as_string(), "Calm tone.");
  EXPECT_EQ(
      get(contact_of(conversation) + "/export?cursor=cc.0")["conversations"].as_array().size(), 0u);
  EXPECT_EQ(get(contact_of(conversation) + "/export?cursor=x").text("code"), "bad_cursor");
}

TEST_P(Erasures, a_person_is_not_told_whom_agents_told_in_bcc) {
  const std::string conversation = mail("It broke.", "a@x");
  const auto reply = post(conversation + "/messages",
                          R"({"kind":"reply","text":"Hm.","cc":["carol@customer.example"],)"
                          R"("bcc":["dan@elsewhere.example"]})");
  ASSERT_EQ(reply.status(), 201);
  const auto all = get(contact_of(conversation) + "/export");
  const auto& messages = all["conversations"].as_array().at(0).at("messages").as_array();
  EXPECT_EQ(messages.back().at("copies").as_array().size(), 2u);
  const std::string text = boost::json::serialize(all.json);
  EXPECT_TRUE(text.contains("carol@customer.example"));
  EXPECT_FALSE(text.contains("dan@elsewhere.example")) << text;
}

MG_ON_EVERY_ENGINE(Erasures);

}  // namespace
}  // namespace mg::api
