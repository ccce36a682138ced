#include <set>

#include "desk/answer.h"
#include "desk/customer.h"
#include "desk/desk_fixture.h"
#include "desk/outbox.h"
#include "desk/reads.h"

namespace mg::desk {
namespace {

using namespace std::chrono_literals;

TEST_P(DeskTest, a_mail_opens_a_conversation_that_is_acknowledged_with_a_promise) {
  const auto c = load(conversation_of(receive(mail("It broke again.", "a@x"))));
  EXPECT_EQ(c.state, State::open);
  EXPECT_EQ(c.turn, Turn::us);
  EXPECT_EQ(c.number, 1);
  ASSERT_EQ(c.promises.size(), 1u);
  EXPECT_EQ(c.promises[0].due_at, clock_.now() + 240min);
  const auto page = list(*desk_, {});
  ASSERT_EQ(page->items.size(), 1u);
  EXPECT_EQ(page->items[0].excerpt, "It broke again.");
  EXPECT_EQ(page->items[0].contact_email, "ana@customer.example");
  EXPECT_TRUE(page->items[0].promise);
}

TEST_P(DeskTest, the_same_mail_twice_is_one_message) {
  EXPECT_TRUE(receive(mail("It broke.", "same@x")));
  EXPECT_FALSE(receive(mail("It broke.", "same@x")));
  EXPECT_EQ(list(*desk_, {})->items.size(), 1u);
}

TEST_P(DeskTest, another_mail_under_the_same_message_id_is_kept) {
  EXPECT_TRUE(receive(mail("From the form: one.", "form@localhost")));
  EXPECT_TRUE(receive(mail("From the form: two.", "form@localhost")));
  ReceivedMail of_somebody_else = mail("From the form: one.", "form@localhost");
  of_somebody_else.from_address = "eva@customer.example";
  EXPECT_TRUE(receive(of_somebody_else));
  EXPECT_EQ(list(*desk_, {})->items.size(), 3u);
  EXPECT_FALSE(receive(mail("From the form: one.", "form@localhost")));
  EXPECT_FALSE(receive(mail("From the form: two.", "form@localhost")));
  EXPECT_FALSE(receive(of_somebody_else));
}

TEST_P(DeskTest, plus_addresses_of_one_mailbox_are_acknowledged_once) {
  for (int i = 0; i < 3; ++i) {
    ReceivedMail in_her_name = mail("Not from her.", "flood" + std::to_string(i) + "@x");
    in_her_name.from_address = "ana+" + std::to_string(i) + "@customer.example";
    EXPECT_TRUE(receive(in_her_name));
  }
  EXPECT_EQ(lease_outbox(*desk_, 10).size(), 1u);
}

TEST_P(DeskTest, what_came_over_a_mailing_list_waits_for_us_and_is_not_acknowledged_E11) {
  ReceivedMail from_list = mail("It broke.", "list@x");
  from_list.from_list = true;
  EXPECT_EQ(load(conversation_of(receive(from_list))).turn, Turn::us);
  EXPECT_EQ(lease_outbox(*desk_, 10).size(), 0u);
}

TEST_P(DeskTest, nobody_is_acknowledged_who_has_no_address_or_is_ourselves) {
  ReceivedMail of_nobody = mail("Who am I?", "nobody@x");
  of_nobody.from_address = "";
  EXPECT_TRUE(receive(of_nobody));
  ReceivedMail of_ourselves = mail("Who are we?", "we@x");
  of_ourselves.from_address = "help+c-anything@desk.example";
  EXPECT_TRUE(receive(of_ourselves));
  EXPECT_EQ(lease_outbox(*desk_, 10).size(), 0u);
}

TEST_P(DeskTest, a_reply_is_held_then_released_by_its_timer_and_queued_for_the_customer) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  NewReply want;
  want.conversation = id;
  want.text = "Looking at it.";
  want.undo_seconds = 10;
  const auto message = desk_->change_now(by_owner(), reply(want));
  ASSERT_TRUE(message);
  EXPECT_EQ(load(id).turn, Turn::us);
  clock_.advance(11s);
  fire_due_timers();
  const auto c = load(id);
  EXPECT_EQ(c.turn, Turn::customer);
  EXPECT_EQ(c.assignee, owner_);
  EXPECT_TRUE(c.promises.empty());
  const auto leases = lease_outbox(*desk_, 10);
  ASSERT_EQ(leases.size(), 2u);  // The acknowledgement and the reply.
  const auto item = load_outbox_item(*desk_, leases[1]);
  ASSERT_TRUE(item && *item && (*item)->build);
  EXPECT_EQ((*item)->recipient, "ana@customer.example");
  EXPECT_TRUE((*item)->build->page_url.starts_with("https://desk.example/c/"));
  EXPECT_EQ((*item)->build->references, std::vector<std::string>{"a@x"});
}

TEST_P(DeskTest, a_held_reply_can_be_withdrawn_by_its_author_and_nothing_is_sent) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  NewReply want;
  want.conversation = id;
  want.text = "Oops";
  want.undo_seconds = 10;
  const MessageId message{*desk_->change_now(by_owner(), reply(want))};
  EXPECT_TRUE(desk_->change_now(by_owner(), withdraw_reply(message)));
  clock_.advance(11s);
  fire_due_timers();
  EXPECT_EQ(load(id).turn, Turn::us);
}

