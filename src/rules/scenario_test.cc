#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "rules/scene_test.h"

// Each file of tests/scenarios is a test of its own, "Scenes.<name of the file>".
namespace mg::rules::test {
namespace {

namespace fs = std::filesystem;

class SceneFile : public testing::Test {
 public:
  explicit SceneFile(fs::path path) : path_(std::move(path)) {}
  void TestBody() override {
    std::ifstream file(path_);
    std::stringstream text;
    text << file.rdbuf();
    ASSERT_TRUE(file) << "cannot read " << path_;
    EXPECT_TRUE(text.str().starts_with("# name: ")) << path_ << ":1: say \"# name: ...\" first";
    const std::string name = "tests/scenarios/" + path_.filename().string();
    for (const std::string& wrong : play_scene(name, text.str())) ADD_FAILURE() << wrong;
  }

 private:
  fs::path path_;
};

std::size_t register_scenes() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(MG_SOURCE_DIR) / "tests/scenarios")) {
    if (entry.path().extension() == ".scene") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const fs::path& path : files) {
    testing::RegisterTest("Scenes", path.stem().c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [path]() -> testing::Test* { return new SceneFile(path); });
  }
  return files.size();
}

const std::size_t scene_count = register_scenes();

TEST(Scenario, the_scenes_are_found) {
  EXPECT_GE(scene_count, 50u);
}

// The runner itself must be able to fail: each line here is wrong on purpose.
std::string first_wrong(std::string_view text) {
  const auto wrong = play_scene("x.scene", text);
  return wrong.empty() ? "" : wrong.front();
}

TEST(Scenario, a_scene_that_holds_says_nothing) {
  EXPECT_EQ(first_wrong("mon 09:00 ana writes: It broke.\nexpect state open, turn us\n"), "");
}

TEST(Scenario, what_does_not_hold_is_told_with_file_and_line) {
  EXPECT_EQ(first_wrong("# name: x\nmon 09:00 ana writes: It broke.\nexpect state solved\n"),
            "x.scene:3: expected state solved, but it is open");
  EXPECT_EQ(first_wrong("mon 09:00 ana writes: a\nexpect facts: note_added\n"),
            "x.scene:2: expected the facts note_added, but it is conversation_opened "
            "message_received");
  EXPECT_EQ(first_wrong("mon 09:00 ana writes: a\nexpect waiting since mon 09:01\n"),
            "x.scene:2: expected waiting since day 1 09:01:00, but it is day 1 09:00:00");
}

TEST(Scenario, every_wrong_expectation_of_a_scene_is_told) {
  EXPECT_EQ(
      play_scene("x", "mon 09:00 ana writes: a\nexpect state spam\nexpect turn none\n").size(), 2u);
}

TEST(Scenario, a_refusal_that_nobody_expects_is_an_error) {
  EXPECT_EQ(first_wrong("mon 09:00 ana writes: a\nmon 09:00 cleo says yes\nexpect state open\n"),
            "x.scene:3: this was refused with not_the_requester: Only the person who asked for "
            "help can say whether it is solved.");
  EXPECT_NE(first_wrong("mon 09:00 ana writes: a\nexpect state open\nmon 09:00 cleo says yes\n"),
            "");
  EXPECT_NE(first_wrong("mon 09:00 ana writes: a\nexpect refused with x\n"), "");
}

TEST(Scenario, lines_that_cannot_be_read_are_errors) {
  const std::string first = "mon 09:00 ana writes: a\nexpect state open\n";
  for (const char* line :
       {"bo replies: a", "mon 9 bo replies: a", "day 0 09:00 bo replies: a", "mon 25:00 bo notes",
        "mon 08:00 bo notes", "mon 10:00 bo dances", "mon 10:00 bo replies: a (sings)",
        "mon 10:00 ana says maybe", "expect", "expect colour blue", "expect promise kept",
        "setting no reminders", "mon 10:00 bo replies a"}) {
    EXPECT_EQ(first_wrong(first + line).rfind("x.scene:3: ", 0), 0u) << line;
  }
  EXPECT_NE(first_wrong("mon 09:00 ana writes: a\n"), "");
  EXPECT_NE(first_wrong(""), "");
}

}  // namespace
}  // namespace mg::rules::test
