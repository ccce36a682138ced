#include "desk/erase_contact.h"

#include "desk/customer.h"
#include "desk/erase_fixture.h"
#include "desk/hold.h"
#include "desk/reads.h"

// The course of an erasure, and what comes in beside it.
namespace mg::desk {
namespace {

TEST_P(EraseContact, the_person_is_out_of_reach_at_once_and_the_queues_follow) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  answer(id, "Soon.", 60);
  const ContactId who = ana();
  const std::string token = page_token(*desk_->keys(), {id, who, clock_.now() + 24h});
  ASSERT_TRUE(start(who, " " + ana_email_ + " "));

  const auto leases = lease_outbox(*desk_, 10);
  for (const auto& lease : leases) {
    EXPECT_FALSE(load_outbox_item(*desk_, lease)->has_value()) << "nothing goes out any more";
  }
  const PageClaim claim = *read_page_token(*desk_->keys(), token, clock_.now());
  EXPECT_EQ(desk_->change_now(as_contact(who), write_from_page({claim, "Hello?", {}})).error().kind,
            RefusalKind::not_found);
  EXPECT_EQ(desk_->change_now(as_contact(who), confirm_from_page({claim, "", {}}, {})).error().kind,
            RefusalKind::not_found);
  clock_.advance(5h);
  const auto timers = lease_timers(*desk_, 10);
  EXPECT_FALSE(timers.empty());
  for (const auto& timer : timers) {
    ASSERT_TRUE(desk_->change_now(as_system(), fire(timer)));
  }
  EXPECT_EQ(load(id).promises.at(0).state, PromiseState::open) << "not broken by the wait";