TEST_P(DeskTest, the_customers_token_threads_and_a_stranger_without_it_does_not) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  auto answer = mail("More about it.", "b@x");
  answer.addressed_to = {*plus_address(*desk_->keys(), "help@desk.example", id)};
  EXPECT_EQ(conversation_of(receive(answer)), id);
  auto by_reference = mail("Even more.", "c@x");
  by_reference.references = {"a@x"};
  EXPECT_EQ(conversation_of(receive(by_reference)), id);
  EXPECT_NE(conversation_of(receive(mail("Re: It broke", "d@x"))), id);
}

TEST_P(DeskTest, neither_a_number_in_the_subject_nor_a_guessed_id_threads_E6_E7) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  int number = 0;
  const auto stranger = [&](const std::string& subject, std::vector<std::string> references) {
    ReceivedMail hi = mail("Hi.", "s" + std::to_string(++number) + "@x");
    hi.from_address = "eve@elsewhere.example";
    hi.subject = subject;
    hi.references = std::move(references);
    return conversation_of(receive(hi));
  };
  for (const char* subject : {"Re: [#1] hi", "Re: It broke [#1]", "[Ticket#1] It broke", "#1"}) {
    EXPECT_NE(stranger(subject, {}), id) << subject;
  }
  const std::string number_of_it = to_string(id);
  EXPECT_NE(stranger("Re: It broke", {"mg.1@desk.example", "mg." + number_of_it + "@desk.example",
                                      number_of_it + "@desk.example", "A@x", "a@x.", "a@", ""}),
            id);
  // An id is known to the inbox that has it, and to no other.
  ReceivedMail elsewhere = mail("Hi.", "t@x");
  elsewhere.inbox = add_inbox("sales@desk.example");
  elsewhere.references = {"a@x"};
  EXPECT_NE(conversation_of(receive(elsewhere)), id);
  EXPECT_EQ(load(id).messages, 1);
}

// Not the fault of an engine's collation that two addresses are one person, or are not.
TEST_P(DeskTest, addresses_are_one_person_by_their_bytes_without_case_and_blanks_E15) {
  int number = 0;
  const auto person = [&](const std::string& address) {
    ReceivedMail from = mail("Words.", "p" + std::to_string(++number) + "@x");
    from.from_address = address;
    return load(conversation_of(receive(from))).contact;
  };
  const auto victim = person("victim@ex.example");
  for (const char* same : {"Victim@Ex.example", " victim@ex.example", "victim@ex.example \t",
                           "victim@ex.example\u00a0", "\u200bvictim@ex.example\ufeff"}) {
    EXPECT_EQ(person(same), victim) << same;
  }
  std::set<ContactId> others = {victim};
  for (const char* other : {"v\u0456ctim@ex.example", "victim@\u0435x.example",
                            "victim@xn--x-ylb.example", "\u00e9@ex.example", "e\u0301@ex.example",
                            "\u00c9@ex.example", "e@ex.example", "stra\u00dfe@ex.example",
                            "strasse@ex.example", "victim@ex.example.", "victim @ex.example"}) {
    EXPECT_TRUE(others.insert(person(other)).second) << other;
  }
}

