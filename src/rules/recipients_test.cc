#include "rules/conversation/recipients.h"

#include <gtest/gtest.h>

namespace mg::rules {
namespace {

using People = std::vector<Person>;

const Person ana{"Ana", "ana@customer.example"};
const Person carol{"Carol", "carol@customer.example"};
const Person dan{"Dan", "dan@elsewhere.example"};
const Person help{"Help", "help@desk.example"};
const AddressKeys own{"help@desk.example", "sales@desk.example"};

MailHead mail_of(const Person& from, People to, People cc = {}, People reply_to = {}) {
  return {from, std::move(to), std::move(cc), std::move(reply_to)};
}

Asked asked(MailHead mail) {
  Asked asked;
  asked.requester = ana;
  asked.requesters = {"ana@customer.example"};
  asked.own = own;
  asked.mail = std::move(mail);
  return asked;
}

WantedRecipients wanted(std::optional<People> to, std::optional<People> cc = {},
                        std::optional<People> bcc = {}) {
  return {std::move(to), std::move(cc), std::move(bcc)};
}

Result<Recipients> choose_for_ana(const WantedRecipients& wanted) {
  return choose(wanted, ana, {"ana@customer.example"}, own);
}

std::string code_of(const Result<Recipients>& chosen) {
  return chosen ? "" : chosen.error().code + " " + chosen.error().pointer;
}

TEST(Recipients, a_reply_goes_to_the_writer_and_a_reply_to_all_to_everybody_once) {
  const auto found =
      suggest(asked(mail_of(ana, {help, carol}, {dan, {"", "ANA@Customer.example"}})));
  EXPECT_EQ(found.reply, (Recipients{{ana}, {}, {}}));
  EXPECT_EQ(found.reply_all, (Recipients{{ana}, {carol, dan}, {}}));
}

TEST(Recipients, our_own_addresses_are_nobody_also_with_a_plus_part) {
  const auto found = suggest(asked(
      mail_of(ana, {{"", "Help+c-abc@Desk.example"}, help}, {{"", "sales@desk.example"}, dan})));
  EXPECT_EQ(found.reply_all, (Recipients{{ana}, {dan}, {}}));
  // Another mailbox of the same domain is somebody.
  const Person boss{"", "boss@desk.example"};
  EXPECT_EQ(suggest(asked(mail_of(ana, {help, boss}))).reply_all.cc, People{boss});
}

TEST(Recipients, all_is_the_default_only_when_everybody_has_taken_part_before_E13) {
  auto question = asked(mail_of(ana, {help}, {carol}));
  EXPECT_FALSE(suggest(question).all_by_default);
  question.known = {"carol@customer.example"};
  EXPECT_TRUE(suggest(question).all_by_default);
  question.mail->cc.push_back(dan);
  EXPECT_FALSE(suggest(question).all_by_default);
  EXPECT_FALSE(suggest(asked(mail_of(ana, {help}))).all_by_default);
}

TEST(Recipients, the_requester_stays_the_one_who_is_answered_when_somebody_else_writes) {
  const auto found = suggest(asked(mail_of(carol, {help}, {dan})));
  EXPECT_EQ(found.reply, (Recipients{{ana}, {carol}, {}}));
  EXPECT_EQ(found.reply_all, (Recipients{{ana}, {carol, dan}, {}}));
}

TEST(Recipients, who_was_in_bcc_is_answered_in_bcc_and_nobody_learns_of_it) {
  auto question = asked(mail_of(dan, {help}, {ana, carol}));
  question.from_hidden = true;
  const auto found = suggest(question);
  EXPECT_EQ(found.reply, (Recipients{{ana}, {}, {dan}}));
  EXPECT_EQ(found.reply_all, found.reply);
  EXPECT_FALSE(found.all_by_default);
}

TEST(Recipients, after_an_answer_of_ours_the_same_people_are_suggested_again) {
  Asked question;
  question.requester = ana;
  question.requesters = {"ana@customer.example", "ana@private.example"};
  question.own = own;
  question.known = {"carol@customer.example"};
  const Person ana_at_home{"Ana", "ana@private.example"};
  question.said = {{ana_at_home}, {carol}, {dan}};
  const auto found = suggest(question);
  EXPECT_EQ(found.reply, (Recipients{{ana_at_home}, {}, {}}));
  EXPECT_EQ(found.reply_all, (Recipients{{ana_at_home}, {carol}, {}}));
  EXPECT_TRUE(found.all_by_default);
}

TEST(Recipients, a_reply_to_of_the_same_house_is_followed) {
  for (const auto& [from, reply_to] : std::vector<std::pair<std::string, std::string>>{
           {"ana@customer.example", "orders@customer.example"},
           {"ana@mail.customer.example", "orders@customer.example"},
           {"ana@customer.example", "orders@mail.Customer.example"}}) {
    const auto answer = answer_to(mail_of({"Ana", from}, {help}, {}, {{"Orders", reply_to}}), own);
    EXPECT_EQ(answer.reply_to, ReplyTo::followed) << from;
    EXPECT_EQ(answer.person.email, reply_to);
  }
}

TEST(Recipients, a_reply_to_that_leads_elsewhere_is_told_and_not_followed) {
  for (const auto& [from, reply_to] : std::vector<std::pair<std::string, std::string>>{
           {"ceo@customer.example", "ceo@custorner.example"},
           {"ceo@customer.example", "ceo@evilcustomer.example"},
           {"ana.lopez@gmail.com", "ana.lopes@gmail.com"},
           {"ana@com", "ana@evil.com"}}) {
    const auto answer = answer_to(mail_of({"Ceo", from}, {help}, {}, {{"Ceo", reply_to}}), own);
    EXPECT_EQ(answer.reply_to, ReplyTo::elsewhere) << reply_to;
    EXPECT_EQ(answer.person.email, from);
    EXPECT_EQ(answer.asked.email, reply_to);
  }
}

TEST(Recipients, a_form_or_a_no_reply_address_is_answered_where_it_asks) {
  for (const std::string from :
       {"help@desk.example", "no-reply@shop.example", "NoReply+12@shop.example", ""}) {
    const auto answer = answer_to(mail_of({"Form", from}, {help}, {}, {dan}), own);
    EXPECT_EQ(answer.reply_to, ReplyTo::followed) << from;
    EXPECT_EQ(answer.person, dan);
  }
}

TEST(Recipients, a_reply_to_that_says_nothing_new_is_none) {
  const Person ana_again{"", "ANA@customer.example"};
  for (const People& reply_to :
       {People{}, People{ana_again}, People{dan, ana_again}, People{help}, People{{"Only", ""}}}) {
    const auto answer = answer_to(mail_of(ana, {help}, {}, reply_to), own);
    EXPECT_EQ(answer.reply_to, ReplyTo::none);
    EXPECT_EQ(answer.person, ana);
  }
}

TEST(Recipients, who_is_answered_at_reply_to_is_not_answered_at_from_too) {
  const Person orders{"Orders", "orders@customer.example"};
  const auto found = suggest(asked(mail_of(ana, {help}, {carol, ana, orders}, {orders})));
  EXPECT_EQ(found.reply, (Recipients{{orders}, {}, {}}));
  EXPECT_EQ(found.reply_all, (Recipients{{orders}, {carol}, {}}));
}

TEST(Recipients, what_an_agent_leaves_out_stays_as_it_always_was) {
  EXPECT_EQ(*choose_for_ana(wanted({})), (Recipients{{ana}, {}, {}}));
  EXPECT_EQ(*choose_for_ana(wanted({}, People{carol}, People{dan})),
            (Recipients{{ana}, {carol}, {dan}}));
}

TEST(Recipients, an_agents_choice_loses_repetitions_and_our_own_addresses) {
  const auto chosen = choose_for_ana(wanted(People{ana, carol}, People{carol, help, dan},
                                            People{{"", "DAN@elsewhere.example"}, ana}));
  EXPECT_EQ(*chosen, (Recipients{{ana, carol}, {dan}, {}}));
}

TEST(Recipients, the_requester_cannot_be_left_out_but_may_stand_in_cc) {
  EXPECT_EQ(code_of(choose_for_ana(wanted(People{carol}))), "requester_missing /to");
  EXPECT_EQ(code_of(choose_for_ana(wanted(People{carol}, {}, People{ana}))),
            "requester_missing /to");
  EXPECT_EQ(code_of(choose_for_ana(wanted(People{}))), "requester_missing /to");
  EXPECT_EQ(code_of(choose_for_ana(wanted(People{help}))), "requester_missing /to");
  EXPECT_EQ(*choose_for_ana(wanted(People{carol}, People{ana})), (Recipients{{carol}, {ana}, {}}));
}

TEST(Recipients, what_cannot_be_written_to_is_refused_by_its_place_E8) {
  EXPECT_EQ(code_of(choose_for_ana(wanted({}, People{carol, {"", "nobody"}}))),
            "bad_address /cc/1/email");
  EXPECT_EQ(code_of(choose_for_ana(wanted({}, People{{"", "a@x.example,b@x.example"}}))),
            "bad_address /cc/0/email");
  EXPECT_EQ(
      code_of(choose_for_ana(wanted({}, {}, People{{"", "a@x.example\r\nBcc: b@x.example"}}))),
      "bad_address /bcc/0/email");
  EXPECT_EQ(code_of(choose_for_ana(wanted({}, People{{"A\r\nBcc: b@x.example", "a@x.example"}}))),
            "bad_line /cc/0/name");
  People many;
  for (std::size_t i = 0; i < recipients_max; ++i) {
    many.push_back({"", "p" + std::to_string(i) + "@x.example"});
  }
  EXPECT_EQ(code_of(choose_for_ana(wanted({}, many))), "too_many_recipients /cc");
  many.pop_back();
  EXPECT_EQ(choose_for_ana(wanted({}, many))->size(), recipients_max);
}

}  // namespace
}  // namespace mg::rules
