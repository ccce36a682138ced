#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/files.h"
#include "desk/reads.h"

namespace mg::desk {
namespace {

class Undo : public DeskTest {
 protected:
  Undo() : conversation_(conversation_of(receive(mail("It broke.", "a@x")))) {}

  AttachmentId uploaded() {
    const auto bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob("%PDF"));
    return AttachmentId{
        desk_->change_now(by_owner(), upload("invoice.pdf", "application/pdf", bytes)).value()};
  }

  Result<std::int64_t> answer(AttachmentId attachment, int undo_seconds) {
    NewReply want;
    want.conversation = conversation_;
    want.text = "Here it is.";
    want.attachments = {attachment};
    want.undo_seconds = undo_seconds;
    want.promise = NewPromise{clock_.now() + 2h, "A second look"};
    return desk_->change_now(by_owner(), reply(want));
  }

  store::ShownMessage shown(MessageId message) {
    return desk_
        ->read<store::ShownMessage>([&](db::Session& session) -> Result<store::ShownMessage> {
          return *store::load_message(session, message);
        })
        .value();
  }

  ConversationId conversation_;
};

TEST_P(Undo, gives_the_files_back_so_that_they_can_be_sent_again) {
  const AttachmentId invoice = uploaded();
  const MessageId first{answer(invoice, 10).value()};
  EXPECT_EQ(file(*desk_, invoice)->attachment.message, first);
  ASSERT_TRUE(desk_->change_now(by_owner(), withdraw_reply(first)));
  EXPECT_EQ(file(*desk_, invoice)->attachment.message, MessageId{});
  const auto second = answer(invoice, 0);
  ASSERT_TRUE(second) << second.error().code;
  EXPECT_EQ(file(*desk_, invoice)->attachment.message, MessageId{*second});
  EXPECT_EQ(answer(invoice, 0).error().code, "unknown_attachment");
}

TEST_P(Undo, leaves_neither_words_nor_files_behind) {
  const AttachmentId invoice = uploaded();
  clock_.advance(23h);
  const MessageId message{answer(invoice, 10).value()};
  ASSERT_TRUE(desk_->change_now(by_owner(), withdraw_reply(message)));
  EXPECT_TRUE(shown(message).message.withdrawn);
  EXPECT_EQ(shown(message).words.text, "");
  // A day to send it again, counted from the undo.
  clock_.advance(23h);
  drop_unused_uploads(*desk_);
  EXPECT_TRUE(file(*desk_, invoice));
  clock_.advance(2h);
  drop_unused_uploads(*desk_);
  EXPECT_FALSE(file(*desk_, invoice));
}

TEST_P(Undo, once_more_is_no_error_but_others_cannot_and_what_is_sent_stays_sent) {
  const AgentId cy{
      *desk_->change_now(by_owner(), add_agent({"cy@desk.example", "Cy", Role::admin, "x"}))};
  const MessageId message{answer(uploaded(), 10).value()};
  EXPECT_TRUE(desk_->change_now(by_owner(), withdraw_reply(message)));
  const auto again = desk_->change_now(by_owner(), withdraw_reply(message));
  ASSERT_TRUE(again) << again.error().code;
  EXPECT_EQ(*again, message.value);
  EXPECT_FALSE(desk_->change_now(as_agent(cy, Role::admin), withdraw_reply(message)));
  const MessageId sent{answer(uploaded(), 0).value()};
  EXPECT_EQ(desk_->change_now(by_owner(), withdraw_reply(sent)).error().code, "already_sent");
}

TEST_P(Undo, by_way_of_spam_shows_nobody_the_files) {
  const AttachmentId invoice = uploaded();
  ASSERT_TRUE(answer(invoice, 10));
  ASSERT_TRUE(file(*desk_, invoice));
  ASSERT_TRUE(desk_->change_now(by_owner(), mark_spam(conversation_)));
  EXPECT_FALSE(file(*desk_, invoice));
}

MG_ON_EVERY_ENGINE(Undo);

}  // namespace
}  // namespace mg::desk
