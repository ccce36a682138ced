#include <algorithm>
#include <gtest/gtest.h>

#include "desk/mail_in.h"

// Which mails are taken in one after the other.
namespace mg::desk {
namespace {

class ThreadKeys : public testing::Test {
 protected:
  ReceivedMail mail(const std::string& message_id) const {
    ReceivedMail mail;
    mail.inbox = InboxId{1};
    mail.from_address = "ana@customer.example";
    mail.subject = "It broke";
    mail.message_id = message_id;
    return mail;
  }
  bool share_one(const ReceivedMail& one, const ReceivedMail& other) const {
    const auto theirs = thread_keys(other, keys_);
    return std::ranges::any_of(thread_keys(one, keys_), [&](std::uint64_t key) {
      return std::ranges::find(theirs, key) != theirs.end();
    });
  }

  const Keyring keys_{{Key{1, {1, 2, 3}}}};
};

TEST_F(ThreadKeys, mails_of_one_sender_that_go_on_with_something_keep_their_order) {
  auto answer = mail("a@x");
  answer.references = {"0@x"};
  auto quoting = mail("b@x");
  quoting.markers = {marker(keys_, {ConversationId{7}, MessageId{8}})};
  auto outlook = mail("c@x");
  outlook.thread_root = "01ab";
  auto numbered = mail("d@x");
  numbered.subject = "Re: We have your message [#" + subject_token(keys_, 42) + "]";
  auto addressed = mail("e@x");
  addressed.addressed_to = {*plus_address(keys_, "help@desk.example", ConversationId{9})};
  const auto all = {answer, quoting, outlook, numbered, addressed};
  for (const ReceivedMail& one : all) {
    for (const ReceivedMail& other : all) EXPECT_TRUE(share_one(one, other));
    EXPECT_FALSE(share_one(one, mail("f@x"))) << "It answers nothing: it stands alone.";
  }
}

TEST_F(ThreadKeys, others_and_what_is_not_signed_have_nothing_in_common) {
  auto numbered = mail("a@x");
  numbered.subject = "[#42-abcdefgh]";
  auto answer = mail("b@x");
  answer.references = {"0@x"};
  EXPECT_FALSE(share_one(numbered, answer));
  auto of_eve = answer;
  of_eve.message_id = "c@x";
  of_eve.from_address = "eve@elsewhere.example";
  of_eve.references = {"1@x"};
  EXPECT_FALSE(share_one(of_eve, answer));
}

}  // namespace
}  // namespace mg::desk
