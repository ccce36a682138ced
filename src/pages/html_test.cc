#include "pages/html.h"

#include <gtest/gtest.h>

namespace mg::pages {
namespace {

TEST(Html, text_and_attribute_values_are_escaped) {
  Html html;
  html.element("p", {attribute("title", "a\"b'c<d>&")}, "<img src=x onerror=alert(1)> & \"'");
  EXPECT_EQ(html.take().view(),
            "<p title=\"a&quot;b&#39;c&lt;d&gt;&amp;\">&lt;img src=x onerror=alert(1)&gt; &amp; "
            "&quot;&#39;</p>");
}

TEST(Html, only_safe_html_is_written_as_it_is) {
  Html html;
  html.open("div").raw(SafeHtml("<em>a</em>")).text("<em>").close();
  EXPECT_EQ(html.take().view(), "<div><em>a</em>&lt;em&gt;</div>");
}

TEST(Html, void_elements_need_no_close_and_absent_attributes_are_left_out) {
  Html html;
  html.open("input", {attribute("name", "a"), flag("required"), flag("multiple", false),
                      attribute("value", "x", false)});
  EXPECT_EQ(html.take().view(), "<input name=\"a\" required>");
}

TEST(Html, an_unsafe_address_goes_nowhere) {
  Html html;
  html.element("a", {attribute("href", "java\tscript:alert(1)")}, "x");
  EXPECT_EQ(html.take().view(), "<a href=\"#\">x</a>");
}

TEST(Html, addresses_that_may_be_linked_to) {
  for (const char* url : {"/c/a", "/c/a?b=c&d", "#text", "https://a.example/", "HTTP://A/",
                          "mailto:a@b.example", "tel:+44"}) {
    EXPECT_TRUE(is_safe_url(url)) << url;
  }
  for (const char* url : {"", "//evil.example/", "/\\evil.example", "/\t/evil.example",
                          "javascript:1", " javascript:1", "JavaScript:1", "data:text/html,x",
                          "vbscript:1", "c/a", "\x01javascript:1", "https://a.example/ b"}) {
    EXPECT_FALSE(is_safe_url(url)) << url;
  }
}

TEST(Html, control_characters_and_broken_utf8_become_the_replacement_character) {
  using namespace std::string_view_literals;
  EXPECT_EQ(escaped("a\0b"sv),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(escaped("\x1b[31m\x7f\n\t"sv), "\xEF\xBF\xBD[31m\xEF\xBF\xBD\n\t");
  EXPECT_EQ(escaped("\xC0\xBCscript"sv), "\xEF\xBF\xBD\xEF\xBF\xBDscript");
  EXPECT_EQ(escaped("\xE2\x82"sv), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(escaped("£€𝒳"sv), "£€𝒳");
}

TEST(Html, words_in_a_field_keep_their_first_line_end) {
  EXPECT_EQ(Html().element("textarea", {}, "\na").take().view(), "<textarea>\n\na</textarea>");
}

TEST(HtmlDeathTest, script_style_and_handlers_cannot_be_written) {
  EXPECT_DEATH(Html().open("script"), "");
  EXPECT_DEATH(Html().open("p", {attribute("onclick", "x")}), "");
  EXPECT_DEATH(Html().open("p", {attribute("style", "x")}), "");
  EXPECT_DEATH(Html().open("p").take(), "");
}

}  // namespace
}  // namespace mg::pages
