#include "desk/erase_fixture.h"

// A person who never wrote, but whom others named: in the Cc of a mail, as a recipient of ours.
namespace mg::desk {
namespace {

class EraseNamed : public EraseContact {
 protected:
  // Ana writes elsewhere, so that there is a person to erase.
  void know_ana() { mail_of_ana(word()); }
  std::string ana_as_json() const {
    return R"({"name":")" + ana_name_ + R"(","email":")" + ana_email_ + R"("})";
  }
  MessageId answer_with(ConversationId id, rules::WantedRecipients people, int undo_seconds = 0) {
    NewReply want;
    want.conversation = id;
    want.text = "We look into it.";
    want.undo_seconds = undo_seconds;
    want.recipients.people = std::move(people);
    const auto done = desk_->change_now(by_owner(), reply(want));
    EXPECT_TRUE(done) << done.error().detail;
    return MessageId{done.value_or(0)};
  }
  std::vector<rules::Person> ana_as_person() const { return {{ana_name_, ana_email_}}; }
  // Her words: her name and address.
  std::vector<std::string> hers() const {
    return std::vector<std::string>(words_.begin(), words_.begin() + 3);
  }
  void expect_she_is_gone() {
    EXPECT_EQ(places_of(hers()), std::set<std::string>{});
    EXPECT_EQ(files_with(hers()), (std::map<std::string, int>{}));
  }
};

TEST_P(EraseNamed, by_a_mail_of_somebody_else) {
  const auto id = conversation_of(
      mail_from("Bea", "bea@other.example", "Bea asks", "Hello", {}, ana_as_json()));
  know_ana();
  ASSERT_TRUE(places_of(hers()).contains("message_words.people"));
  ASSERT_TRUE(places_of(hers()).contains("named_address.address_key"));
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  expect_she_is_gone();
  EXPECT_EQ(load(id).state, State::open);
}

TEST_P(EraseNamed, as_a_recipient_of_ours_with_the_heads_of_the_others_copies) {
  know_ana();
  const auto id = conversation_of(mail_from("Bea", "bea@other.example", "Bea asks", "Hello"));
  for (const auto& lease : lease_outbox(*desk_, 100)) {  // The acknowledgements name nobody else.
    ASSERT_TRUE(desk_->change_now(as_system(), report(lease, {DeliveryState::sent, 250, "ok"})));
  }
  answer_with(id, {{}, ana_as_person(), {}});
  send_what_waits(DeliveryState::deferred);  // Both copies are frozen, and name her.
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  expect_she_is_gone();
  clock_.advance(1h);
  int left = 0;
  for (const auto& lease : lease_outbox(*desk_, 100)) {
    const auto item = load_outbox_item(*desk_, lease);
    if (!item || !*item || (*item)->recipient != "bea@other.example") continue;
    ++left;
    // Built anew, as the same mail, and without her.
    ASSERT_TRUE((*item)->build);
    EXPECT_TRUE((*item)->build->cc.empty());
    EXPECT_NE((*item)->build->message_id, "");
  }
  EXPECT_EQ(left, 1);
}

TEST_P(EraseNamed, in_bcc_of_a_reply_that_is_still_held) {
  know_ana();
  const auto id = conversation_of(mail_from("Bea", "bea@other.example", "Bea asks", "Hello"));
  answer_with(id, {{}, {}, ana_as_person()}, 60);
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  expect_she_is_gone();
  clock_.advance(2min);
  fire_due_timers();
  EXPECT_FALSE(contact(ana_email_));
  expect_she_is_gone();
}

TEST_P(EraseNamed, in_a_reply_that_was_taken_back) {
  know_ana();
  const auto id = conversation_of(mail_from("Bea", "bea@other.example", "Bea asks", "Hello"));
  const auto message = answer_with(id, {{}, ana_as_person(), {}}, 60);
  ASSERT_TRUE(desk_->change_now(by_owner(), withdraw_reply(message)));
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  expect_she_is_gone();
}

TEST_P(EraseNamed, while_others_stay_who_were_named_beside_her) {
  know_ana();
  const auto id =
      conversation_of(mail_from("Bea", "bea@other.example", "Bea asks", "Hello", {},
                                ana_as_json() + R"(,{"name":"Cy","email":"cy@third.example"})"));
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  expect_she_is_gone();
  const auto found = look<rules::Suggestion>(
      [&](db::Session& session) { return *suggested_recipients(session, id, {}); });
  ASSERT_EQ(found.reply_all.cc.size(), 1u);
  EXPECT_EQ(found.reply_all.cc[0].email, "cy@third.example");
}

MG_ON_EVERY_ENGINE(EraseNamed);

}  // namespace
}  // namespace mg::desk
