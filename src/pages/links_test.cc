#include "desk/customer.h"
#include "pages/page_desk.h"

// New links to the customer's page, and where they lead.
namespace mg::pages {
namespace {

class PageLinks : public PageDesk {
 protected:
  static constexpr const char* cy = "cy@customer.example";

  void renew(const std::string& address) {
    EXPECT_TRUE(desk_.change_now(desk::as_system(), desk::mail_new_links(address, desk_.keys())));
  }
  void pass(Duration time) { test_desk_.clock().set(desk_.now() + time); }
  void solve(ConversationId id) {
    must(desk::propose(id, "Done?"));
    ASSERT_EQ(post(page_of(id) + "/confirmation", {{"solved", "yes"}}).status, 303);
  }
  // In the order in which they are mailed.
  std::vector<std::int64_t> linked(const std::string& address) {
    std::vector<std::int64_t> conversations;
    for (const auto& [recipient, conversation] : link_mails()) {
      if (recipient == address) conversations.push_back(conversation);
    }
    return conversations;
  }
  // Cy answers a mail of Ana, whose Message-ID is known beyond us.
  void cy_answers(ConversationId id, const std::string& message_id) {
    auto mail = mail_of("Cy", "And me?");
    mail->from_address = cy;
    mail->references = {message_id};
    ASSERT_EQ(receive(mail), id);
  }
  std::string pages_mailed_to(const std::string& address) {
    std::string pages;
    for (const auto& lease : desk::lease_outbox(desk_, 50, {})) {
      const auto item = desk::load_outbox_item(desk_, lease);
      if (!item || !*item || (*item)->recipient != address) continue;
      if ((*item)->build->system != SystemKind::page_link) continue;
      const std::string& url = (*item)->build->page_url;
      const auto page = get(url.substr(url.find("/c/")));
      EXPECT_EQ(page.status, 200);
      pages += page.body_bytes();
    }
    return pages;
  }
};

TEST_P(PageLinks, lead_to_all_that_goes_on_or_may_be_reopened) {
  const auto ended = ana_writes("The kettle.");
  solve(ended);
  pass(std::chrono::days(40));
  const auto first = ana_writes("The lamp.");
  const auto solved = ana_writes("The chair.");
  solve(solved);
  const auto spam = ana_writes("Buy this.");
  must(desk::mark_spam(spam));
  pass(std::chrono::days(20));
  const auto last = ana_writes("The table.");
  renew("ana@customer.example");
  EXPECT_EQ(linked("ana@customer.example"), (std::vector{first.value, solved.value, last.value}));
}

TEST_P(PageLinks, are_the_newest_five_and_go_out_once_an_hour) {
  std::vector<std::int64_t> all;
  for (int i = 0; i < 7; ++i) all.push_back(ana_writes("Thing " + std::to_string(i)).value);
  renew("ana@customer.example");
  renew("Ana@Customer.example");
  const std::vector<std::int64_t> newest(all.end() - 5, all.end());
  EXPECT_EQ(linked("ana@customer.example"), newest);
  pass(std::chrono::hours(1));
  renew("ana@customer.example");
  EXPECT_EQ(linked("ana@customer.example").size(), 10u);
}

TEST_P(PageLinks, lead_to_the_newest_when_all_have_ended) {
  solve(ana_writes("The kettle."));
  const auto last = ana_writes("The lamp.");
  solve(last);
  pass(std::chrono::days(200));
  renew("ana@customer.example");
  EXPECT_EQ(linked("ana@customer.example"), std::vector{last.value});
}

TEST_P(PageLinks, open_the_page_that_they_are_for) {
  const auto id = ana_writes("The kettle.");
  ana_writes("The lamp.");
  const std::string old = page_of(id);
  pass(std::chrono::days(100));
  ASSERT_EQ(get(old).status, 404);
  renew("ana@customer.example");
  const std::string pages = pages_mailed_to("ana@customer.example");
  EXPECT_TRUE(has(pages, "The kettle."));
  EXPECT_TRUE(has(pages, "The lamp."));
}

TEST_P(PageLinks, whoever_was_copied_in_gets_one_to_read_along) {
  const auto id = ana_writes("The kettle.");
  cc_writes(id, "Mine too.");
  must(desk::propose(id, "Done?"));
  renew(cy);
  EXPECT_EQ(linked(cy), std::vector{id.value});
  EXPECT_TRUE(linked("ana@customer.example").empty());
  const std::string page = pages_mailed_to(cy);
  EXPECT_TRUE(has(page, "The kettle."));
  EXPECT_FALSE(has(page, "/confirmation"));
}

TEST_P(PageLinks, whom_the_requester_named_gets_one) {
  auto mail = mail_of("Ana Lind", "The kettle.");
  mail->people = R"({"to":[],"cc":[{"name":"Cy","email":"Cy@Customer.example"}]})";
  const auto id = receive(mail);
  cy_answers(id, mail->message_id);
  renew(cy);
  EXPECT_EQ(linked(cy), std::vector{id.value});
}

// Named in a mail that was forged in her name, by whom she never named.
TEST_P(PageLinks, whom_a_disowned_mail_names_gets_none_E2) {
  auto forged = mail_of("Ana Lind", "Which address of mine do you have?");
  forged->people = R"({"to":[],"cc":[{"name":"","email":"cy@customer.example"}],"disowned":true})";
  const auto id = receive(forged);
  cy_answers(id, forged->message_id);
  renew(cy);
  EXPECT_TRUE(link_mails().empty());
  renew("ana@customer.example");
  EXPECT_EQ(linked("ana@customer.example"), std::vector{id.value});
}

// The ticket trick: who writes to us, or asks for a link, in the name of an address that is not
// theirs has it mailed to that address and reads nothing.
TEST_P(PageLinks, what_is_asked_for_in_anothers_name_goes_to_that_other_alone_E1) {
  auto tricked = mail_of("No reply", "Your code is 1234.");
  tricked->from_address = "no-reply@third.example";
  const auto id = receive(tricked);
  renew("no-reply@third.example");
  renew("eve@elsewhere.example");
  ASSERT_EQ(link_mails(), (LinkMails{{"no-reply@third.example", id.value}}));
  const auto asked = post("/c/renew", {{"email", "no-reply@third.example"}});
  EXPECT_EQ(asked.status, 200);
  EXPECT_FALSE(has(asked.body_bytes(), "/c/" + page_of(id, "no-reply@third.example").substr(3)));
  EXPECT_FALSE(has(asked.body_bytes(), "1234"));
}

TEST_P(PageLinks, a_stranger_who_writes_in_by_a_message_id_gets_none_E2) {
  auto mail = mail_of("Ana Lind", "The kettle.");
  const auto id = receive(mail);
  cy_answers(id, mail->message_id);
  ASSERT_EQ(conversation(id).others.size(), 1u);
  renew(cy);
  EXPECT_TRUE(link_mails().empty());
  // Not even by naming a conversation of their own, or by naming themselves.
  auto own = mail_of("Cy", "The lamp.");
  own->from_address = cy;
  const auto lamp = receive(own);
  auto again = mail_of("Cy", "And me?");
  again->from_address = cy;
  again->references = {mail->message_id};
  again->people = R"({"to":[{"name":"","email":")" +
                  *desk::plus_address(*desk_.keys(), "help@desk.example", lamp) +
                  R"("}],"cc":[{"name":"","email":"cy@customer.example"}]})";
  ASSERT_EQ(receive(again), id);
  renew(cy);
  EXPECT_EQ(linked(cy), std::vector{lamp.value});
}

MG_ON_EVERY_ENGINE(PageLinks);

}  // namespace
}  // namespace mg::pages