TEST_P(DeskTest, only_the_customers_yes_solves_and_not_yet_returns_to_the_same_agent) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  ASSERT_TRUE(desk_->change_now(by_owner(), propose(id, "Fixed. Is it?")));
  auto c = load(id);
  EXPECT_EQ(c.state, State::proposed);
  const PageClaim claim{id, c.contact, clock_.now() + 24h};
  EXPECT_EQ(desk_
                ->change_now(as_contact(c.contact),
                             confirm_from_page({claim, "", {}}, ProposalId{999999}))
                .error()
                .code,
            "stale_proposal");
  ASSERT_TRUE(desk_->change_now(as_contact(c.contact),
                                decline_from_page({claim, "Still broken.", {}}, c.proposal)));
  c = load(id);
  EXPECT_EQ(c.state, State::open);
  EXPECT_TRUE(c.not_yet);
  EXPECT_EQ(c.assignee, owner_);
  ASSERT_TRUE(desk_->change_now(by_owner(), propose(id, "")));
  c = load(id);
  ASSERT_TRUE(
      desk_->change_now(as_contact(c.contact), confirm_from_page({claim, "", {}}, c.proposal)));
  EXPECT_EQ(load(id).state, State::solved);
  // A word within thirty days reopens, later it opens a linked conversation.
  clock_.advance(24h);
  auto again = mail("It is back.", "e@x");
  again.references = {"a@x"};
  EXPECT_EQ(conversation_of(receive(again)), id);
  EXPECT_EQ(load(id).state, State::open);
  ASSERT_TRUE(
      desk_->change_now(as_contact(c.contact), confirm_from_page({claim, "", {}}, ProposalId{})));
  clock_.advance(24h * 31);
  again.message_id = "f@x";
  const auto later = conversation_of(receive(again));
  EXPECT_NE(later, id);
  EXPECT_EQ(load(later).continues, id);
  EXPECT_EQ(load(id).continued_by, later);
  EXPECT_EQ(load(id).state, State::solved);
}

TEST_P(DeskTest, what_falls_due_at_once_when_the_clock_is_set_on_happens_in_its_order) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  ASSERT_TRUE(desk_->change_now(by_owner(), propose(id, "")));
  clock_.advance(24h * 19);
  fire_due_timers();
  const auto c = load(id);
  EXPECT_EQ(c.reminders, 1);  // A second one would come in the same moment.
  EXPECT_EQ(c.state, State::unconfirmed);
}

TEST_P(DeskTest, silence_after_the_reminders_is_unconfirmed_never_solved) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  ASSERT_TRUE(desk_->change_now(by_owner(), propose(id, "")));
  for (int day = 0; day < 11; ++day) {
    clock_.advance(24h);
    fire_due_timers();
  }
  const auto c = load(id);
  EXPECT_EQ(c.state, State::unconfirmed);
  EXPECT_EQ(c.reminders, 2);
}

TEST_P(DeskTest, a_promise_warns_then_breaks_and_a_reply_keeps_the_next) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  clock_.advance(3h + 31min);
  fire_due_timers();
  EXPECT_TRUE(load(id).promises[0].warned);
  clock_.advance(30min);
  fire_due_timers();
  EXPECT_EQ(load(id).promises[0].state, PromiseState::broken);
  NewReply want;
  want.conversation = id;
  want.text = "Late, sorry.";
  want.promise = NewPromise{clock_.now() + 2h, "the next word"};
  ASSERT_TRUE(desk_->change_now(by_owner(), reply(want)));
  const auto c = load(id);
  ASSERT_EQ(c.promises.size(), 1u);
  EXPECT_EQ(c.promises[0].state, PromiseState::open);
  EXPECT_EQ(c.turn, Turn::us);
}

TEST_P(DeskTest, the_same_command_id_gives_the_first_receipt_and_another_request_is_refused) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  NewReply want;
  want.conversation = id;
  want.text = "Once.";
  Context context = by_owner();
  context.command = "key-1";
  context.digest = "d1";
  const auto first = desk_->change_now(context, reply(want));
  EXPECT_EQ(desk_->change_now(context, reply(want)), first);
  context.digest = "d2";
  EXPECT_EQ(desk_->change_now(context, reply(want)).error().code, "key_reused");
  EXPECT_EQ(load(id).messages, 2);
}

TEST_P(DeskTest, a_command_id_is_free_again_after_24_hours) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  NewReply want;
  want.conversation = id;
  want.text = "Once.";
  Context context = by_owner();
  context.command = "key-1";
  context.digest = "d1";
  const auto first = desk_->change_now(context, note(want));
  clock_.advance(24h);
  EXPECT_EQ(desk_->change_now(context, note(want)), first);
  clock_.advance(1s);
  context.digest = "d2";
  const auto second = desk_->change_now(context, note(want));
  ASSERT_TRUE(second);
  EXPECT_NE(second, first);
  EXPECT_EQ(desk_->change_now(context, note(want)), second);
}

TEST_P(DeskTest, what_stands_in_headers_of_mails_is_one_line_E8) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  Edit want;
  want.conversation = id;
  want.subject = "It broke\r\nBcc: eva@customer.example";
  EXPECT_EQ(desk_->change_now(by_owner(), edit(want)).error().pointer, "/subject");
  const auto renamed = desk_->change_now(
      by_owner(), edit_settings([](Settings& s) { s.workspace_name = "Fern\nhill"; }));
  EXPECT_EQ(renamed.error().pointer, "/workspace_name");
  const auto added =
      desk_->change_now(by_owner(), add_agent({"kofi@desk.example", "Ko\nfi", Role::agent, "x"}));
  EXPECT_EQ(added.error().pointer, "/name");
}

