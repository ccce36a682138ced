#include "main/restore_fixture.h"

namespace mg::app {
namespace {

class Commands : public testing::TestWithParam<db::Engine> {
 protected:
  Commands() { Story story(workspace_); }

  // What it printed, or why it refused.
  std::string run(const std::string& command, const Arguments& arguments) {
    const auto done =
        run_command(*workspace_.desk, directory_, command, arguments, [](const std::string&) {});
    return done ? *done : done.error().detail;
  }

  const db::testing::TestDatabase place_{GetParam()};
  const FixedClock clock_{made_at};
  Opened workspace_{place_.options.url, clock_};
  desk::Directory directory_{*workspace_.desk};
};

TEST_P(Commands, an_agent_who_is_not_active_gets_no_token) {
  const AgentId eva{workspace_.change(
      by_operator(), desk::add_agent({"eva@desk.example", "Eva", Role::agent, "x"}))};
  EXPECT_EQ(run("token create", {{"agent", "eva@desk.example"}}).size(), 43U);
  workspace_.change(by_operator(), desk::edit_agent({eva, {}, {}, false}));
  EXPECT_NE(run("token create", {{"agent", "eva@desk.example"}}).find("not active"),
            std::string::npos);
}

TEST_P(Commands, what_is_wrong_is_named_by_its_option) {
  const auto begins = [](const std::string& words, const std::string& option) {
    return words.starts_with("--" + option + ": ");
  };
  EXPECT_TRUE(begins(run("inbox add", {{"address", "<a@x.test>"}, {"name", "N"}}), "address"));
  EXPECT_TRUE(begins(
      run("inbox add", {{"address", "a@x.test"}, {"name", "N"}, {"smtp", "smtp://:25"}}), "smtp"));
  EXPECT_TRUE(begins(run("agent add", {{"email", "a@b\n"},
                                       {"name", "N"},
                                       {"role", "agent"},
                                       {"password", "correct horse battery"}}),
                     "email"));
}

MG_ON_EVERY_ENGINE(Commands);

}  // namespace
}  // namespace mg::app