  run();
  const auto c = load(id);
  EXPECT_EQ(c.state, State::unconfirmed);
  EXPECT_TRUE(c.promises.empty());
  EXPECT_TRUE(c.held.empty());
  EXPECT_FALSE(next_timer(*desk_));
  EXPECT_FALSE(next_outgoing(*desk_));
  const auto copies = look<std::vector<views::Delivery>>(
      [&](db::Session& session) { return store::deliveries_in(session, id); });
  ASSERT_EQ(copies.size(), 1u);
  EXPECT_EQ(copies[0].state, DeliveryState::cancelled);
  EXPECT_EQ(look<std::string>([&](db::Session& session) {
              return store::load_words(session, copies[0].id).answer;
            }),
            "Not sent: the person was erased.");
  NewReply want;
  want.conversation = id;
  want.text = "Still there?";
  EXPECT_EQ(desk_->change_now(by_owner(), reply(want)).error().code, "person_erased");
  EXPECT_EQ(desk_
                ->change_now(by_owner(), edit({.conversation = id,
                                               .subject = "Ana",
                                               .assignee = {},
                                               .team = {},
                                               .priority = {}}))
                .error()
                .code,
            "person_erased");
}

TEST_P(EraseContact, a_later_mail_makes_a_new_contact_and_is_linked_to_nothing) {
  const ConversationId old = conversation_of(mail_of_ana("Help"));
  const ContactId who = ana();
  ASSERT_TRUE(start(who, ana_email_));
  const std::string token = *plus_address(*desk_->keys(), "help@desk.example", old);
  auto mail = std::make_shared<ReceivedMail>();
  mail->inbox = inbox_;
  mail->from_address = ana_email_;
  mail->subject = "Again";
  mail->message_id = "new@x";
  mail->addressed_to = {token};
  mail->text = "Hello again";
  const auto receipt = desk_->change_now(as_system(), receive_mail(mail, desk_->keys()));
  ASSERT_TRUE(receipt);
  run();
  const auto c = load(conversation_of(MessageId{*receipt}));
  EXPECT_NE(c.id, old);
  EXPECT_NE(c.contact, who);
  EXPECT_FALSE(c.continues);
  EXPECT_FALSE(load(old).continued_by);
  EXPECT_EQ(contact(ana_email_), c.contact);
  store::ListQuery open;
  open.state = State::open;
  EXPECT_EQ(list(*desk_, open)->items.at(0).excerpt, "Hello again");
}

TEST_P(EraseContact, it_goes_on_where_a_crash_has_ended_it) {
  for (int i = 0; i < 6; ++i) mail_of_ana("Help " + word());
  index_all();
  const ContactId who = ana();
  ASSERT_TRUE(start(who, ana_email_));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(erase_more(*desk_), EraseTurn::more);
  desk_.reset();
  database_.reset();
  database_ = db::open(test_database_.options);
  desk_ = std::make_unique<Desk>(*database_, clock_,
                                 Desk::Options{"https://desk.example", "desk.example"});
  run();
  expect_nothing_is_left();
  const auto done =
      look<store::Erasure>([&](db::Session& session) { return *erasure(session, who); });
  EXPECT_EQ(done.conversations, 6);
  EXPECT_EQ(done.mails, 6);
}

TEST_P(EraseContact, a_long_conversation_is_erased_in_several_turns) {
  mail_of_ana("Help");
  for (int i = 0; i < 120; ++i) mail_of_ana("More " + word(), {last_id_});
  ASSERT_TRUE(start(ana(), ana_email_));
  EXPECT_GE(run(), 3);
  EXPECT_EQ(list(*desk_, {})->items.size(), 1u);
  expect_nothing_is_left();
}

TEST_P(EraseContact, it_takes_the_right_and_the_persons_name_or_address) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  const ContactId who = ana();
  EXPECT_EQ(start(who, "somebody@else.example").error().code, "not_confirmed");
  EXPECT_EQ(start(who, "").error().code, "not_confirmed");
  EXPECT_EQ(start(ContactId{999'999}, "x").error().kind, RefusalKind::not_found);
  EXPECT_EQ(desk_->change_now(as_agent(owner_, Role::agent), erase_contact({who, ana_email_}))
                .error()
                .kind,
            RefusalKind::not_allowed);
  EXPECT_EQ(erase_more(*desk_), EraseTurn::idle);
  EXPECT_EQ(load(id).state, State::open);
  ASSERT_TRUE(start(who, ana_email_));
  EXPECT_TRUE(start(who, "")) << "asked again it is as it was";
  run();
  EXPECT_TRUE(start(who, ""));
  EXPECT_EQ(erase_more(*desk_), EraseTurn::idle);
  const auto facts = look<std::vector<store::LoggedFact>>(
      [&](db::Session& session) { return store::history(session, who.value, 0, 10); });
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(facts[1].fact, facts::Fact(facts::ContactErased{who, ErasureReason::asked}));
  EXPECT_EQ(facts[1].header.actor, facts::agent_actor(owner_));
  EXPECT_EQ(facts[2].fact, facts::Fact(facts::ContactErasureFinished{who, 1, 1}));
}

TEST_P(EraseContact, a_copy_that_left_all_the_same_is_told_as_sent) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  const auto lease = lease_outbox(*desk_, 1).at(0);
  ASSERT_TRUE(desk_->change_now(as_system(), freeze(lease, "m@desk.example", blob("bytes"))));
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  EXPECT_FALSE(desk_->change_now(as_system(), freeze(lease, "n@desk.example", blob(word()))));
  ASSERT_TRUE(desk_->change_now(as_system(), report(lease, {DeliveryState::sent, 250, word()})));
  const auto copies = look<std::vector<views::Delivery>>(
      [&](db::Session& session) { return store::deliveries_in(session, id); });
  EXPECT_EQ(copies.at(0).state, DeliveryState::sent);
  EXPECT_EQ(places_of(words_), std::set<std::string>{});
}

TEST_P(EraseContact, a_copy_on_hold_is_cancelled_too) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  answer(id, "Soon.");
  database_->write([&](db::Session& session) { hold_outgoing(session, clock_.now()); });
  ASSERT_GT(look<std::int64_t>([&](db::Session& s) { return outgoing_hold(s).copies; }), 0);
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  EXPECT_EQ(look<std::int64_t>([&](db::Session& s) { return outgoing_hold(s).copies; }), 0);
}

TEST_P(EraseContact, no_draft_comes_back_behind_it) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  ASSERT_TRUE(start(ana(), ana_email_));
  EXPECT_FALSE(desk_->change_now(by_owner(), save_draft(id, word())));
  run();
  EXPECT_FALSE(desk_->change_now(by_owner(), save_draft(id, word())));
  EXPECT_EQ(places_of(words_), std::set<std::string>{});
}

