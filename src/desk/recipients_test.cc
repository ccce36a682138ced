#include "desk/recipients.h"

#include <algorithm>

#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/mail_people.h"
#include "desk/outbox.h"
#include "desk/reads.h"

// Whom mail is addressed to: what an answer takes over, what each copy says, who learns of whom.
namespace mg::desk {
namespace {

using Emails = std::vector<std::string>;

class RecipientsTest : public DeskTest {
 protected:
  static std::string people(const std::string& cc, const std::string& reply_to = "") {
    const auto list = [](const std::string& email) {
      return email.empty() ? std::string() : R"({"name":"","email":")" + email + "\"}";
    };
    return R"({"to":[{"name":"Help","email":"Help@desk.example"}],"cc":[)" + list(cc) +
           R"(],"reply_to":[)" + list(reply_to) + "]}";
  }

  ConversationId begin(const std::string& cc = "", const std::string& reply_to = "") {
    auto first = mail("It broke.", "a@x");
    first.people = people(cc, reply_to);
    return conversation_of(receive(first));
  }

  // A mail of somebody into the conversation that this Message-ID of ours is from.
  MessageId write_in(const std::string& email, const std::string& answers,
                     const std::string& cc = "") {
    auto answer = mail("I, too.", std::to_string(++mails_) + "@x");
    answer.from_address = email;
    answer.from_name.clear();
    answer.references = {answers};
    answer.people = people(cc);
    return receive(answer);
  }

  static std::vector<rules::Person> persons(const Emails& emails) {
    std::vector<rules::Person> all;
    for (const std::string& email : emails) all.push_back({"", email});
    return all;
  }
  static Emails emails(const std::vector<rules::Person>& people) {
    Emails all;
    for (const rules::Person& person : people) all.push_back(person.email);
    return all;
  }

  Result<std::int64_t> say(ConversationId id, WantedPeople recipients, int undo_seconds = 0) {
    NewReply want;
    want.conversation = id;
    want.text = "We look into it.";
    want.undo_seconds = undo_seconds;
    want.recipients = std::move(recipients);
    return desk_->change_now(by_owner(), reply(want));
  }
  static WantedPeople in_cc(const Emails& cc, const Emails& bcc = {}) {
    return {{{}, persons(cc), persons(bcc)}, false};
  }

  // The copies that wait, by whom they go to; each frozen, as when it is sent.
  std::map<std::string, OutboxItem> copies() {
    std::map<std::string, OutboxItem> found;
    for (const auto& lease : lease_outbox(*desk_, 100)) {
      auto item = load_outbox_item(*desk_, lease);
      if (!item || !*item) continue;
      auto bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob("mail"));
      EXPECT_TRUE(desk_->change_now(as_system(), freeze(lease, (*item)->build->message_id, bytes)));
      EXPECT_TRUE(desk_->change_now(as_system(), report(lease, {DeliveryState::sent, 250, "ok"})));
      found.emplace((*item)->recipient, std::move(**item));
    }
    return found;
  }

  rules::Suggestion suggested(ConversationId id, MessageId about = {}) {
    auto found = desk_->read<rules::Suggestion>(
        [&](db::Session& session) { return suggested_recipients(session, id, about); });
    EXPECT_TRUE(found);
    return found.value_or(rules::Suggestion{});
  }

  ContactId contact_of(const std::string& email) {
    return desk_
        ->read<ContactId>([&](db::Session& session) -> Result<ContactId> {
          return store::find_contact(session, email).value_or(ContactId{});
        })
        .value();
  }

  std::vector<Said> page_of(ConversationId id) {
    return desk_
        ->read<std::vector<Said>>([&](db::Session& session) -> Result<std::vector<Said>> {
          return customer_thread(session, id, contact_of("ana@customer.example"), {}, 100);
        })
        .value();
  }

  int mails_ = 0;
};

TEST_P(RecipientsTest, a_reply_as_always_goes_to_the_requester_alone) {
  const auto id = begin("carol@customer.example");
  copies();
  ASSERT_TRUE(say(id, {}));
  auto sent = copies();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_TRUE(sent.at("ana@customer.example").build->cc.empty());
  EXPECT_TRUE(sent.contains("ana@customer.example"));
  EXPECT_TRUE(load(id).others.empty());
}

