#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/outbox.h"

// Mail that comes in under the Message-ID of a mail that we have sent.
namespace mg::desk {
namespace {

class OwnMail : public DeskTest {};

TEST_P(OwnMail, a_mail_under_the_id_of_our_own_is_kept_unless_it_is_our_own) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  NewReply want;
  want.conversation = id;
  want.text = "Dear Ana,\n\nhold the button for ten seconds.";
  const MessageId ours{*desk_->change_now(by_owner(), reply(want))};
  std::string sent_as;
  for (const auto& lease : lease_outbox(*desk_, 10)) {
    const auto item = load_outbox_item(*desk_, lease);
    if ((*item)->build->message == ours) sent_as = (*item)->build->message_id;
    auto bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob("mail"));
    ASSERT_TRUE(desk_->change_now(as_system(), freeze(lease, (*item)->build->message_id, bytes)));
  }
  ASSERT_FALSE(sent_as.empty());
  const auto before = load(id).messages;
  ReceivedMail copy = mail("Dear Ana,\nhold the button for ten\nseconds.\n\nBo", sent_as);
  copy.from_address = "help@desk.example";
  EXPECT_FALSE(receive(copy));
  EXPECT_FALSE(receive(copy));
  EXPECT_EQ(load(id).messages, before);
  // Of somebody else with our words, and from our address with others: neither is that mail.
  ReceivedMail redirected = copy;
  redirected.from_address = "ana@customer.example";
  EXPECT_TRUE(receive(redirected));
  EXPECT_FALSE(receive(redirected));
  EXPECT_TRUE(receive(mail("A real new problem.", sent_as)));
  ReceivedMail other_words = copy;
  other_words.text = "A real new problem.";
  EXPECT_TRUE(receive(other_words));
  EXPECT_FALSE(receive(other_words));
}

MG_ON_EVERY_ENGINE(OwnMail);

}  // namespace
}  // namespace mg::desk
