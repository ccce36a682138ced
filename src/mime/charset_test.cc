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

TEST(Charset, labels_are_known_however_they_are_spelled) {
  for (const char* label : {"utf8", "UTF_8", "utf 8", "iso8859_1", "ISO_8859-1", "windows1252",
                            "Shift-JIS", "KOI8R", "GB-2312"}) {
    EXPECT_TRUE(is_known_charset(label)) << label;
  }
}

TEST(Charset, what_was_read_otherwise_than_labelled_is_said) {
  const auto why = [](std::string_view bytes, std::string_view label) {
    const auto read = decode_charset(bytes, label);
    return read.reason.value_or(Reason{});
  };
  EXPECT_EQ(why("plain", ""), Reason{});
  EXPECT_EQ(why("caf\xC3\xA9", "utf-8"), Reason{});
  EXPECT_EQ(why("caf\xE9", "iso-8859-1"), Reason{});
  EXPECT_EQ(why("caf\xC3\xA9", ""), (Reason{Why::charset_guessed, "utf-8"}));
  EXPECT_EQ(why("caf\xE9", ""), (Reason{Why::charset_guessed, "windows-1252"}));
  EXPECT_EQ(why("caf\xC3\xA9", "iso-8859-1"),
            (Reason{Why::charset_wrong, "iso-8859-1, read as utf-8"}));
  EXPECT_EQ(why("caf\xE9", "utf-8"), (Reason{Why::charset_wrong, "utf-8, read as windows-1252"}));
  EXPECT_EQ(why("caf\xC3\xA9", "x-nobody"), (Reason{Why::charset_unknown, "x-nobody"}));
}

TEST(Charset, japanese_escapes_are_read_although_nobody_names_them) {
  EXPECT_EQ(to_utf8("\x1b$B$3$N\x1b(B ok", ""), "\u3053\u306E ok");
  EXPECT_EQ(to_utf8("\x1b$B$3$N\x1b(B ok", "us-ascii"), "\u3053\u306E ok");
}

TEST(Charset, utf8_that_is_labelled_as_another_multibyte_set_is_utf8) {
  const std::string text = "\u00FCber \u20AC 5 \u2013 ja";
  EXPECT_EQ(to_utf8(text, "iso-2022-jp"), text);
}

TEST(Charset, html_may_name_its_own) {
  EXPECT_EQ(charset_in_html("<html><head><META http-equiv=Content-Type content=\"text/html; "
                            "charset=windows-1251\">"),
            "windows-1251");
  EXPECT_EQ(charset_in_html("<meta charset='koi8-r'>"), "koi8-r");
  EXPECT_EQ(charset_in_html("<meta charset=utf-16le>"), "utf-8");
  EXPECT_EQ(charset_in_html("<p>charset=x</p>"), "");
}

}  // namespace
}  // namespace mg::mime