TEST_P(DeskTest, a_bounce_fails_the_copy_it_is_about_and_a_forged_one_does_not_E23) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  const auto leases = lease_outbox(*desk_, 10);
  ASSERT_EQ(leases.size(), 1u);
  const std::string ours = (*load_outbox_item(*desk_, leases[0]))->build->message_id;
  auto bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob("mail"));
  ASSERT_TRUE(desk_->change_now(as_system(), freeze(leases[0], ours, bytes)));
  ReceivedMail bounce = mail("No such user", "dsn@x");
  bounce.automatic = true;
  bounce.null_sender = true;
  bounce.recipient = "Help@desk.example";
  bounce.original_message_id = ours;
  bounce.bounces = {{"ana@customer.example", "5.1.1", "550 no such user", true}};
  // What only looks like a report is an ordinary automatic mail.
  const auto forge = [&](const char* message_id, auto change) {
    ReceivedMail forged = bounce;
    forged.message_id = message_id;
    change(forged);
    (void)receive(forged);
  };
  forge("f1@x", [](ReceivedMail& m) { m.null_sender = false; });
  forge("f2@x", [&](ReceivedMail& m) {
    m.recipient = *plus_address(*desk_->keys(), "help@desk.example", id);
  });
  forge("f3@x", [](ReceivedMail& m) {
    char& letter = m.original_message_id[20];
    letter = letter == 'a' ? 'b' : 'a';
  });
  forge("f4@x", [](ReceivedMail& m) { m.imported = true; });
  database_->read([&](db::Session& session) {
    EXPECT_EQ(store::load_delivery(session, leases[0].id)->state, DeliveryState::queued);
  });
  EXPECT_EQ(conversation_of(receive(bounce)), id);
  database_->read([&](db::Session& session) {
    EXPECT_EQ(store::load_delivery(session, leases[0].id)->state, DeliveryState::failed);
    EXPECT_EQ(store::load_words(session, leases[0].id).answer, "550 no such user (5.1.1)");
  });
}

TEST_P(DeskTest, senders_who_cannot_be_read_are_not_one_person) {
  const auto from = [&](const char* address, const char* name, const char* id) {
    ReceivedMail strange = mail("Words.", id);
    strange.from_address = address;
    strange.from_name = name;
    return load(conversation_of(receive(strange))).contact;
  };
  const auto one = from("broken", "", "1@x");
  EXPECT_NE(from("other", "", "2@x"), one);
  EXPECT_EQ(from("broken", "", "3@x"), one);
  EXPECT_NE(from("", "", "4@x"), from("", "", "5@x"));
  EXPECT_TRUE(lease_outbox(*desk_, 10).empty());  // Nobody there to be told.
}

TEST_P(DeskTest, who_was_answered_by_a_person_is_known) {
  const auto known = [&](const store::OutboxLease& lease) {
    const auto item = load_outbox_item(*desk_, lease);
    return item && *item && (*item)->build && (*item)->build->knows_recipient;
  };
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  const auto first = lease_outbox(*desk_, 10);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_FALSE(known(first[0]));
  NewReply want;
  want.conversation = id;
  want.text = "Looking.";
  ASSERT_TRUE(desk_->change_now(by_owner(), reply(want)));
  clock_.advance(2h);
  (void)receive(mail("Another thing broke.", "b@x"));
  const auto later = lease_outbox(*desk_, 10);
  EXPECT_EQ(later.size(), 2u);
  for (const auto& lease : later) EXPECT_TRUE(known(lease));
}

TEST_P(DeskTest, an_inbox_without_a_mail_server_queues_nothing_that_could_never_leave) {
  ASSERT_TRUE(desk_->change_now(
      by_owner(), edit_inbox(inbox_, [](store::Inbox& inbox) { inbox.smtp.clear(); })));
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  ASSERT_TRUE(desk_->change_now(by_owner(), propose(id, "Is it fixed?")));
  EXPECT_EQ(load(id).state, State::proposed);
  clock_.advance(49h);
  fire_due_timers();
  EXPECT_EQ(load(id).reminders, 1);  // On the customer's page.
  ASSERT_TRUE(
      desk_->change_now(as_system(), mail_new_links("ana@customer.example", desk_->keys())));
  EXPECT_TRUE(lease_outbox(*desk_, 10).empty());
}

MG_ON_EVERY_ENGINE(DeskTest);

}  // namespace
}  // namespace mg::desk
