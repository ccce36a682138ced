#include "desk/blocks.h"

#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/erase_contact.h"
#include "desk/outbox.h"
#include "desk/reads.h"

namespace mg::desk {
namespace {

using store::BlockNames;

TEST(BlockName, is_an_address_or_a_domain_as_it_is_compared) {
  EXPECT_EQ(block_name(" Ana@Customer.Example "), "ana@customer.example");
  EXPECT_EQ(block_name("@Customer.Example"), "customer.example");
  EXPECT_EQ(block_name("mail.customer.example"), "mail.customer.example");
  for (const char* wrong : {"", " ", "@", "ana@", "example", ".example", "a..example", "example.",
                            "a b.example", "a\n.example", "a.b.c.d.e.f.g.h.i"}) {
    EXPECT_FALSE(block_name(wrong)) << wrong;
  }
}

TEST(BlockName, a_sender_is_blocked_by_the_address_and_by_each_domain_above_it) {
  EXPECT_EQ(names_that_block("Ana+1@mail.customer.example"),
            (BlockNames{"ana+1@mail.customer.example", "ana@mail.customer.example",
                        "mail.customer.example", "customer.example"}));
  EXPECT_EQ(names_that_block("ana@localhost"), (BlockNames{"ana@localhost", "ana@localhost"}));
  EXPECT_EQ(names_that_block("nobody"), BlockNames{});
  // However deep the domain is: the names that can be blocked are all there.
  const auto deep = names_that_block("x@a.b.c.d.e.f.g.h.i.j.k");
  EXPECT_EQ(deep[2], "d.e.f.g.h.i.j.k");
  EXPECT_EQ(deep[8], "j.k");
}

class Blocks : public DeskTest {
 protected:
  BlockId block(const std::string& name) {
    const auto id = desk_->change_now(by_owner(), block_sender(name));
    EXPECT_TRUE(id);
    return BlockId{id.value_or(0)};
  }
  views::Conversation conversation_after(ReceivedMail mail) {
    return load(conversation_of(receive(std::move(mail))));
  }
  std::size_t mails_to_send() { return lease_outbox(*desk_, 100).size(); }
};

TEST_P(Blocks, mail_of_a_blocked_sender_is_kept_in_spam_and_nobody_is_told) {
  block("ana@customer.example");
  const auto c = conversation_after(mail("Buy this!", "a@x"));
  EXPECT_EQ(c.state, State::spam);
  EXPECT_EQ(c.turn, Turn::none);
  EXPECT_EQ(c.messages, 1);
  EXPECT_EQ(mails_to_send(), 0u);
  ReceivedMail with_plus = mail("Buy that!", "b@x");
  with_plus.from_address = "Ana+shop@customer.example";
  EXPECT_EQ(conversation_after(with_plus).state, State::spam);
  ReceivedMail colleague = mail("It broke.", "c@x");
  colleague.from_address = "eva@customer.example";
  EXPECT_EQ(conversation_after(colleague).state, State::open);
  EXPECT_EQ(mails_to_send(), 1u);
}

TEST_P(Blocks, a_domain_stands_for_everybody_there_and_below) {
  block("customer.example");
  const auto state_of = [&](const std::string& from, const std::string& id) {
    ReceivedMail one = mail("Buy!", id);
    one.from_address = from;
    return conversation_after(one).state;
  };
  EXPECT_EQ(state_of("eva@customer.example", "1@x"), State::spam);
  EXPECT_EQ(state_of("eva@mail.customer.example", "2@x"), State::spam);
  EXPECT_EQ(state_of("eva@mycustomer.example", "3@x"), State::open);
  EXPECT_EQ(state_of("eva@customer.example.org", "4@x"), State::open);
}

TEST_P(Blocks, an_open_conversation_of_the_sender_goes_to_spam_with_the_next_mail) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  const auto other = conversation_of(receive([&] {
    ReceivedMail of_eva = mail("Mine, too.", "e@x");
    of_eva.from_address = "eva@customer.example";
    return of_eva;
  }()));
  block("ana@customer.example");
  EXPECT_EQ(load(id).state, State::open);  // What came before stays where it is.
  ReceivedMail into_evas = mail("Buy this!", "b@x");
  into_evas.references = {"e@x"};
  EXPECT_NE(conversation_of(receive(into_evas)), other);
  EXPECT_EQ(load(other).state, State::open);
  ReceivedMail into_own = mail("Buy that!", "c@x");
  into_own.references = {"a@x"};
  EXPECT_EQ(conversation_of(receive(into_own)), id);
  EXPECT_EQ(load(id).state, State::spam);
  EXPECT_EQ(views::first_promise(load(id)), nullptr);
  EXPECT_TRUE(views::timers_of(load(id)).empty());
}

TEST_P(Blocks, unblocked_the_sender_counts_again) {
  const auto id = block("ana@customer.example");
  EXPECT_EQ(block("ANA@customer.example"), id);  // Asked twice it is one.
  ASSERT_TRUE(desk_->change_now(by_owner(), unblock_sender(id)));
  EXPECT_EQ(conversation_after(mail("It broke.", "a@x")).state, State::open);
  EXPECT_FALSE(desk_->change_now(by_owner(), unblock_sender(id)));
}

TEST_P(Blocks, agents_block_addresses_and_only_admins_block_domains) {
  const auto cy = AgentId{
      *desk_->change_now(by_owner(), add_agent({"cy@desk.example", "Cy", Role::agent, "x"}))};
  const Context agent = as_agent(cy, Role::agent);
  EXPECT_TRUE(desk_->change_now(agent, block_sender("ana@customer.example")));
  const auto refused = desk_->change_now(agent, block_sender("customer.example"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, RefusalKind::not_allowed);
  const auto id = block("customer.example");
  EXPECT_EQ(desk_->change_now(agent, unblock_sender(id)).error().kind, RefusalKind::not_allowed);
  EXPECT_FALSE(desk_->change_now(as_system(), block_sender("eva@customer.example")));
}

TEST_P(Blocks, our_own_addresses_cannot_be_blocked) {
  for (const char* own : {"help@desk.example", "desk.example", "@Desk.example"}) {
    const auto refused = desk_->change_now(by_owner(), block_sender(own));
    ASSERT_FALSE(refused) << own;
    EXPECT_EQ(refused.error().code, "own_address");
  }
  EXPECT_FALSE(desk_->change_now(by_owner(), block_sender("nonsense")));
}

TEST_P(Blocks, an_erased_person_leaves_no_address_in_the_list) {
  const auto c = conversation_after(mail("It broke.", "a@x"));
  block("ana@customer.example");
  ASSERT_TRUE(desk_->change_now(
      by_owner(), erase_contact({c.contact, "ana@customer.example", ErasureReason::asked})));
  const auto left = desk_->read<std::size_t>(
      [](db::Session& session) -> Result<std::size_t> { return blocks(session, {}, 10).size(); });
  EXPECT_EQ(*left, 0u);
}

TEST_P(Blocks, what_a_filter_marked_opens_as_spam_unless_we_know_the_sender) {
  const auto marked = [&](const char* id) {
    ReceivedMail one = mail("Buy this!", id);
    one.marked_spam = true;
    return one;
  };
  const auto spam = conversation_after(marked("a@x"));
  EXPECT_EQ(spam.state, State::spam);
  EXPECT_EQ(mails_to_send(), 0u);
  // An answer is no spam, whatever the filter thinks.
  const auto id = conversation_of(receive(mail("It broke.", "b@x")));
  ReceivedMail answer = marked("c@x");
  answer.references = {"b@x"};
  EXPECT_EQ(conversation_of(receive(answer)), id);
  EXPECT_EQ(load(id).state, State::open);
  NewReply want;
  want.conversation = id;
  want.text = "Looking.";
  ASSERT_TRUE(desk_->change_now(by_owner(), reply(want)));
  EXPECT_EQ(conversation_after(marked("d@x")).state, State::open);
}

TEST_P(Blocks, a_filters_word_can_be_left_unheard) {
  ASSERT_TRUE(desk_->change_now(
      by_owner(), edit_settings([](Settings& settings) { settings.spam_headers = false; })));
  desk_->reload();
  ReceivedMail marked = mail("It broke.", "a@x");
  marked.marked_spam = true;
  EXPECT_EQ(conversation_after(marked).state, State::open);
}

TEST_P(Blocks, a_flood_in_the_name_of_one_victim_mails_the_victim_once_E12) {
  for (int i = 0; i < 300; ++i) {
    ReceivedMail forged = mail("BUY " + std::to_string(i), "flood" + std::to_string(i) + "@x");
    forged.subject = "BUY THIS AT http://spam.example";
    if (i % 3 == 1) forged.from_address = "Ana+" + std::to_string(i) + "@customer.example";
    EXPECT_TRUE(receive(forged));
    clock_.advance(std::chrono::minutes(4));  // For 20 hours.
  }
  EXPECT_EQ(mails_to_send(), 1u);
}

MG_ON_EVERY_ENGINE(Blocks);

}  // namespace
}  // namespace mg::desk
