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

TEST_P(Commands, a_password_that_is_guessed_first_adds_nobody) {
  Arguments eva{{"email", "eva@desk.example"}, {"name", "Eva Lund"}, {"role", "agent"}};
  for (const char* guessed : {"1234567890", "evalund2026", "eva@desk.example"}) {
    eva["password"] = guessed;
    EXPECT_NE(run("agent add", eva).find("first that are guessed"), std::string::npos) << guessed;
  }
  eva["password"] = "correct horse battery";
  EXPECT_EQ(run("agent add", eva).find_first_not_of("0123456789"), std::string::npos);
}

MG_ON_EVERY_ENGINE(Commands);

Arguments bo(const std::string& password) {
  return {
      {"email", "bo@desk.example"}, {"name", "Bo Berg"}, {"role", "owner"}, {"password", password}};
}

std::string refusal_of(const std::string& command, const Arguments& arguments) {
  const auto fine = check_arguments(command, arguments);
  return fine ? "" : fine.error().detail;
}

TEST(CommandArguments, that_can_never_be_right_are_refused_by_their_option_without_a_workspace) {
  const auto with = [](const std::string& name, const std::string& value) {
    Arguments arguments = bo("correct horse battery");
    arguments[name] = value;
    return refusal_of("agent add", arguments);
  };
  EXPECT_EQ(with("name", "Bo"), "");
  EXPECT_TRUE(with("email", "a@b\n").starts_with("--email: "));
  EXPECT_TRUE(with("name", "").starts_with("--name: "));
  EXPECT_EQ(with("role", "king"), "--role: \"king\" is not owner, admin or agent.");
  for (const char* password : {"short", "1234567890", "bo berg 2026", "our team 2026"}) {
    EXPECT_TRUE(with("password", password).starts_with("--password-stdin: ")) << password;
  }
  const Arguments inbox{{"address", "a@x.test"}, {"name", "N"}};
  EXPECT_EQ(refusal_of("inbox add", inbox), "");
  for (const auto& [name, value] :
       {std::pair("address", "<a@x.test>"), {"name", ""}, {"smtp", "smtp://:25"}}) {
    Arguments wrong = inbox;
    wrong[name] = value;
    EXPECT_TRUE(refusal_of("inbox add", wrong).starts_with("--" + std::string(name) + ": "));
  }
}

TEST(CommandArguments, the_first_person_must_be_an_owner) {
  Arguments first = bo("correct horse battery");
  EXPECT_TRUE(check_first("agent add", first));
  EXPECT_TRUE(check_first("inbox add", {}));
  first["role"] = "admin";
  const auto refused = check_first("agent add", first);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().detail.starts_with("--role: The workspace has no owner yet."));
}

}  // namespace
}  // namespace mg::app
