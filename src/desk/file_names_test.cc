#include <gtest/gtest.h>
#include <string>

#include "desk/files.h"

namespace mg::desk {
namespace {

TEST(FileNames, hold_nothing_that_hides_their_ending_X5) {
  EXPECT_EQ(safe_file_name("a\u202egnp.exe"), "agnp.exe");
  EXPECT_EQ(safe_file_name("a\u2067gnp.exe"), "agnp.exe");
  EXPECT_EQ(safe_file_name("../x\r\n.png"), ".._x.png");
  for (const char* hidden : {"\u00ad", "\u0085", "\u061c", "\u180e", "\u200b", "\u200f", "\u2028",
                             "\u202e", "\u2060", "\u2069", "\ufeff", "\U000e0041"}) {
    EXPECT_EQ(safe_file_name("a" + std::string(hidden) + "gnp.exe"), "agnp.exe");
    EXPECT_EQ(safe_file_name(hidden), "file");
  }
  // First made safe, then looked at: what was hidden cannot make a name of two dots.
  EXPECT_EQ(safe_file_name(".\u200b."), "file");
  EXPECT_EQ(safe_file_name(std::string(5000, 'x')).size(), 200u);
  EXPECT_EQ(safe_file_name("Pr\u00fcfung \u4e2d\u6587.txt"), "Pr\u00fcfung \u4e2d\u6587.txt");
}

}  // namespace
}  // namespace mg::desk
