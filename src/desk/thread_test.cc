#include "desk/thread.h"

#include <algorithm>

#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/outbox.h"

// Which conversation a mail joins when mail servers have taken away what ours say of themselves,
// and what the mails that go out say for those that come after them.
namespace mg::desk {
namespace {

class ThreadTest : public DeskTest {
 protected:
  ConversationId begin() { return conversation_of(receive(mail("It broke.", "a@x"))); }

  MessageId say(ConversationId id, bool propose = false) {
    NewReply want;
    want.conversation = id;
    want.text = "We look into it.";
    want.propose = propose;
    want.undo_seconds = 0;
    return MessageId{desk_->change_now(by_owner(), reply(want)).value()};
  }

  // The mail of that message as it is built.
  MailToBuild built(MessageId message) {
    MailToBuild mail;
    for (const auto& lease : lease_outbox(*desk_, 100)) {
      const auto item = load_outbox_item(*desk_, lease);
      if ((*item)->build->message == message) mail = *(*item)->build;
    }
    EXPECT_EQ(mail.message, message);
    return mail;
  }

  // An answer of Ana's to a mail that a server on the way gave another Message-ID.
  ReceivedMail answer_to_rewritten(const std::string& text, const std::string& message_id) {
    auto answer = mail(text, message_id);
    answer.references = {"0102@rewritten.example"};
    return answer;
  }

