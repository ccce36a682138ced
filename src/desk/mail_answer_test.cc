#include <algorithm>

#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/outbox.h"

// A mail that says "yes" or "not yet": which question does it answer?
namespace mg::desk {
namespace {

class MailAnswer : public DeskTest {
 protected:
  ConversationId begin() { return conversation_of(receive(mail("It broke.", "a@x"))); }

  MessageId say(ConversationId id, std::string text, bool asks) {
    NewReply want;
    want.conversation = id;
    want.text = std::move(text);
    want.propose = asks;
    return MessageId{desk_->change_now(by_owner(), reply(want)).value()};
  }

  // The Message-ID under which this message goes out.
  std::string mailed_as(MessageId message) {
    for (const auto& lease : lease_outbox(*desk_, 100)) {
      const auto item = load_outbox_item(*desk_, lease);
      if (!item || !*item || !(*item)->build) continue;
      auto bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob("mail"));
      EXPECT_TRUE(desk_->change_now(as_system(), freeze(lease, (*item)->build->message_id, bytes)));
      sent_as_[(*item)->build->message] = (*item)->build->message_id;
    }
    return sent_as_.at(message);
  }

  MessageId write_back(const std::string& to, std::string text) {
    auto answer = mail(std::move(text), std::to_string(++mails_) + "@x");
    answer.references = {to, "a@x"};
    return receive(answer);
  }

  ConversationId begin_with(const std::string& cc) {
    auto first = mail("It broke.", "a@x");
    first.people = R"({"to":[],"cc":[{"name":"","email":")" + cc + R"("}],"reply_to":[]})";
    return conversation_of(receive(first));
  }

  // Asks everybody "is it solved?"; the copies as they go out, by whom to.
  std::map<std::string, MailToBuild> ask(ConversationId id) {
    NewReply want;
    want.conversation = id;
    want.text = "Is it solved?";
    want.propose = true;
    want.recipients.all = true;
    const MessageId question{desk_->change_now(by_owner(), reply(want)).value()};
    std::map<std::string, MailToBuild> sent;
    for (const auto& lease : lease_outbox(*desk_, 100)) {
      const auto item = load_outbox_item(*desk_, lease);
      const MailToBuild& copy = *(*item)->build;
      auto bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob("mail"));
      EXPECT_TRUE(desk_->change_now(as_system(), freeze(lease, copy.message_id, bytes)));
      if (copy.message == question) sent.emplace((*item)->recipient, copy);
    }
    return sent;
  }

  MessageId answer_as_ana(std::string text, std::vector<std::string> references,
                          bool disowned = false) {
    auto answer = mail(std::move(text), std::to_string(++mails_) + "@ana");
    answer.references = std::move(references);
    if (disowned) answer.people = R"({"to":[],"cc":[],"disowned":true})";
    return receive(answer);
  }

  static constexpr auto ana = "ana@customer.example";
  static constexpr auto carol = "carol@customer.example";
  int mails_ = 0;
  std::map<MessageId, std::string> sent_as_;
};

TEST_P(MailAnswer, yes_confirms_when_the_question_was_our_last_word) {
  const auto id = begin();
  const auto question = say(id, "Is it solved?", true);
  // The first mail's id says which conversation; that is the customer's own message.
  const auto yes = write_back("a@x", "Yes, thanks!");
  EXPECT_EQ(conversation_of(yes), id);
  EXPECT_EQ(load(id).state, State::solved);
  EXPECT_NE(yes, question);
}

TEST_P(MailAnswer, not_yet_brings_the_story_with_it) {
  const auto id = begin();
  const auto question = say(id, "Is it solved?", true);
  write_back(mailed_as(question), "Hi,\n\nnot yet, the lid is still broken.\n\nBest regards\nAna");
  EXPECT_EQ(load(id).state, State::open);
  EXPECT_TRUE(load(id).not_yet);
}

TEST_P(MailAnswer, yes_with_a_name_below_is_yes) {
  const auto id = begin();
  auto answer = mail("Yes\n\nAna", "b@x");
  answer.from_name = "Ana Lind";
  answer.references = {mailed_as(say(id, "Is it solved?", true)), "a@x"};
  receive(answer);
  EXPECT_EQ(load(id).state, State::solved);
}

TEST_P(MailAnswer, words_that_are_only_quoted_answer_nothing) {
  const auto id = begin();
  auto answer = mail("Solved", "b@x");
  answer.nothing_own = true;
  answer.references = {mailed_as(say(id, "Is it solved?", true)), "a@x"};
  receive(answer);
  EXPECT_EQ(load(id).state, State::open);
  EXPECT_FALSE(load(id).not_yet);
}

