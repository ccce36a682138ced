#include "desk/desk_fixture.h"

// Whether the check sees that a list shows a conversation by another promise, or elsewhere, than
// its state says.
namespace mg::desk {
namespace {

class ListedPromise : public DeskTest {
 protected:
  void change(const std::string& column, const std::string& how) {
    database_->write([&](db::Session& session) {
      session.execute_text("UPDATE conversation SET " + column + " = " + column + how, {},
                           [](const db::Row&) {});
    });
  }
  std::size_t differences(ConversationId id) {
    std::size_t found = 0;
    database_->read(
        [&](db::Session& session) { found = store::check_conversation(session, id).size(); });
    return found;
  }
};

TEST_P(ListedPromise, another_promise_time_or_place_is_a_difference) {
  const auto id = conversation_of(receive(mail("It broke.", "a@x")));
  ASSERT_EQ(load(id).promises.size(), 1u);
  for (const char* column : {"promise", "promise_due", "due_key"}) {
    change(column, " + 1");
    EXPECT_EQ(differences(id), 1u) << column;
    change(column, " - 1");
    EXPECT_EQ(differences(id), 0u) << column;
  }
}

MG_ON_EVERY_ENGINE(ListedPromise);

}  // namespace
}  // namespace mg::desk