  Keyring foreign() const { return Keyring({Key{1, {9, 9, 9}}}); }
};

TEST_P(ThreadTest, a_marker_that_is_quoted_finds_what_a_changed_id_has_lost) {
  const auto id = begin();
  const MessageId question = say(id, true);
  const auto sent = built(question);
  say(id);  // Not what is answered.
  auto yes = answer_to_rewritten("Yes", "b@x");
  yes.markers = {"mg1-" + std::string(marker_token_chars, 'a'), sent.marker};
  EXPECT_EQ(conversation_of(receive(yes)), id);
  EXPECT_EQ(load(id).state, State::solved);
}

TEST_P(ThreadTest, an_id_that_a_server_has_given_our_mail_is_known_from_the_first_answer_on) {
  const auto id = begin();
  const MessageId ours = say(id);
  auto first = answer_to_rewritten("I quote you.", "b@x");
  first.markers = {built(ours).marker};
  receive(first);
  EXPECT_EQ(conversation_of(receive(answer_to_rewritten("I quote nothing.", "c@x"))), id);
  const auto place =
      desk_->read<store::MessagePlace>([&](db::Session& session) -> Result<store::MessagePlace> {
        return store::find_message_id(session, inbox_, "0102@rewritten.example")
            .value_or(store::MessagePlace{});
      });
  EXPECT_EQ(place->message, ours);
}

TEST_P(ThreadTest, the_link_to_the_page_is_a_marker_that_plain_text_keeps) {
  const auto id = begin();
  auto answer = answer_to_rewritten("I quote you.", "b@x");
  find_markers("> See what happens:\n> " + built(say(id)).page_url + "\n", answer.markers);
  ASSERT_EQ(answer.markers.size(), 1u);
  EXPECT_EQ(conversation_of(receive(answer)), id);
}

// As a mail to the requester has them: the link first, then the marker.
TEST_P(ThreadTest, the_link_above_a_marker_does_not_hide_which_mail_is_answered) {
  const auto id = begin();
  const auto asked = built(say(id, true));
  const auto later = built(say(id));
  auto yes = answer_to_rewritten("Yes", "b@x");
  find_markers(asked.page_url + " " + asked.marker, yes.markers);
  ASSERT_EQ(yes.markers.size(), 2u);
  EXPECT_EQ(conversation_of(receive(yes)), id);
  EXPECT_EQ(load(id).state, State::solved);
  // And the id that a server made up is known from then on.
  auto next = mail("One more thing.", "c@x");
  next.references = yes.references;
  EXPECT_EQ(conversation_of(receive(next)), id);
}

TEST_P(ThreadTest, the_marker_of_an_older_mail_below_is_not_what_is_answered) {
  const auto id = begin();
  const auto asked = built(say(id, true));
  const auto later = built(say(id));
  auto yes = answer_to_rewritten("Yes", "b@x");
  // The newer mail is quoted without its marker.
  yes.markers = {later.page_url.substr(later.page_url.find("/c/")),
                 asked.page_url.substr(asked.page_url.find("/c/")), asked.marker};
  EXPECT_EQ(conversation_of(receive(yes)), id);
  EXPECT_NE(load(id).state, State::solved);
}

TEST_P(ThreadTest, a_marker_of_another_workspace_is_nothing) {
  const auto id = begin();
  auto answer = answer_to_rewritten("I quote somebody else.", "b@x");
  answer.markers = {marker(foreign(), {id, say(id)})};
  EXPECT_NE(conversation_of(receive(answer)), id);
}

TEST_P(ThreadTest, an_outlook_thread_counts_for_who_takes_part) {
  auto first = mail("It broke.", "a@x");
  first.thread_index = "index";
  first.thread_root = "01ab";
  const auto id = conversation_of(receive(first));
  auto more = mail("It still is.", "b@x");
  more.thread_root = "01ab";
  EXPECT_EQ(conversation_of(receive(more)), id);
  more.message_id = "c@x";
  more.thread_root = "01ff";
  EXPECT_NE(conversation_of(receive(more)), id);
  auto stranger = mail("I have a copy.", "d@x");
  stranger.from_address = "eve@elsewhere.example";
  stranger.thread_root = "01ab";
  const auto other = conversation_of(receive(stranger));
  EXPECT_NE(other, id);
  EXPECT_EQ(load(id).others.size(), 0u);
}

TEST_P(ThreadTest, a_token_in_the_subject_counts_for_who_takes_part_E6) {
  const auto id = begin();
  const std::string tag = "[#" + subject_token(*desk_->keys(), load(id).number) + "]";
  auto answer = mail("Thank you.", "b@x");
  answer.subject = "Re: We have your message " + tag;
  EXPECT_EQ(conversation_of(receive(answer)), id);
  answer.message_id = "c@x";
  answer.from_address = "eve@elsewhere.example";
  EXPECT_NE(conversation_of(receive(answer)), id);
  answer.message_id = "d@x";
  answer.from_address = "ana@customer.example";
  answer.subject = "Re: We have your message [#" + std::to_string(load(id).number) + "]";
  EXPECT_NE(conversation_of(receive(answer)), id);
  answer.message_id = "e@x";
  answer.subject = "[#" + subject_token(foreign(), load(id).number) + "]";
  EXPECT_NE(conversation_of(receive(answer)), id);
}

TEST_P(ThreadTest, the_chain_of_references_goes_out_whole) {
  auto first = mail("It broke.", "a@x");
  first.ancestors = {"long@ago", "later@ago"};
  first.references = {"later@ago", "long@ago"};
  const auto id = conversation_of(receive(first));
  std::vector<std::string> chain{"long@ago", "later@ago", "a@x"};
  for (int i = 0; i < 30; ++i) {
    auto more = mail("More.", "m" + std::to_string(i) + "@x");
    more.references = {chain.back()};
    more.ancestors = chain;
    receive(more);
    chain.push_back(more.message_id);
  }
  EXPECT_EQ(built(say(id)).references, chain);
}

TEST_P(ThreadTest, an_answer_carries_the_thread_of_outlook_on) {
  auto first = mail("It broke.", "a@x");
  first.thread_index = "AdyV";
  first.thread_root = "01ab";
  const auto id = conversation_of(receive(first));
  EXPECT_EQ(built(say(id)).thread_index, "AdyV");
}

TEST_P(ThreadTest, another_subject_after_the_end_is_another_conversation) {
  const auto id = begin();
  const auto sent = built(say(id, true));
  auto yes = mail("Yes", "b@x");
  yes.references = {sent.message_id};
  receive(yes);
  ASSERT_EQ(load(id).state, State::solved);
  auto other = mail("Do you sell lamps, too?", "c@x");
  other.references = {sent.message_id};
  other.subject = "Lamps";
  const auto opened = conversation_of(receive(other));
  EXPECT_NE(opened, id);
  EXPECT_EQ(load(opened).continues, id);
  EXPECT_EQ(load(id).state, State::solved);
  // Thanks under the old subject belong to it.
  auto thanks = mail("It broke again.", "d@x");
  thanks.references = {sent.message_id};
  thanks.subject = "AW: It broke";
  EXPECT_EQ(conversation_of(receive(thanks)), id);
}

TEST_P(ThreadTest, the_first_subject_of_a_renamed_conversation_is_its_own) {
  const auto id = begin();
  for (const char* name : {"Refund of order 77", "Refund"}) {
    ASSERT_TRUE(desk_->change_now(
        by_owner(),
        edit({.conversation = id, .subject = name, .assignee = {}, .team = {}, .priority = {}})));
  }
  auto yes = mail("Yes", "b@x");
  yes.references = {built(say(id, true)).message_id};
  receive(yes);
  ASSERT_EQ(load(id).state, State::solved);
  auto other = mail("Do you sell lamps, too?", "c@x");
  other.references = {"a@x"};
  other.subject = "Lamps";
  EXPECT_NE(conversation_of(receive(other)), id);
  auto again = mail("It broke again.", "d@x");
  again.references = {"a@x"};
  again.subject = "Re: It broke";
  EXPECT_EQ(conversation_of(receive(again)), id);
}

MG_ON_EVERY_ENGINE(ThreadTest);

}  // namespace
}  // namespace mg::desk
