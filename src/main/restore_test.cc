#include "main/restore.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "main/options.h"
#include "main/workspace.h"

namespace mg::app {
namespace {

namespace fs = std::filesystem;

class RestoreTest : public testing::Test {
 protected:
  RestoreTest() {
    std::string pattern = (fs::temp_directory_path() / "mg-restore-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~RestoreTest() override { fs::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  void make_workspace(const char* name) const {
    const Place place{path(name), ""};
    ASSERT_TRUE(prepare(place));
    SystemClock clock;
    const Workspace workspace = open_workspace(place, clock, "");
  }

  fs::path folder_;
};

TEST_F(RestoreTest, a_file_without_a_workspace_is_refused_and_leaves_the_folder_empty) {
  std::ofstream(path("empty")).close();
  const auto refused = restore_backup(path("empty"), path("into"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "not_a_backup");
  EXPECT_TRUE(fs::is_empty(path("into")));
  make_workspace("good");
  EXPECT_TRUE(restore_backup(path("good") + "/makegood.db", path("into")));
}

TEST_F(RestoreTest, a_folder_without_a_workspace_is_not_taken_for_an_empty_one) {
  make_workspace("good");
  EXPECT_TRUE(must_hold_workspace({path("good"), ""}));
  EXPECT_FALSE(must_hold_workspace({path("goood"), ""}));
  EXPECT_FALSE(fs::exists(path("goood")));
}

}  // namespace
}  // namespace mg::app
