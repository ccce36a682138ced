#include "desk/newer_version.h"

#include <gtest/gtest.h>

#include "desk/people.h"
#include "desk/reads.h"
#include "desk/test_desk.h"

namespace mg::desk {
namespace {

class NewerVersionTest : public ::testing::TestWithParam<db::Engine> {
 protected:
  NewerVersionTest() {
    change(create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill"));
  }

  void change(Change what) {
    const auto done = desk_.desk().change_now(as_agent(AgentId{1}, Role::owner), std::move(what));
    ASSERT_TRUE(done) << done.error().detail;
  }

  // What a node of a later version would append.
  void append_fact_of_kind(int kind) {
    desk_.desk().database().write([&](db::Session& session) {
      const db::Value values[] = {db::to_value(kind), db::to_value(kind + 1'000'000)};
      session.execute_text(
          "INSERT INTO log (stream, seq, kind, happened_at, recorded_at, actor_kind, actor, depth, "
          "body) VALUES ($2, 1, $1, 0, 0, 0, 0, 0, (SELECT body FROM log LIMIT 1))",
          values, [](const db::Row&) {});
    });
  }

  testing::TestDesk desk_{GetParam()};
  NewerVersion watch_;
};

TEST_P(NewerVersionTest, a_log_of_ours_is_no_reason_to_stand_aside) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(watch_.look(desk_.desk()).unknown);
    change(add_agent({"a" + std::to_string(i) + "@desk.example", "A", Role::agent, "x"}));
  }
}

TEST_P(NewerVersionTest, a_fact_of_an_unknown_kind_is_met_when_it_is_written) {
  EXPECT_FALSE(watch_.look(desk_.desk()).unknown);
  append_fact_of_kind(999);
  const auto found = watch_.look(desk_.desk());
  ASSERT_TRUE(found.unknown);
  EXPECT_NE(found.unknown->find("kind 999"), std::string::npos) << *found.unknown;
}

TEST_P(NewerVersionTest, an_older_program_notices_at_its_first_look) {
  append_fact_of_kind(999);
  change(add_agent({"later@desk.example", "A", Role::agent, "x"}));
  EXPECT_TRUE(watch_.look(desk_.desk()).unknown);
}

TEST_P(NewerVersionTest, live_updates_are_refused_rather_than_broken_off) {
  append_fact_of_kind(999);
  const auto page = live_after(desk_.desk(), "0", 100);
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, "newer_version");
}

MG_ON_EVERY_ENGINE(NewerVersionTest);

}  // namespace
}  // namespace mg::desk
