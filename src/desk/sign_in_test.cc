#include "desk/sign_in.h"

#include "desk/desk_fixture.h"

namespace mg::desk {
namespace {

using SignIn = DeskTest;

TEST_P(SignIn, tells_nobody_which_half_was_wrong_and_brakes_guessing) {
  const auto hash = hash_password("correct horse battery");
  ASSERT_TRUE(
      desk_->change_now(by_owner(), add_agent({"kofi@desk.example", "Kofi", Role::agent, hash})));
  const Visitor visitor{"192.0.2.1", "test"};
  const auto session = sign_in(*desk_, "Kofi@desk.example", "correct horse battery", visitor);
  ASSERT_TRUE(session);
  EXPECT_EQ((*who_is(*desk_, session->secret))->name, "Kofi");
  EXPECT_FALSE(*who_is(*desk_, "guess"));
  const auto wrong = sign_in(*desk_, "kofi@desk.example", "wrong password!", visitor);
  const auto unknown = sign_in(*desk_, "nobody@desk.example", "wrong password!", visitor);
  EXPECT_EQ(wrong.error(), unknown.error());
  for (int i = 0; i < 6; ++i) {
    (void)sign_in(*desk_, "kofi@desk.example", "wrong password!", visitor);
  }
  EXPECT_EQ(sign_in(*desk_, "kofi@desk.example", "correct horse battery", visitor).error().kind,
            RefusalKind::too_many);
}

MG_ON_EVERY_ENGINE(SignIn);

}  // namespace
}  // namespace mg::desk
