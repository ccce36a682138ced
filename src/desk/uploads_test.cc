#include "desk/desk_fixture.h"
#include "desk/files.h"
#include "store/messages.h"

// What becomes of uploads that no message has used.
namespace mg::desk {
namespace {

class Uploads : public DeskTest {
 protected:
  AttachmentId add(const std::string& bytes) {
    auto blob = std::make_shared<const store::PreparedBlob>(store::prepare_blob(bytes));
    return AttachmentId{
        desk_->change_now(by_owner(), upload("a.txt", "text/plain", std::move(blob))).value()};
  }

  bool is_there(AttachmentId id) {
    return desk_
        ->read<bool>([&](db::Session& session) -> Result<bool> {
          return store::load_attachment(session, id).has_value();
        })
        .value();
  }
};

TEST_P(Uploads, what_a_saved_draft_names_stays_until_the_draft_is_gone) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  const AttachmentId named = add("named"), other = add("other");
  ASSERT_TRUE(desk_->change_now(
      by_owner(), save_draft(id, R"({"text":"x","attachments":[")" + to_string(named) + "\"]}")));
  clock_.advance(25h);
  EXPECT_FALSE(drop_unused_uploads(*desk_));
  EXPECT_TRUE(is_there(named));
  EXPECT_FALSE(is_there(other));
  ASSERT_TRUE(desk_->change_now(by_owner(), save_draft(id, "")));
  drop_unused_uploads(*desk_);
  EXPECT_FALSE(is_there(named));
}

TEST_P(Uploads, all_that_are_old_go_a_hundred_in_a_turn) {
  std::vector<AttachmentId> ids;
  for (int i = 0; i < 120; ++i) ids.push_back(add("bytes"));
  EXPECT_FALSE(drop_unused_uploads(*desk_));
  EXPECT_TRUE(is_there(ids.front())) << "not within a day";
  clock_.advance(25h);
  EXPECT_TRUE(drop_unused_uploads(*desk_));
  EXPECT_FALSE(drop_unused_uploads(*desk_));
  for (const AttachmentId id : ids) EXPECT_FALSE(is_there(id));
}

MG_ON_EVERY_ENGINE(Uploads);

}  // namespace
}  // namespace mg::desk