TEST_P(MailAnswer, yes_to_a_later_question_of_another_kind_is_an_ordinary_message) {
  const auto id = begin();
  say(id, "Is it solved?", true);
  const auto later = say(id, "Did you also get the cable?", false);
  write_back(mailed_as(later), "Yes");
  EXPECT_EQ(load(id).state, State::open);
  EXPECT_EQ(load(id).turn, Turn::us);
}

TEST_P(MailAnswer, yes_to_the_mail_that_asked_confirms_whatever_was_said_after_it) {
  const auto id = begin();
  const auto question = say(id, "Is it solved?", true);
  say(id, "Did you also get the cable?", false);
  write_back(mailed_as(question), "Yes");
  EXPECT_EQ(load(id).state, State::solved);
}

TEST_P(MailAnswer, yes_to_an_older_mail_confirms_nothing_though_the_question_came_later) {
  const auto id = begin();
  const auto older = say(id, "Did you start it again?", false);
  say(id, "Is it solved?", true);
  write_back(mailed_as(older), "Yes");
  EXPECT_EQ(load(id).state, State::open);
}

TEST_P(MailAnswer, a_very_late_yes_is_recorded_where_it_was_asked) {
  const auto id = begin();
  const auto question = say(id, "Is it solved?", true);
  const auto asked_as = mailed_as(question);
  for (int day = 0; day < 11; ++day) {
    clock_.advance(24h);
    fire_due_timers();
  }
  ASSERT_EQ(load(id).state, State::unconfirmed);
  clock_.advance(24h * 60);
  EXPECT_EQ(conversation_of(write_back(asked_as, "Yes.")), id);
  EXPECT_EQ(load(id).state, State::solved);
  EXPECT_FALSE(load(id).continued_by);
  // Other words that late are a new matter.
  clock_.advance(24h * 60);
  EXPECT_NE(conversation_of(write_back(asked_as, "It broke again.")), id);
}

TEST_P(MailAnswer, a_yes_in_the_requesters_name_to_somebody_elses_copy_confirms_nothing_E14) {
  const auto id = begin_with(carol);
  const auto sent = ask(id);
  std::string shouted = sent.at(carol).message_id;
  std::ranges::transform(shouted, shouted.begin(), [](unsigned char c) { return toupper(c); });
  std::string elsewhere = sent.at(carol).message_id;
  elsewhere = elsewhere.substr(0, elsewhere.find('@')) + "@elsewhere.example";
  for (const std::string& copy : {sent.at(carol).message_id, shouted, elsewhere}) {
    for (const std::string word : {"Yes", "Not yet"}) {
      const auto said = load(id).messages;
      EXPECT_EQ(conversation_of(answer_as_ana(word, {copy})), id);
      EXPECT_EQ(load(id).messages, said + 1) << "it is kept";
      EXPECT_NE(load(id).state, State::solved);
      EXPECT_FALSE(load(id).not_yet);
    }
  }
  answer_as_ana("Yes", {sent.at(ana).message_id});
  EXPECT_EQ(load(id).state, State::solved) << "the requester's own copy";
}

TEST_P(MailAnswer, where_others_take_part_a_yes_names_the_requesters_own_copy_E14) {
  const auto id = begin_with(carol);
  const MailToBuild to_carol = ask(id).at(carol);
  const std::string address = to_carol.reply_to, marker = to_carol.marker;
  auto by_address = mail("Yes", "1@forged");
  by_address.addressed_to = {address};
  EXPECT_EQ(conversation_of(receive(by_address)), id);
  EXPECT_NE(load(id).state, State::solved);
  auto by_marker = mail("Yes", "2@forged");
  by_marker.markers = {marker};
  EXPECT_EQ(conversation_of(receive(by_marker)), id);
  EXPECT_NE(load(id).state, State::solved);
  answer_as_ana("Yes", {"a@x"});
  EXPECT_NE(load(id).state, State::solved) << "the id of the requester's own mail is in all copies";
}

TEST_P(MailAnswer, a_disowned_yes_or_not_yet_is_nobodys_word_E2) {
  const auto id = begin();
  const std::string copy = ask(id).at(ana).message_id;
  answer_as_ana("Not yet", {copy}, true);
  EXPECT_FALSE(load(id).not_yet);
  answer_as_ana("Yes", {copy}, true);
  EXPECT_NE(load(id).state, State::solved);
  answer_as_ana("Yes", {copy});
  EXPECT_EQ(load(id).state, State::solved);
}

MG_ON_EVERY_ENGINE(MailAnswer);

}  // namespace
}  // namespace mg::desk
