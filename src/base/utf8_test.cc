#include "base/utf8.h"

#include <gtest/gtest.h>

namespace mg {
namespace {

TEST(Utf8, a_cut_is_never_inside_a_character) {
  const std::string text = "a\u00e9\u4e2d\U0001f600z";  // 1, 2, 3, 4 and 1 bytes.
  const std::size_t ends[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t max = 0; max < std::size(ends); ++max) {
    EXPECT_EQ(utf8_cut(text, max), text.substr(0, ends[max])) << max;
    EXPECT_TRUE(is_utf8(utf8_cut(text, max))) << max;
    EXPECT_EQ(utf8_boundary(text, max), ends[max]) << max;
  }
  EXPECT_EQ(utf8_length(text), 5u);
}

TEST(Utf8, what_is_not_utf8_is_cut_all_the_same) {
  const std::string text(20, '\x80');
  EXPECT_EQ(utf8_cut(text, 10).size(), 10u);
  EXPECT_EQ(utf8_cut("", 10), "");
}

TEST(Utf8, a_cut_at_a_word_ends_with_a_whole_one) {
  EXPECT_EQ(utf8_cut_at_word("one two three", 13), "one two three");
  EXPECT_EQ(utf8_cut_at_word("one two three", 12), "one two");
  EXPECT_EQ(utf8_cut_at_word("one two three", 8), "one two");
  EXPECT_EQ(utf8_cut_at_word("one two three", 7), "one two");
  EXPECT_EQ(utf8_cut_at_word("one two three", 6), "one");
  EXPECT_EQ(utf8_cut_at_word("extraordinary", 5), "extra");
  // No space but one far back: a Chinese sentence is not given up for it.
  EXPECT_EQ(utf8_cut_at_word("Re: \u4e2d\u6587\u4e2d\u6587\u4e2d\u6587", 17),
            "Re: \u4e2d\u6587\u4e2d\u6587");
}

TEST(Utf8, an_excerpt_is_one_line_of_so_many_characters) {
  EXPECT_EQ(utf8_excerpt("  It\r\n\tbroke.  ", 50), "It broke.");
  EXPECT_EQ(utf8_excerpt("It broke. ", 9), "It broke.");
  EXPECT_EQ(utf8_excerpt("It broke again", 10), "It broke...");
  EXPECT_EQ(utf8_excerpt("It broke again", 8), "It broke...");
  EXPECT_EQ(utf8_excerpt("\u00e9\u00e9\u00e9\u00e9", 4), "\u00e9\u00e9\u00e9\u00e9");
  EXPECT_EQ(utf8_excerpt("\u00e9\u00e9\u00e9\u00e9", 3), "\u00e9\u00e9\u00e9...");
  EXPECT_EQ(utf8_excerpt(" \n ", 3), "");
  EXPECT_TRUE(is_utf8(utf8_excerpt(std::string(100'000, 'x') + "\u4e2d", 20)));
}

TEST(Utf8, blank_is_what_has_nothing_but_white_space) {
  EXPECT_TRUE(is_blank(""));
  EXPECT_TRUE(is_blank(" \t\r\n\u00a0 "));
  EXPECT_FALSE(is_blank("\u00a0\u00a9"));
  EXPECT_FALSE(is_blank("\xc2"));
}

}  // namespace
}  // namespace mg
