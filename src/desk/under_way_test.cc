#include <atomic>

#include "desk/desk_fixture.h"

namespace mg::desk {
namespace {

class UnderWayTest : public DeskTest {};

TEST_P(UnderWayTest, whatever_was_asked_for_is_answered_before_the_desk_ends) {
  constexpr int changes = 50;
  std::atomic<int> answered = 0;
  for (int i = 0; i < changes; ++i) {
    auto context = as_system();
    context.command = "change " + std::to_string(i);
    desk_->change(context, {rules::Right::anyone, [](Tx&) { return 0; }},
                  [&](const Result<std::int64_t>& result) { answered += result ? 1 : 0; });
  }
  desk_.reset();
  EXPECT_EQ(answered, changes);
}

MG_ON_EVERY_ENGINE(UnderWayTest);

}  // namespace
}  // namespace mg::desk
