#include <algorithm>

#include "desk/answer.h"
#include "desk/customer.h"
#include "desk/desk_fixture.h"
#include "desk/outbox.h"
#include "desk/reads.h"
#include "desk/recipients.h"
#include "rules/conversation/receive.h"

// People who have a copy of a mail and were never addressed: they join with limited rights, or stay
// apart.
namespace mg::desk {
namespace {

constexpr auto eve = "eve@elsewhere.example";

class Strangers : public DeskTest {
 protected:
  ConversationId begin() { return conversation_of(receive(mail("It broke.", "a@x"))); }

  Result<std::int64_t> say(ConversationId id, bool propose = false, const std::string& cc = "") {
    NewReply want;
    want.conversation = id;
    want.text = "We look into it.";
    want.propose = propose;
    want.undo_seconds = 0;
    if (!cc.empty()) want.recipients.people.cc = {{"", cc}};
    return desk_->change_now(by_owner(), reply(want));
  }

  std::vector<MailToBuild> waiting() {
    std::vector<MailToBuild> mails;
    for (const auto& lease : lease_outbox(*desk_, 100)) {
      if (auto item = load_outbox_item(*desk_, lease); item && *item) {
        mails.push_back(*(*item)->build);
      }
    }
    return mails;
  }

  MessageId write_in(const std::string& from, const std::string& answers, const std::string& text,
                     const std::string& subject = "Re: It broke") {
    auto answer = mail(text, std::to_string(++mails_) + "@y");
    answer.from_address = from;
    answer.from_name.clear();
    answer.subject = subject;
    answer.references = {answers};
    return receive(answer);
  }

  ContactId contact_of(const std::string& email) {
    return desk_
        ->read<ContactId>([&](db::Session& session) -> Result<ContactId> {
          return store::find_contact(session, email).value_or(ContactId{});
        })
        .value();
  }

  CaseHead head(ConversationId id) {
    return desk_
        ->read<CaseHead>(
            [&](db::Session& session) -> Result<CaseHead> { return *case_head(session, id); })
        .value();
  }

  // That the other one was opened by a mail that names a message of this one.
  void expect_linked(ConversationId id, ConversationId opened) {
    ASSERT_NE(opened, id);
    const auto from = head(opened);
    ASSERT_EQ(from.apart.size(), 1u);
    EXPECT_EQ(from.apart[0].other.id, id);
    EXPECT_TRUE(from.apart[0].answers);
    const auto to = head(id).apart;
    ASSERT_FALSE(to.empty());
    EXPECT_EQ(to.front().other.id, opened);
    EXPECT_FALSE(to.front().answers);
    EXPECT_FALSE(load(opened).continues);
    EXPECT_TRUE(load(id).others.empty());
  }

