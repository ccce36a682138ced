#include "mime/charset.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

TEST(Charsets, labels_mean_what_browsers_take_them_for) {
  EXPECT_EQ(to_utf8("\x93quoted\x94", "iso-8859-1"), "“quoted”");
  EXPECT_EQ(to_utf8("\xCF\xF0\xE8\xE2\xE5\xF2", "windows-1251"), "Привет");
  EXPECT_EQ(to_utf8("\xF0\xD2\xC9\xD7\xC5\xD4", "KOI8-R"), "Привет");
  EXPECT_EQ(to_utf8("\xC4\xE3\xBA\xC3", "gb2312"), "你好");
  EXPECT_EQ(to_utf8("\x82\xB1\x82\xF1", "shift_jis"), "こん");
  EXPECT_EQ(to_utf8("\x1B$B$3$s\x1B(B", "iso-2022-jp"), "こん");
  EXPECT_EQ(to_utf8("\xA4", "iso-8859-15"), "€");
}

TEST(Charsets, undeclared_bytes_are_utf8_if_they_can_be) {
  EXPECT_EQ(to_utf8("M\xC3\xBCller", ""), "Müller");
  EXPECT_EQ(to_utf8("M\xFCller", ""), "Müller");
}

TEST(Charsets, labels_that_lie_are_seen_through) {
  EXPECT_EQ(to_utf8("M\xC3\xBCller", "us-ascii"), "Müller");
  EXPECT_EQ(to_utf8("M\xFCller", "utf-8"), "Müller");
  EXPECT_EQ(to_utf8("\xD0\x9A\xD0\xB0\xD1\x80\xD1", ""), "Кар\xEF\xBF\xBD");
}

TEST(Charsets, unknown_labels_fall_back_and_are_reported) {
  EXPECT_EQ(to_utf8("M\xFCller", "x-nobody-knows"), "Müller");
  EXPECT_FALSE(is_known_charset("x-nobody-knows"));
  EXPECT_TRUE(is_known_charset(" \"UTF-8\" "));
}

TEST(Charsets, the_result_is_valid_and_without_nul) {
  EXPECT_EQ(clean_utf8(std::string_view("a\0b\xED\xA0\x80z", 7)), "ab\xEF\xBF\xBDz");
  EXPECT_TRUE(is_utf8(to_utf8("\x81\xFF\xFE", "shift_jis")));
  EXPECT_FALSE(is_utf8("\xC0\xAF"));
}

TEST(Charsets, a_byte_order_mark_is_no_text) {
  EXPECT_EQ(to_utf8("\xEF\xBB\xBFhi", "utf-8"), "hi");
  EXPECT_EQ(to_utf8(std::string_view("\xFF\xFEh\0i\0", 6), "utf-16"), "hi");
}

}  // namespace
}  // namespace mg::mime