TEST_P(RecipientsTest, a_reply_to_all_keeps_the_cc_and_each_recipient_has_a_copy_of_their_own) {
  const auto id = begin("carol@customer.example");
  copies();
  EXPECT_EQ(emails(suggested(id).reply_all.cc), Emails{"carol@customer.example"});
  EXPECT_FALSE(suggested(id).all_by_default);
  ASSERT_TRUE(say(id, {{}, true}));
  auto sent = copies();
  ASSERT_EQ(sent.size(), 2u);
  const MailToBuild& to_ana = *sent.at("ana@customer.example").build;
  const MailToBuild& to_carol = *sent.at("carol@customer.example").build;
  for (const MailToBuild* mail : {&to_ana, &to_carol}) {
    EXPECT_EQ(emails(mail->to), Emails{"ana@customer.example"});
    EXPECT_EQ(emails(mail->cc), Emails{"carol@customer.example"});
  }
  EXPECT_NE(to_ana.message_id, to_carol.message_id);
  EXPECT_FALSE(to_ana.page_url.empty());
  EXPECT_EQ(to_carol.page_url, "");
  const auto others = load(id).others;
  ASSERT_EQ(others.size(), 1u);
  EXPECT_EQ(others[0].role, ParticipantRole::cc);
  // The next answer goes to the same people without being asked.
  EXPECT_TRUE(suggested(id).all_by_default);
}

TEST_P(RecipientsTest, a_copy_refers_to_what_its_reader_has_got) {
  const auto id = begin("carol@customer.example");
  copies();
  ASSERT_TRUE(say(id, {{}, true}));
  auto first = copies();
  ASSERT_TRUE(say(id, {{}, true}));
  auto second = copies();
  for (const std::string reader : {"ana@customer.example", "carol@customer.example"}) {
    const auto& references = second.at(reader).build->references;
    ASSERT_FALSE(references.empty());
    EXPECT_EQ(references.front(), "a@x");
    EXPECT_EQ(references.back(), first.at(reader).build->message_id);
  }
}

TEST_P(RecipientsTest, only_the_requester_is_asked_whether_it_is_solved_E14) {
  const auto id = begin("carol@customer.example");
  copies();
  NewReply want;
  want.conversation = id;
  want.text = "Done.";
  want.propose = true;
  want.recipients.all = true;
  ASSERT_TRUE(desk_->change_now(by_owner(), reply(want)));
  auto sent = copies();
  EXPECT_TRUE(sent.at("ana@customer.example").build->asks_if_solved);
  EXPECT_FALSE(sent.at("carol@customer.example").build->asks_if_solved);
  auto yes = mail("Yes", "yes@x");
  yes.from_address = "carol@customer.example";
  yes.references = {sent.at("carol@customer.example").build->message_id};
  EXPECT_EQ(conversation_of(receive(yes)), id);
  EXPECT_NE(load(id).state, State::solved);
}

TEST_P(RecipientsTest, who_is_copied_in_joins_by_answering) {
  const auto id = begin("carol@customer.example");
  ASSERT_TRUE(say(id, {{}, true}));
  const auto id_of_copy = copies().at("carol@customer.example").build->message_id;
  EXPECT_EQ(conversation_of(write_in("carol@customer.example", id_of_copy)), id);
  EXPECT_EQ(load(id).others.size(), 1u);
  EXPECT_EQ(load(id).turn, Turn::us);
  EXPECT_EQ(page_of(id).back().author_email, "carol@customer.example");
  const auto found = suggested(id);
  EXPECT_EQ(emails(found.reply.to), Emails{"ana@customer.example"});
  EXPECT_EQ(emails(found.reply.cc), Emails{"carol@customer.example"});
}

TEST_P(RecipientsTest, bcc_stands_in_no_head_and_on_no_page_E13) {
  const auto id = begin();
  copies();
  const auto message = MessageId{say(id, in_cc({}, {"dan@elsewhere.example"})).value()};
  auto sent = copies();
  ASSERT_EQ(sent.size(), 2u);
  for (const auto& [recipient, item] : sent) {
    EXPECT_EQ(emails(item.build->to), Emails{"ana@customer.example"}) << recipient;
    EXPECT_TRUE(item.build->cc.empty()) << recipient;
  }
  EXPECT_EQ(load(id).others.at(0).role, ParticipantRole::bcc);
  const auto& copy = *sent.at("dan@elsewhere.example").build;
  EXPECT_EQ(copy.page_url, "");
  EXPECT_EQ(conversation_of(write_in("dan@elsewhere.example", copy.message_id)), id);
  for (const Said& said : page_of(id)) EXPECT_NE(said.author_email, "dan@elsewhere.example");
  const auto found = suggested(id);
  EXPECT_EQ(emails(found.reply.to), Emails{"ana@customer.example"});
  EXPECT_EQ(emails(found.reply.bcc), Emails{"dan@elsewhere.example"});
  EXPECT_TRUE(found.reply.cc.empty());
  // Agents see it.
  const auto shown = desk_->read<Said>(
      [&](db::Session& session) -> Result<Said> { return *said(session, message); });
  EXPECT_EQ(emails(people_from(shown->shown.words.people).bcc), Emails{"dan@elsewhere.example"});
  EXPECT_EQ(shown->copies.size(), 2u);
}

