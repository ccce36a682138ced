#include "desk/answer.h"
#include "desk/customer.h"
#include "desk/desk_fixture.h"
#include "desk/outbox.h"

// What comes late: words long after the end, words while an answer is held, reminders that nobody
// could send.
namespace mg::desk {
namespace {

class Late : public DeskTest {
 protected:
  // Asked and confirmed, forty days ago.
  ConversationId ended_long_ago() {
    const auto id = conversation_of(receive(mail("It broke.", "a@x")));
    EXPECT_TRUE(desk_->change_now(by_owner(), propose(id, "Fixed?")));
    say_yes(id);
    clock_.advance(24h * 40);
    return id;
  }
  void say_yes(ConversationId id) {
    const auto c = load(id);
    EXPECT_TRUE(desk_->change_now(as_contact(c.contact),
                                  confirm_from_page({claim_of(id), "", {}}, ProposalId{})));
  }
  PageClaim claim_of(ConversationId id) { return {id, load(id).contact, clock_.now() + 24h}; }
  ConversationId mail_about_it(std::string text, const std::string& from = "ana@customer.example") {
    auto later = mail(std::move(text), std::to_string(++mails_) + "@x");
    later.from_address = from;
    later.references = {"a@x"};
    return conversation_of(receive(later));
  }
  ConversationId write_on_page(ConversationId id) {
    const auto to = desk_->change_now(as_contact(load(id).contact),
                                      write_from_page({claim_of(id), "And again.", {}}));
    EXPECT_TRUE(to);
    return ConversationId{to.value_or(0)};
  }
  void fire_as_started_at(Instant running_since) {
    for (const auto& timer : lease_timers(*desk_, 100)) {
      EXPECT_TRUE(desk_->change_now(as_system(), fire(timer, running_since)));
    }
  }

  int mails_ = 0;
};

TEST_P(Late, further_words_go_on_in_the_conversation_that_continues_the_old_one) {
  const auto id = ended_long_ago();
  const auto next = mail_about_it("It is back.");
  EXPECT_NE(next, id);
  EXPECT_EQ(load(next).continues, id);
  EXPECT_EQ(mail_about_it("Hello?"), next);
  EXPECT_EQ(write_on_page(id), next);
  EXPECT_EQ(load(next).messages, 3);
  say_yes(next);
  clock_.advance(24h * 29);
  EXPECT_EQ(mail_about_it("It is back once more."), next) << "within its own thirty days";
  EXPECT_EQ(load(next).state, State::open);
  say_yes(next);
  clock_.advance(24h * 31);
  const auto last = write_on_page(id);
  EXPECT_NE(last, next);
  EXPECT_EQ(load(last).continues, next);
  EXPECT_EQ(load(id).continued_by, next);
  EXPECT_EQ(mail_about_it("Hello?"), last);
}

TEST_P(Late, words_never_go_on_in_what_somebody_else_asked_for) {
  const auto id = ended_long_ago();
  const auto of_cleo = mail_about_it("Mine, too.", "cleo@customer.example");
  EXPECT_EQ(load(of_cleo).continues, id);
  const auto of_ana = mail_about_it("It is back.");
  EXPECT_NE(of_ana, of_cleo);
  EXPECT_EQ(load(of_ana).contact, load(id).contact);
}

TEST_P(Late, a_late_not_yet_comes_back_to_the_same_agent_by_mail_as_on_the_page) {
  const auto id = ended_long_ago();
  const auto by_mail = mail_about_it("Not yet, it broke again.");
  EXPECT_NE(by_mail, id);
  EXPECT_EQ(load(by_mail).assignee, owner_);
  EXPECT_TRUE(load(by_mail).not_yet);
  EXPECT_EQ(load(by_mail).turn, Turn::us);
  say_yes(by_mail);
  clock_.advance(24h * 31);
  const auto to = desk_->change_now(as_contact(load(id).contact),
                                    decline_from_page({claim_of(id), "Still not.", {}}, {}));
  ASSERT_TRUE(to);
  const auto on_page = load(ConversationId{*to});
  EXPECT_EQ(on_page.continues, by_mail);
  EXPECT_EQ(on_page.assignee, owner_);
  EXPECT_TRUE(on_page.not_yet);
}

TEST_P(Late, a_late_not_yet_waits_for_anybody_when_its_agent_has_left) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  const AgentId cy{
      *desk_->change_now(by_owner(), add_agent({"cy@desk.example", "Cy", Role::agent, "x"}))};
  ASSERT_TRUE(desk_->change_now(as_agent(cy, Role::agent), propose(id, "Fixed?")));
  EXPECT_EQ(load(id).assignee, cy);
  say_yes(id);
  AgentEdit leaves;
  leaves.agent = cy;
  leaves.active = false;
  ASSERT_TRUE(desk_->change_now(by_owner(), edit_agent(leaves)));
  clock_.advance(24h * 40);
  const auto later = load(mail_about_it("Not yet, it broke again."));
  EXPECT_FALSE(later.assignee);
  EXPECT_TRUE(later.not_yet);
}

TEST_P(Late, what_the_customer_writes_while_a_question_is_held_is_not_buried_by_it) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  const Instant waits = load(id).waiting_since;
  NewReply want;
  want.conversation = id;
  want.text = "It should work now.";
  want.propose = true;
  want.undo_seconds = 10;
  const MessageId reply_id{*desk_->change_now(by_owner(), reply(want))};
  mail_about_it("Stop, it is on fire!");
  clock_.advance(10s);
  fire_due_timers();
  const auto c = load(id);
  EXPECT_EQ(c.state, State::open);
  EXPECT_EQ(c.turn, Turn::us);
  EXPECT_EQ(c.waiting_since, waits);
  EXPECT_TRUE(c.held.empty());
  bool sent = false;
  for (const auto& lease : lease_outbox(*desk_, 100)) {
    const auto item = load_outbox_item(*desk_, lease);
    ASSERT_TRUE(item && *item);
    if (!(*item)->build || (*item)->build->message != reply_id) continue;
    sent = true;
    EXPECT_FALSE((*item)->build->asks_if_solved);
  }
  EXPECT_TRUE(sent);
}

