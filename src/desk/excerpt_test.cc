#include "desk/excerpt.h"

#include <gtest/gtest.h>

namespace mg::desk {
namespace {

TEST(Excerpt, the_writers_own_name_and_the_closing_above_it_are_left_out) {
  for (const char* end :
       {"\n\nAna", "\nAna Lind", "\n\nBest regards,\nAna Lind\n",
        "\n\nViele Gr\u00fc\u00dfe\n\nana",
        "\r\n\r\nThanks,\r\n- A. Lind\r\nFernhill Ltd\r\n+44 20 1234\r\n", "\nLIND, Ana"}) {
    EXPECT_EQ(excerpt_of(std::string("It broke\nagain.") + end, "Ana Lind"), "It broke again.")
        << end;
  }
  EXPECT_EQ(excerpt_of("Yes\n\nAna", "Ana Lind"), "Yes");
  EXPECT_EQ(excerpt_of("\u00c7a ne va pas.\n\nZo\u00e9", "ZO\u00c9 Petit"), "\u00c7a ne va pas.");
}

TEST(Excerpt, words_that_only_look_like_an_end_stay) {
  for (const char* text :
       {"Hi, I am\nAna\nand my kettle broke.", "Ask\nCy", "Ana", "Ana\nLind",
        "Please call\nAna\nat home in the evening, when she is back from the work "
        "that she does for you, please"}) {
    std::string line = text;
    for (char& c : line) c = c == '\n' ? ' ' : c;
    EXPECT_EQ(excerpt_of(text, "Ana Lind"), line);
  }
  EXPECT_EQ(excerpt_of("It broke.\n\nAna", ""), "It broke. Ana");
  EXPECT_EQ(excerpt_of("", "Ana"), "");
}

}  // namespace
}  // namespace mg::desk
