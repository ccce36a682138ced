#include "desk/customer.h"
#include "desk/erase_fixture.h"
#include "desk/reads.h"
#include "desk/sign_in.h"
#include "store/search.h"

// What is left after an erasure: nothing of the person, everything of others.
namespace mg::desk {
namespace {

class ErasedWords : public EraseContact {};

TEST_P(ErasedWords, no_word_of_the_person_is_left_in_any_table_or_file) {
  // Enough to make the database move its pages about.
  for (int i = 0; i < 40; ++i) {
    const MessageId first = mail_of_ana("Help " + word() + " " + std::string(700, 'x'));
    const ConversationId id = conversation_of(first);
    answer(id, "Ana, " + word());
    if (i % 4 == 0) send_what_waits(i % 8 == 0 ? DeliveryState::sent : DeliveryState::deferred);
    mail_of_ana("More " + word(), {last_id_});
    ASSERT_TRUE(desk_->change_now(by_owner(), note({.conversation = id,
                                                    .text = "She says " + word(),
                                                    .html = {},
                                                    .attachments = {},
                                                    .promise = {},
                                                    .seen = {}})));
    if (i % 10 == 3) index_all();
  }
  const ConversationId last = conversation_of(mail_of_ana("Last " + word()));
  answer(last, "Held " + word(), 60);
  ASSERT_TRUE(desk_->change_now(by_owner(), edit({.conversation = last,
                                                  .subject = "Renamed",
                                                  .assignee = {},
                                                  .team = {},
                                                  .priority = {}})));
  const auto upload_id =
      desk_->change_now(by_owner(), upload(word(), "text/plain", blob("upload " + word())));
  ASSERT_TRUE(desk_->change_now(
      by_owner(),
      save_draft(last, R"({"kind":"reply","text":")" + word() + R"(","attachments":[")" +
                           std::to_string(*upload_id) + R"("]})")));
  ASSERT_TRUE(desk_->change_now(as_system(), mail_new_links(ana_email_, desk_->keys())));
  ASSERT_TRUE(desk_->change_now(as_contact(ana()),
                                write_from_page({{last, ana(), clock_.now() + 24h},
                                                 word(),
                                                 {{word(), "a/b", store::prepare_blob(word())}}})));
  // Mail that is in no conversation: in quarantine under another envelope, twice, and waiting.
  const auto stray = [&](const std::string& sender) {
    ASSERT_TRUE(desk_->change_now(
        as_system(),
        accept_mail(sender, {{"help@desk.example", inbox_}},
                    blob("Received: x\r\nFrom: A\r\n <" + ana_email_ + ">\r\n\r\n" + word()))));
  };
  stray("bounce-1@lists.example");
  ASSERT_TRUE(desk_->change_now(
      as_system(), quarantine_mail(lease_mail(*desk_, 1).at(0).id, "cannot read " + word())));
  stray(ana_email_);
  index_all();
  const auto before = places_of(words_);
  for (const char* place : {"acknowledgement.address_key",
                            "attachment.content_id",
                            "attachment.name",
                            "blob_chunk.bytes",
                            "command.id",
                            "contact.email",
                            "contact.name",
                            "contact_address.address_key",
                            "conversation_words.excerpt",
                            "conversation_words.first_subject",
                            "conversation_words.subject",
                            "draft.body",
                            "mail_thread.ancestors",
                            "message_id.id",
                            "message_words.html",
                            "message_words.quoted",
                            "message_words.text",
                            "outbox_words.answer",
                            "outbox_words.message_id",
                            "outbox_words.recipient",
                            "promise_words.text",
                            "raw_mail.error",
                            "raw_mail.sender",
                            "throttle.key"}) {
    EXPECT_TRUE(before.contains(place)) << place << ": the test puts no word there";
  }

  const ContactId id = ana();
  ASSERT_TRUE(start(id, ana_email_));
  EXPECT_FALSE(contact(ana_email_));
  EXPECT_GT(run(), 41);
  expect_nothing_is_left();
  const auto done =
      look<store::Erasure>([&](db::Session& session) { return *erasure(session, id); });
  EXPECT_NE(done.finished_at, Instant{});
  EXPECT_EQ(done.conversations, 41);
  EXPECT_EQ(done.mails, 81 + 2);
  EXPECT_TRUE(done.addresses.empty());
  for (const char* table : {"attachment", "blob", "blob_chunk", "draft", "message_words",
                            "promise_words", "raw_mail", "message_id", "mail_thread"}) {
    EXPECT_EQ(rows_of(table), 0) << table;
  }
}

TEST_P(ErasedWords, conversations_of_others_lose_only_what_the_person_wrote) {
  const std::string kept = "the-words-of-bea";
  const std::string ana_in_cc =
      R"({"name":")" + ana_name_ + R"(","email":")" + ana_email_ + R"("})";
  auto others = words_;
  const MessageId asked = mail_from("Bea", "bea@other.example", "Bea asks", kept, {}, ana_in_cc);
  const std::string bea_id = last_id_;
  const ConversationId id = conversation_of(asked);
  const std::size_t before = words_.size();
  const MessageId hers = mail_of_ana("I, too: " + word(), {bea_id});
  ASSERT_EQ(conversation_of(hers), id);
  for (std::size_t i = before; i < words_.size(); ++i) others.push_back(words_[i]);
  index_all();
  ASSERT_TRUE(start(ana(), ana_name_));
  run();

  EXPECT_EQ(places_of(others), std::set<std::string>{});
  EXPECT_EQ(files_with(others), (std::map<std::string, int>{}));
  const auto c = load(id);
  EXPECT_EQ(c.state, State::open);
  EXPECT_EQ(c.erased_at, Instant{});
  EXPECT_EQ(c.promises.size(), 1u);
  const auto thread = look<std::vector<Said>>(
      [&](db::Session& session) { return desk::thread(session, id, {}, 10); });
  ASSERT_EQ(thread.size(), 3u);
  EXPECT_EQ(thread[0].shown.words.text, kept);
  EXPECT_EQ(thread[0].attachments.size(), 1u);
  EXPECT_FALSE(thread[0].erased);
  EXPECT_EQ(thread[2].shown.words.text, "");
  ASSERT_TRUE(thread[2].erased);
  EXPECT_EQ(thread[2].erased->by, "Bo");
  const auto page = list(*desk_, {});
  EXPECT_EQ(page->items.at(0).excerpt, kept);
  EXPECT_EQ(search(*desk_, "words", "", 10)->items.size(), 1u);
}

MG_ON_EVERY_ENGINE(ErasedWords);

}  // namespace
}  // namespace mg::desk