TEST_P(Late, a_held_question_is_asked_when_the_customers_words_came_before_it) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  NewReply want;
  want.conversation = id;
  want.text = "It should work now.";
  want.propose = true;
  want.undo_seconds = 10;
  ASSERT_TRUE(desk_->change_now(by_owner(), reply(want)));
  clock_.advance(10s);
  fire_due_timers();
  EXPECT_EQ(load(id).state, State::proposed);
}

TEST_P(Late, reminders_that_nobody_could_send_leave_the_customer_the_usual_time) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  ASSERT_TRUE(desk_->change_now(by_owner(), propose(id, "")));
  const Instant asked = clock_.now();
  clock_.advance(24h * 20);
  const Instant started = clock_.now();
  for (int i = 0; i < 3; ++i) fire_as_started_at(started);
  auto c = load(id);
  EXPECT_EQ(c.state, State::proposed);
  EXPECT_EQ(c.reminders, 1);
  EXPECT_EQ(c.remind_at, started + 24h * 3);
  EXPECT_EQ(c.lapse_at, started + 24h * 8);
  clock_.advance(24h * 3);
  fire_as_started_at(started);
  c = load(id);
  EXPECT_EQ(c.reminders, 2);
  EXPECT_EQ(c.lapse_at, started + 24h * 8);
  clock_.advance(24h * 5);
  fire_as_started_at(started);
  EXPECT_EQ(load(id).state, State::unconfirmed);
  EXPECT_EQ(load(id).proposed_at, asked);
}

TEST_P(Late, a_clock_that_is_set_on_while_the_server_runs_ends_the_silence_at_once) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  const Instant started = clock_.now();
  ASSERT_TRUE(desk_->change_now(by_owner(), propose(id, "")));
  clock_.advance(24h * 20);
  for (int i = 0; i < 3; ++i) fire_as_started_at(started);
  EXPECT_EQ(load(id).state, State::unconfirmed);
}

MG_ON_EVERY_ENGINE(Late);

}  // namespace
}  // namespace mg::desk