TEST_P(RecipientsTest, no_other_copy_refers_to_what_somebody_in_bcc_wrote) {
  const auto id = begin();
  copies();
  ASSERT_TRUE(say(id, in_cc({}, {"dan@elsewhere.example"})));
  const auto copy = copies().at("dan@elsewhere.example").build->message_id;
  write_in("dan@elsewhere.example", copy);  // Its Message-ID is 1@x.
  ASSERT_TRUE(say(id, in_cc({}, {"dan@elsewhere.example"})));
  auto sent = copies();
  const auto refers = [&](const std::string& reader, const std::string& to) {
    const auto& references = sent.at(reader).build->references;
    return std::ranges::find(references, to) != references.end();
  };
  EXPECT_TRUE(refers("dan@elsewhere.example", "1@x"));
  EXPECT_TRUE(refers("ana@customer.example", "a@x"));
  EXPECT_FALSE(refers("ana@customer.example", "1@x"));
  EXPECT_FALSE(refers("ana@customer.example", copy));
}

TEST_P(RecipientsTest, who_was_in_bcc_takes_part_openly_once_they_stand_in_cc) {
  const auto id = begin();
  ASSERT_TRUE(say(id, in_cc({}, {"dan@elsewhere.example"})));
  ASSERT_TRUE(say(id, in_cc({"dan@elsewhere.example"})));
  EXPECT_EQ(load(id).others.at(0).role, ParticipantRole::cc);
  ASSERT_TRUE(say(id, in_cc({}, {"dan@elsewhere.example"})));
  EXPECT_EQ(load(id).others.at(0).role, ParticipantRole::cc);
  EXPECT_EQ(load(id).others.size(), 1u);
}

TEST_P(RecipientsTest, each_copy_has_a_truth_of_its_own) {
  const auto id = begin();
  copies();
  const auto message = MessageId{say(id, in_cc({"carol@customer.example"})).value()};
  for (const auto& lease : lease_outbox(*desk_, 100)) {
    const auto item = load_outbox_item(*desk_, lease);
    const bool is_carol = (*item)->recipient == "carol@customer.example";
    ASSERT_TRUE(desk_->change_now(
        as_system(), report(lease, is_carol ? Attempt{DeliveryState::failed, 550, "no such user"}
                                            : Attempt{DeliveryState::sent, 250, "ok"})));
  }
  const auto shown = desk_->read<Said>(
      [&](db::Session& session) -> Result<Said> { return *said(session, message); });
  EXPECT_EQ(shown->delivery->state, DeliveryState::failed);
  for (const Delivery& copy : shown->copies) {
    const bool is_carol = copy.recipient == "carol@customer.example";
    EXPECT_EQ(copy.state, is_carol ? DeliveryState::failed : DeliveryState::sent);
    EXPECT_EQ(copy.answer, is_carol ? "no such user" : "ok");
  }
}

TEST_P(RecipientsTest, a_held_reply_reaches_and_joins_nobody_until_it_goes_out) {
  const auto id = begin();
  copies();
  const auto first = MessageId{say(id, in_cc({"carol@customer.example"}), 10).value()};
  EXPECT_TRUE(load(id).others.empty());
  ASSERT_TRUE(desk_->change_now(by_owner(), withdraw_reply(first)));
  clock_.advance(20s);
  fire_due_timers();
  EXPECT_TRUE(copies().empty());
  EXPECT_EQ(contact_of("carol@customer.example"), ContactId{});
  ASSERT_TRUE(say(id, in_cc({"carol@customer.example"}), 10));
  clock_.advance(20s);
  fire_due_timers();
  EXPECT_EQ(copies().size(), 2u);
  EXPECT_EQ(load(id).others.size(), 1u);
}

TEST_P(RecipientsTest, our_own_addresses_get_no_copy) {
  add_inbox("sales@desk.example");
  const auto id = begin("Sales+x@desk.example");
  copies();
  EXPECT_TRUE(suggested(id).reply_all.cc.empty());
  ASSERT_TRUE(say(id, in_cc({"sales@desk.example", "help+c-1@desk.example"})));
  const auto sent = copies();
  EXPECT_EQ(sent.size(), 1u);
  EXPECT_TRUE(sent.contains("ana@customer.example"));
}