TEST_P(EraseContact, mail_to_two_inboxes_leaves_with_the_last_of_them) {
  const InboxId other = add_inbox("sales@desk.example");
  ASSERT_TRUE(desk_->change_now(
      as_system(), accept_mail("cy@third.example",
                               {{"help@desk.example", inbox_}, {"sales@desk.example", other}},
                               blob("From: cy@third.example\r\n\r\nkeep me"))));
  mail_from(ana_name_, ana_email_, word(), "Help", {},
            R"({"name":"Cy","email":"cy@third.example"})");
  const std::string in_anas = last_id_;
  std::vector<MessageId> cys;
  for (const store::RawMail& raw : lease_mail(*desk_, 5)) {
    auto mail = std::make_shared<ReceivedMail>();
    mail->raw = raw.id;
    mail->inbox = raw.inbox;
    mail->from_address = "cy@third.example";
    mail->message_id = "cy@x";
    mail->references = {in_anas};  // Known in one of the inboxes alone.
    mail->text = "Me, too.";
    cys.push_back(MessageId{*desk_->change_now(as_system(), receive_mail(mail, desk_->keys()))});
  }
  ASSERT_EQ(cys.size(), 2u);
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  int readable = 0;
  for (const MessageId id : cys) readable += raw_mail(*desk_, id).has_value();
  EXPECT_EQ(readable, 1);
}

TEST_P(EraseContact, mail_that_waited_goes_too_but_not_what_comes_later) {
  mail_of_ana("Help");
  const auto take_in = [&](const std::string& text) {
    EXPECT_TRUE(desk_->change_now(
        as_system(), accept_mail(ana_email_, {{"help@desk.example", inbox_}}, blob(text))));
    auto mail = std::make_shared<ReceivedMail>();
    mail->raw = lease_mail(*desk_, 1).at(0).id;
    mail->inbox = inbox_;
    mail->from_address = ana_email_;
    mail->message_id = text + "@x.example";
    mail->text = text;
    return
        [this, mail] { return desk_->change_now(as_system(), receive_mail(mail, desk_->keys())); };
  };
  const auto waited = take_in(word());
  const auto before = words_;
  ASSERT_TRUE(start(ana(), ana_email_));
  clock_.advance(1s);
  EXPECT_EQ(waited(), 0) << "no message of a new contact";
  EXPECT_FALSE(contact(ana_email_));
  const auto later = take_in("later");
  EXPECT_GT(later().value_or(0), 0);
  EXPECT_TRUE(contact(ana_email_));
  run();
  const std::vector<std::string> all_but_her_address(before.begin() + 3, before.end());
  EXPECT_EQ(places_of(all_but_her_address), std::set<std::string>{});
}

TEST_P(EraseContact, a_delivery_report_that_comes_behind_it_brings_no_word_back) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  const MessageId sent = answer(id, "Soon.");
  const std::string signed_id =
      message_id(*desk_->keys(), {id, sent}, MessageIdRandom{}, "desk.example");
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  auto report = std::make_shared<ReceivedMail>();
  EXPECT_TRUE(desk_->change_now(as_system(),
                                accept_mail("", {{"help@desk.example", inbox_}}, blob(word()))));
  report->raw = lease_mail(*desk_, 1).at(0).id;
  report->inbox = inbox_;
  report->from_address = "MAILER-DAEMON@mx.example";
  report->null_sender = true;
  report->automatic = true;
  report->original_message_id = signed_id;
  report->bounces.push_back({ana_email_, "5.1.1", "", true});
  report->text = "Could not deliver to " + ana_email_;
  const auto facts_before = rows_of("log");
  EXPECT_EQ(desk_->change_now(as_system(), receive_mail(report, desk_->keys())), 0);
  EXPECT_EQ(rows_of("log"), facts_before);
  EXPECT_EQ(places_of(words_), std::set<std::string>{});
}

MG_ON_EVERY_ENGINE(EraseContact);

}  // namespace
}  // namespace mg::desk