  int mails_ = 0;
};

TEST_P(Strangers, who_answers_a_copy_joins_marked_and_with_limited_rights) {
  const auto id = begin();
  ASSERT_TRUE(say(id, true));
  const auto copy = waiting().back();
  const auto message = write_in(eve, copy.message_id, "Yes");
  EXPECT_EQ(conversation_of(message), id);
  EXPECT_EQ(load(id).contact, contact_of("ana@customer.example"));
  ASSERT_EQ(load(id).others.size(), 1u);
  EXPECT_EQ(load(id).others[0].role, ParticipantRole::stranger);
  EXPECT_NE(load(id).state, State::solved);
  EXPECT_EQ(load(id).turn, Turn::us);  // It is seen.
  // No answer goes there by itself.
  const auto found = desk_->read<rules::Suggestion>(
      [&](db::Session& session) { return suggested_recipients(session, id, message); });
  ASSERT_EQ(found->reply.to.size(), 1u);
  EXPECT_EQ(found->reply.to[0].email, "ana@customer.example");
  EXPECT_TRUE(found->reply.cc.empty());
  EXPECT_FALSE(found->all_by_default);
  // The customer's page neither shows it nor is opened to them.
  const auto page =
      desk_->read<std::vector<Said>>([&](db::Session& session) -> Result<std::vector<Said>> {
        return customer_thread(session, id, contact_of("ana@customer.example"), {}, 100);
      });
  for (const Said& said : *page) EXPECT_NE(said.author_email, eve);
  const auto before = waiting().size();
  ASSERT_TRUE(desk_->change_now(as_system(), mail_new_links(eve, desk_->keys())));
  EXPECT_EQ(waiting().size(), before);
}

// Whom somebody names in the requester's name, the requester has not named.
TEST_P(Strangers, a_mail_that_its_senders_domain_disowns_lets_nobody_in) {
  for (const std::string field : {"cc", "reply_to"}) {
    const auto id = conversation_of(receive(mail("It broke.", field + "@a")));
    ASSERT_TRUE(say(id));
    const auto copy = waiting().back();
    auto forged = mail("In her name.", field + "@b");
    forged.subject = "Re: It broke";
    forged.references = {field + "@a"};
    const std::string evil = field + "@elsewhere.example";
    forged.people =
        R"({"disowned":true,")" + field + R"(":[{"name":"","email":")" + evil + R"("}]})";
    const auto named_in = receive(forged);
    ASSERT_EQ(conversation_of(named_in), id);
    const auto suggested = desk_->read<rules::Suggestion>(
        [&](db::Session& session) { return suggested_recipients(session, id, named_in); });
    EXPECT_TRUE(suggested->reply_all.cc.empty());
    EXPECT_TRUE(suggested->reply.cc.empty());

    EXPECT_EQ(conversation_of(write_in(evil, copy.message_id, "I take part.")), id);
    ASSERT_EQ(load(id).others.size(), 1u);
    EXPECT_EQ(load(id).others[0].role, ParticipantRole::stranger);
    const auto before = waiting().size();
    ASSERT_TRUE(desk_->change_now(as_system(), mail_new_links(evil, desk_->keys())));
    EXPECT_EQ(waiting().size(), before);
  }
}

TEST_P(Strangers, an_answer_to_all_goes_neither_to_a_stranger_nor_to_whom_they_name) {
  const auto id = begin();
  ASSERT_TRUE(say(id));
  auto answer = mail("I am in.", "s@y");
  answer.from_address = eve;
  answer.from_name.clear();
  answer.subject = "Re: It broke";
  answer.references = {waiting().back().message_id};
  answer.people = R"({"to":[],"cc":[{"name":"","email":"friend@elsewhere.example"}]})";
  const auto message = receive(answer);
  ASSERT_EQ(conversation_of(message), id);
  const auto suggested = desk_->read<rules::Suggestion>(
      [&](db::Session& session) { return suggested_recipients(session, id, message); });
  EXPECT_EQ(suggested->reply_all.size(), 1u);
  EXPECT_EQ(suggested->reply_all.to[0].email, "ana@customer.example");
}

TEST_P(Strangers, the_reply_address_of_a_forwarded_mail_gives_no_more_rights) {
  const auto id = begin();
  auto answer = mail("I was told.", "b@x");
  answer.from_address = eve;
  answer.recipient = plus_address(*desk_->keys(), "help@desk.example", id).value();
  answer.addressed_to = {answer.recipient};
  EXPECT_EQ(conversation_of(receive(answer)), id);
  EXPECT_EQ(load(id).others.at(0).role, ParticipantRole::stranger);
  waiting();
  ASSERT_TRUE(desk_->change_now(as_system(), mail_new_links(eve, desk_->keys())));
  EXPECT_TRUE(waiting().empty());
}

TEST_P(Strangers, whom_an_agent_addresses_is_none_any_more) {
  const auto id = begin();
  ASSERT_TRUE(say(id));
  write_in(eve, waiting().back().message_id, "I, too.");
  ASSERT_TRUE(say(id, false, eve));
  ASSERT_EQ(load(id).others.size(), 1u);
  EXPECT_EQ(load(id).others[0].role, ParticipantRole::cc);
}

TEST_P(Strangers, who_was_named_in_a_mail_of_the_conversation_is_none) {
  auto first = mail("It broke.", "a@x");
  first.people = R"({"to":[],"cc":[{"name":"","email":"Eve@elsewhere.example"}],"reply_to":[]})";
  const auto id = conversation_of(receive(first));
  EXPECT_EQ(conversation_of(write_in(eve, "a@x", "I can tell more.", "Lamps")), id);
  EXPECT_EQ(load(id).others.at(0).role, ParticipantRole::cc);
  // Whom a stranger names stays one.
  ASSERT_TRUE(say(id));
  const auto copy = waiting().back().message_id;
  auto stranger = mail("I, too.", "b@x");
  stranger.from_address = "dan@third.example";
  stranger.references = {copy};
  stranger.people = R"({"to":[],"cc":[{"name":"","email":"fay@third.example"}],"reply_to":[]})";
  receive(stranger);
  EXPECT_EQ(conversation_of(write_in("fay@third.example", copy, "I, three.")), id);
  EXPECT_EQ(load(id).others.at(2).role, ParticipantRole::stranger);
}

TEST_P(Strangers, another_address_of_one_mailbox_and_whoever_a_form_speaks_for_is_none) {
  auto form = mail("It broke.", "a@x");
  form.from_address = "no-reply@shop.example";
  form.people = R"({"to":[],"cc":[],"reply_to":[{"name":"","email":"dan@third.example"}]})";
  const auto id = conversation_of(receive(form));
  EXPECT_EQ(conversation_of(write_in("dan@third.example", "a@x", "It was me.", "Lamps")), id);
  EXPECT_EQ(conversation_of(write_in("dan+shop@third.example", "a@x", "Me, too.", "Lamps")), id);
  EXPECT_EQ(conversation_of(write_in("no-reply+1@shop.example", "a@x", "And I.", "Lamps")), id);
  for (const views::Participant& other : load(id).others) {
    EXPECT_EQ(other.role, ParticipantRole::cc);
  }
}

TEST_P(Strangers, a_known_id_alone_joins_colleagues_of_the_requester_and_nobody_else_E7) {
  const auto id = begin();
  expect_linked(id, conversation_of(write_in(eve, "a@x", "I have that, too.")));
  EXPECT_EQ(conversation_of(write_in("col@customer.example", "a@x", "I can tell more.")), id);
  EXPECT_EQ(load(id).others.at(0).role, ParticipantRole::stranger);
}

TEST_P(Strangers, who_stays_apart_goes_on_in_a_conversation_of_their_own) {
  const auto id = begin();
  const auto opened = conversation_of(write_in(eve, "a@x", "I have that, too."));
  expect_linked(id, opened);
  EXPECT_EQ(conversation_of(write_in(eve, "a@x", "More of mine.")), opened);
  EXPECT_EQ(load(opened).messages, 2);
  EXPECT_EQ(load(opened).turn, Turn::us);
  EXPECT_EQ(head(id).apart.size(), 1u);
  // Nobody else goes on there, and neither does anything after its end.
  const auto another = conversation_of(write_in("dan@third.example", "a@x", "I, three."));
  EXPECT_NE(another, opened);
  waiting();
  ASSERT_TRUE(say(opened, true));
  write_in(eve, waiting().back().message_id, "Yes");
  ASSERT_EQ(load(opened).state, State::solved);
  const auto again = conversation_of(write_in(eve, "a@x", "There is something else."));
  EXPECT_NE(again, opened);
  EXPECT_NE(again, id);
  EXPECT_EQ(head(id).apart.size(), 3u);
}

TEST_P(Strangers, an_old_mail_answered_about_another_matter_stays_apart) {
  const auto id = begin();
  ASSERT_TRUE(say(id));
  const auto copy = waiting().back();
  auto answer = mail("We need forty chairs.", "b@x");
  answer.from_address = eve;
  answer.subject = "Re: Chairs";
  answer.references = {copy.message_id};
  answer.addressed_to = {copy.reply_to};
  expect_linked(id, conversation_of(receive(answer)));
}

TEST_P(Strangers, those_who_answer_an_announcement_are_not_glued_together) {
  auto news = mail("Our news of May.", "news@x");
  news.automatic = true;
  const auto id = conversation_of(receive(news));
  std::vector<ConversationId> opened;
  for (const std::string from :
       {"col@customer.example", "eve@elsewhere.example", "dan@third.example"}) {
    opened.push_back(conversation_of(write_in(from, "news@x", "Please tell me more.")));
    expect_linked(id, opened.back());
  }
  std::ranges::sort(opened);
  EXPECT_EQ(std::ranges::adjacent_find(opened), opened.end());
}

TEST_P(Strangers, of_many_conversations_that_stay_apart_the_newest_are_shown) {
  const auto id = begin();
  std::vector<ConversationId> opened;
  for (int i = 0; i < 12; ++i) {
    const std::string from = "p" + std::to_string(i) + "@flood.example";
    opened.insert(opened.begin(), conversation_of(write_in(from, "a@x", "I have that, too.")));
  }
  opened.resize(10);
  std::vector<ConversationId> shown;
  for (const auto& link : head(id).apart) shown.push_back(link.other.id);
  EXPECT_EQ(shown, opened);
}

TEST_P(Strangers, a_conversation_takes_so_many_and_further_ones_stay_apart) {
  const auto id = begin();
  ASSERT_TRUE(say(id));
  const auto copy = waiting().back().message_id;
  const auto nth = [](std::size_t i) { return "p" + std::to_string(i) + "@flood.example"; };
  for (std::size_t i = 0; i < rules::others_max; ++i) write_in(nth(i), copy, "I, too.");
  ASSERT_EQ(load(id).others.size(), rules::others_max);
  const auto opened = conversation_of(write_in(nth(rules::others_max), copy, "And I."));
  EXPECT_NE(opened, id);
  EXPECT_EQ(head(opened).apart.at(0).other.id, id);
  EXPECT_EQ(load(id).others.size(), rules::others_max);
  // Who is in it stays, and whom an agent addresses still joins.
  EXPECT_EQ(conversation_of(write_in(nth(0), copy, "Once more.")), id);
  ASSERT_TRUE(say(id, false, eve));
  EXPECT_EQ(load(id).others.size(), rules::others_max + 1);
}

MG_ON_EVERY_ENGINE(Strangers);

}  // namespace
}  // namespace mg::desk
