#include <future>

#include "pages/page_desk.h"

// Forms of the customer's page that are sent again under an Idempotency-Key.
namespace mg::pages {
namespace {

class PageKeys : public PageDesk {
 protected:
  net::Response post_with(const std::string& key, const std::string& path,
                          const std::vector<FormPart>& parts) {
    net::Request posted = form(path, parts);
    posted.headers.push_back({"idempotency-key", key});
    return answer_to(router_, std::move(posted));
  }
  // What is mailed is decided after the answer: waits for that many.
  LinkMails link_mails_when(std::size_t count) {
    db::testing::holds_soon(
        desk_.database(), [&] { return link_mails().size() >= count; }, std::chrono::seconds(5));
    return link_mails();
  }
};

TEST_P(PageKeys, the_same_key_and_words_are_one_message_and_the_same_answer) {
  const auto id = ana_writes("My kettle broke.");
  const std::string path = page_of(id) + "/messages";
  const int before = conversation(id).messages;
  const std::vector<FormPart> parts{{"text", "It still leaks."}, {"file", "abc", "a.txt"}};
  const auto first = post_with("k1", path, parts);
  EXPECT_EQ(first.status, 303);
  const std::string head = log_head();
  const auto again = post_with("k1", path, parts);
  EXPECT_EQ(bytes_of(again), bytes_of(first));
  EXPECT_EQ(log_head(), head);
  EXPECT_EQ(post_with("k2", path, parts).status, 303);
  EXPECT_EQ(conversation(id).messages, before + 2);
  test_desk_.clock().set(desk_.now() + std::chrono::hours(25));
  EXPECT_EQ(post_with("k1", path, parts).status, 303);
  EXPECT_EQ(conversation(id).messages, before + 3) << "keys are remembered for a day";
}

TEST_P(PageKeys, the_same_key_at_the_same_time_is_one_message) {
  const auto id = ana_writes("My kettle broke.");
  const std::string path = page_of(id) + "/messages";
  const int before = conversation(id).messages;
  std::vector<std::future<net::Response>> answers;
  for (int i = 0; i < 10; ++i) {
    net::Request posted = form(path, {{"text", "It still leaks."}});
    posted.headers.push_back({"idempotency-key", "k1"});
    answers.push_back(std::async(std::launch::async, [this, posted = std::move(posted)]() mutable {
      return answer_to(router_, std::move(posted));
    }));
  }
  for (auto& answer : answers) EXPECT_EQ(answer.get().status, 303);
  EXPECT_EQ(conversation(id).messages, before + 1);
}

TEST_P(PageKeys, a_key_of_another_request_is_a_409_page_that_keeps_the_words) {
  const auto id = ana_writes("My kettle broke.");
  must(desk::propose(id, "A new one is on its way."));
  const std::string page = page_of(id);
  ASSERT_EQ(post_with("k1", page + "/messages", {{"text", "One."}}).status, 303);
  const std::string before = log_head();
  const auto other = post_with("k1", page + "/messages", {{"text", "Two."}});
  EXPECT_EQ(other.status, 409);
  EXPECT_TRUE(has(other.body_bytes(), "Send it under a new key."));
  EXPECT_TRUE(has(other.body_bytes(), "\nTwo.</textarea>"));
  const auto answer =
      post_with("k1", page + "/confirmation", {{"solved", "not_yet"}, {"words", "No."}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_TRUE(has(answer.body_bytes(), "\nNo.</textarea>"));
  const auto elsewhere = ana_writes("My lamp broke.");
  const std::string head = log_head();
  EXPECT_NE(head, before);
  EXPECT_EQ(post_with("k1", page_of(elsewhere) + "/messages", {{"text", "One."}}).status, 409);
  EXPECT_EQ(log_head(), head);
}

TEST_P(PageKeys, keys_are_the_reader_s_own) {
  const auto id = ana_writes("My kettle broke.");
  cc_writes(id, "Mine too.");
  const int before = conversation(id).messages;
  EXPECT_EQ(post_with("k1", page_of(id) + "/messages", {{"text", "One."}}).status, 303);
  const std::string cy = page_of(id, "cy@customer.example");
  EXPECT_EQ(post_with("k1", cy + "/messages", {{"text", "Two."}}).status, 303);
  EXPECT_EQ(conversation(id).messages, before + 2);
}

TEST_P(PageKeys, the_same_answer_under_one_key_is_one_not_yet) {
  const auto id = ana_writes("My kettle broke.");
  must(desk::propose(id, "A new one is on its way."));
  const std::vector<FormPart> parts{{"solved", "not_yet"}, {"words", "No."}};
  const auto first = post_with("k1", page_of(id) + "/confirmation", parts);
  EXPECT_EQ(first.status, 303);
  const std::string before = log_head();
  EXPECT_EQ(bytes_of(post_with("k1", page_of(id) + "/confirmation", parts)), bytes_of(first));
  EXPECT_EQ(log_head(), before);
}

TEST_P(PageKeys, one_form_is_one_message_whatever_its_keys) {
  const auto id = ana_writes("My kettle broke.");
  const std::string path = page_of(id) + "/messages";
  const std::vector<FormPart> parts{{"form", "f1"}, {"text", "It still leaks."}};
  const int before = conversation(id).messages;
  for (const char* key : {"k1", "k2", "k1"}) EXPECT_EQ(post_with(key, path, parts).status, 303);
  EXPECT_EQ(post(path, parts).status, 303);
  EXPECT_EQ(conversation(id).messages, before + 1);
}

TEST_P(PageKeys, a_key_that_is_none_is_a_400_page) {
  const auto id = ana_writes("My kettle broke.");
  must(desk::propose(id, "A new one is on its way."));
  const std::string before = log_head();
  for (const std::string& key : {std::string(), std::string("a b"), std::string(201, 'k')}) {
    for (const auto& [path, parts] :
         {std::pair<std::string, std::vector<FormPart>>{page_of(id) + "/messages", {{"text", "x"}}},
          {page_of(id) + "/confirmation", {{"solved", "yes"}}},
          {"/c/renew", {{"email", "ana@customer.example"}}}}) {
      const auto answer = post_with(key, path, parts);
      EXPECT_EQ(answer.status, 400) << path;
      EXPECT_TRUE(has(answer.body_bytes(), "1 to 200 visible ASCII characters")) << path;
    }
  }
  EXPECT_EQ(log_head(), before);
  EXPECT_TRUE(link_mails().empty());
}

TEST_P(PageKeys, a_new_link_under_one_key_is_mailed_once_also_after_the_pause) {
  const auto id = ana_writes("My kettle broke.");
  const std::vector<FormPart> ana{{"email", "ana@customer.example"}};
  const auto first = post_with("k1", "/c/renew", ana);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(link_mails_when(1), (LinkMails{{"ana@customer.example", id.value}}));
  test_desk_.clock().set(desk_.now() + std::chrono::hours(2));
  EXPECT_EQ(bytes_of(post_with("k1", "/c/renew", ana)), bytes_of(first));
  test_desk_.clock().set(desk_.now() + std::chrono::hours(2));
  EXPECT_EQ(bytes_of(post_with("k2", "/c/renew", ana)), bytes_of(first));
  EXPECT_EQ(link_mails_when(2).size(), 2u);
}

TEST_P(PageKeys, a_key_says_nothing_of_who_writes_to_us) {
  ana_writes("My kettle broke.");
  const auto renew = [&](const std::string& key, const std::string& address) {
    return post_with(key, "/c/renew", {{"email", address}});
  };
  const auto known = renew("k1", "ana@customer.example");
  const auto unknown = renew("k2", "nobody@customer.example");
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(bytes_of(known), bytes_of(unknown));
  const auto other = renew("k1", "nobody@customer.example");
  EXPECT_EQ(other.status, 409);
  EXPECT_TRUE(has(other.body_bytes(), "Send it under a new key."));
  EXPECT_EQ(bytes_of(other), bytes_of(renew("k2", "ana@customer.example")));
}

MG_ON_EVERY_ENGINE(PageKeys);

}  // namespace
}  // namespace mg::pages
