#include "main/command_line.h"

#include <gtest/gtest.h>
#include <vector>

namespace mg::app {
namespace {

struct Program {
  CLI::App app{"A program."};
  std::string listen;
  std::vector<std::string> hosts;

  Program() {
    app.require_subcommand(1);
    CLI::App& serve = *app.add_subcommand("serve");
    serve.add_option("--listen", listen);
    serve.add_option("--allow-host", hosts);
    app.add_subcommand("agent")->require_subcommand(1)->add_subcommand("add");
    app.add_subcommand("help");
  }

  std::string unknown(std::vector<const char*> words) const {
    return unknown_command(app, words).value_or("");
  }
  // What is said of a line that cannot be parsed; "" of one that can.
  std::string twice(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());
    try {
      app.parse(words);
    } catch (const CLI::ParseError&) {
      return given_twice(app).value_or("something else");
    }
    return "";
  }
};

TEST(CommandLine, a_command_that_is_not_there_is_named) {
  const Program program;
  EXPECT_EQ(program.unknown({"frobnicate"}),
            "There is no command 'frobnicate'. See makegood --help.");
  EXPECT_EQ(program.unknown({"agent", "remove", "--email"}),
            "There is no command 'agent remove'. See makegood --help.");
  EXPECT_EQ(program.unknown({"serve", "extra"}), "");
  EXPECT_EQ(program.unknown({"agent", "add"}), "");
  EXPECT_EQ(program.unknown({"agent"}), "");
  EXPECT_EQ(program.unknown({"--help"}), "");
  EXPECT_EQ(program.unknown({}), "");
}

TEST(CommandLine, where_no_command_is_named_the_commands_are_listed) {
  const Program program;
  const auto help = [&](std::vector<const char*> words) {
    return unfinished_command(program.app, words).value_or("");
  };
  EXPECT_NE(help({}).find("serve"), std::string::npos);
  EXPECT_NE(help({"agent"}).find("add"), std::string::npos);
  EXPECT_EQ(help({"agent"}).find("serve"), std::string::npos);
  EXPECT_EQ(help({"agent", "add"}), "");
  EXPECT_EQ(help({"serve"}), "");
  EXPECT_EQ(help({"agent", "--help"}), "");
  EXPECT_EQ(help({"--help"}), "");
}

TEST(CommandLine, an_option_that_is_given_twice_is_named) {
  Program program;
  EXPECT_EQ(program.twice({"serve", "--listen", "a", "--listen", "b"}),
            "--listen was given twice.");
  EXPECT_EQ(program.twice({"serve", "--listen", "a", "--listen", "b", "--listen", "c"}),
            "--listen was given 3 times.");
  EXPECT_EQ(program.twice({"serve", "--allow-host", "a", "--allow-host", "b"}), "");
  EXPECT_EQ(program.twice({"serve", "--nothing"}), "something else");
}

}  // namespace
}  // namespace mg::app
