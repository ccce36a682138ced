#include "mime/html_text.h"

#include <chrono>
#include <gtest/gtest.h>
#include <string>

namespace mg::mime {
namespace {

TEST(HtmlText, blocks_become_lines_and_white_space_one_blank) {
  EXPECT_EQ(text_of_html("<div>One\n  two</div><div>three<br>four</div><p>five</p><p>six</p>"),
            "One two\nthree\nfour\n\nfive\n\nsix");
}

TEST(HtmlText, lists_get_their_marks) {
  EXPECT_EQ(text_of_html("<ul><li>a</li><li><p>b</p></li></ul><ol><li>c<li>d</ol>"),
            "- a\n- b\n\n1. c\n2. d");
}

TEST(HtmlText, rows_are_lines_and_cells_stand_apart) {
  EXPECT_EQ(text_of_html(
                "<table><tr><td>Kettle</td><td>2</td></tr><tr><td>Lid</td><td>1</td></tr></table>"),
            "Kettle  2\nLid  1");
}

TEST(HtmlText, a_link_shows_its_address_only_when_it_says_more) {
  EXPECT_EQ(text_of_html(R"(<a href="https://x.test/a">here</a>)"), "here (https://x.test/a)");
  EXPECT_EQ(text_of_html(
                R"(<a href="https://x.test/">x.test</a> <a href="mailto:a@x.test">a@x.test</a>)"),
            "x.test a@x.test");
  EXPECT_EQ(text_of_html("<a href='javascript:alert(1)'>here</a>"), "here");
}

TEST(HtmlText, what_nobody_sees_is_left_out) {
  EXPECT_EQ(text_of_html("<head><title>T</title><style>p{}</style></head><script>s()</script><!-- "
                         "c --><!--[if mso]>m<![endif]-->"
                         "<div style='display: none'>pre</div>Seen"),
            "Seen");
}

TEST(HtmlText, entities_are_resolved_and_preformatted_text_keeps_its_shape) {
  EXPECT_EQ(text_of_html("&lt;b&gt; &amp; &euro;"), "<b> & €");
  EXPECT_EQ(text_of_html("<pre>a\n  b\n\nc</pre>"), "a\n  b\n\nc");
}

TEST(HtmlText, quotes_get_a_mark) {
  EXPECT_EQ(text_of_html("a<blockquote><p>b</p><p>c</p></blockquote>d"), "a\n\n> b\n> \n> c\n\nd");
}

TEST(HtmlText, E19_a_million_open_elements_and_other_bombs_take_bounded_time) {
  const auto repeated = [](std::string_view part, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
  };
  std::string fonts;
  for (int i = 0; i < 20'000; ++i) fonts += "<font a=" + std::to_string(i) + ">";
  std::string attributes = "<p ";
  for (int i = 0; i < 200'000; ++i) attributes += "a" + std::to_string(i) + " ";
  const std::string bombs[] = {repeated("<div>", 1'000'000),
                               repeated("<b><div></b>", 50'000),
                               fonts + repeated("<p>x</p>", 50'000),
                               attributes + ">end",
                               repeated("<table><tr><td>", 50'000),
                               repeated("<svg><td>", 50'000),
                               repeated("<span><div></span>", 50'000),
                               repeated("<a href=x><p>", 50'000),
                               repeated("<", 1'000'000),
                               repeated("<!--", 200'000),
                               repeated("<ul><li>", 50'000),
                               repeated("<option><p>", 50'000),
                               repeated("<table>x<i>", 50'000)};
  for (const auto& bomb : bombs) {
    const auto start = std::chrono::steady_clock::now();
    const auto text = text_of_html(bomb + "tail");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20))
        << bomb.substr(0, 30);
    EXPECT_LE(text.size(), bomb.size() * 4);
  }
}

TEST(HtmlText, a_tag_beyond_the_bounds_loses_its_mark_and_keeps_its_text) {
  std::string html;
  for (int i = 0; i < 5000; ++i) html += "<div>";
  EXPECT_EQ(text_of_html(html + "deep"), "deep");
}

}  // namespace
}  // namespace mg::mime