TEST_P(RecipientsTest, where_the_requester_asks_to_be_answered_counts_as_the_requester) {
  const auto id = begin("", "orders@customer.example");
  copies();
  const auto found = suggested(id);
  EXPECT_EQ(found.answer.reply_to, rules::ReplyTo::followed);
  EXPECT_EQ(emails(found.reply.to), Emails{"orders@customer.example"});
  ASSERT_TRUE(say(id, {{persons({"orders@customer.example"}), {}, {}}, false}));
  const auto sent = copies();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_FALSE(sent.at("orders@customer.example").build->page_url.empty());
  EXPECT_TRUE(load(id).others.empty());
}

TEST_P(RecipientsTest, a_contact_form_that_sends_from_our_own_address_is_answered_where_it_asks) {
  auto form = mail("It broke.", "form@x");
  form.from_address = "help@desk.example";
  form.from_name = "Our shop";
  form.people = people("", "dan@elsewhere.example");
  const auto id = conversation_of(receive(form));
  EXPECT_EQ(emails(suggested(id).reply.to), Emails{"dan@elsewhere.example"});
  EXPECT_EQ(suggested(id).answer.reply_to, rules::ReplyTo::followed);
  ASSERT_TRUE(say(id, {}));
  const auto sent = copies();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_TRUE(sent.contains("dan@elsewhere.example"));
}

TEST_P(RecipientsTest, a_contact_form_is_answered_where_it_asks_also_when_nobody_is_named) {
  auto form = mail("It broke.", "form@x");
  form.from_address = "no-reply@shop.example";
  form.from_name = "Shop";
  form.people = people("", "dan@elsewhere.example");
  const auto id = conversation_of(receive(form));
  copies();
  ASSERT_TRUE(say(id, {}));
  auto sent = copies();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_FALSE(sent.at("dan@elsewhere.example").build->page_url.empty());
  EXPECT_EQ(emails(sent.at("dan@elsewhere.example").build->to), Emails{"dan@elsewhere.example"});
  ASSERT_TRUE(say(id, in_cc({"carol@customer.example"})));
  const auto copy = copies().at("carol@customer.example").build->message_id;
  EXPECT_EQ(conversation_of(write_in("carol@customer.example", copy)), id);
  EXPECT_EQ(emails(suggested(id).reply.to), Emails{"dan@elsewhere.example"});
  NewReply want;
  want.conversation = id;
  want.text = "Done.";
  want.propose = true;
  ASSERT_TRUE(desk_->change_now(by_owner(), reply(want)));
  copies();
  clock_.advance(std::chrono::days(4));
  fire_due_timers();
  sent = copies();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_TRUE(sent.at("dan@elsewhere.example").build->asks_if_solved);
}

TEST_P(RecipientsTest, a_reply_to_that_leads_elsewhere_is_nobody_we_know) {
  const auto id = begin("", "ana@custorner.example");
  copies();
  const auto found = suggested(id);
  EXPECT_EQ(found.answer.reply_to, rules::ReplyTo::elsewhere);
  EXPECT_EQ(emails(found.reply.to), Emails{"ana@customer.example"});
  const auto alone = say(id, {{persons({"ana@custorner.example"}), {}, {}}, false});
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().code, "requester_missing");
  ASSERT_TRUE(say(id, in_cc({"ana@custorner.example"})));
  EXPECT_EQ(copies().at("ana@custorner.example").build->page_url, "");
}

TEST_P(RecipientsTest, an_inbox_that_sends_no_mail_refuses_further_recipients) {
  const auto id = begin();
  copies();
  ASSERT_TRUE(desk_->change_now(
      by_owner(), edit_inbox(inbox_, [](store::Inbox& inbox) { inbox.smtp.clear(); })));
  const auto refused = say(id, in_cc({"carol@customer.example"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "cannot_mail");
  EXPECT_TRUE(say(id, {{persons({"ana@customer.example"}), {}, {}}, false}));
}

TEST_P(RecipientsTest, a_suggestion_is_about_a_message_of_the_conversation) {
  const auto id = begin("carol@customer.example");
  auto other = mail("Another.", "b@x");
  const auto elsewhere = receive(other);
  const auto found = desk_->read<rules::Suggestion>(
      [&](db::Session& session) { return suggested_recipients(session, id, elsewhere); });
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, RefusalKind::not_found);
}

MG_ON_EVERY_ENGINE(RecipientsTest);

}  // namespace
}  // namespace mg::desk
