#include "mime/linkify.h"

#include <chrono>
#include <gtest/gtest.h>
#include <string>

#include "mime/sanitize.h"

namespace mg::mime {
namespace {

std::string link(const std::string& href, const std::string& shown) {
  return "<a href=\"" + href + "\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">" +
         shown + "</a>";
}

TEST(Linkify, addresses_become_links_and_the_sentence_stays_around_them) {
  EXPECT_EQ(linkify("See https://x.test/a?b=1&c=2."),
            "See " + link("https://x.test/a?b=1&amp;c=2", "https://x.test/a?b=1&amp;c=2") + ".");
  EXPECT_EQ(linkify("(www.x.test)"), "(" + link("https://www.x.test", "www.x.test") + ")");
  EXPECT_EQ(linkify("<ana@x.test>,"), "&lt;" + link("mailto:ana@x.test", "ana@x.test") + "&gt;,");
  EXPECT_EQ(linkify("http://x.test/a_(b)"), link("http://x.test/a_(b)", "http://x.test/a_(b)"));
}

TEST(Linkify, line_ends_become_breaks_and_marks_are_escaped) {
  EXPECT_EQ(linkify("a<b>\r\n'c' & \"d\""), "a&lt;b&gt;<br>\n&#39;c&#39; &amp; &quot;d&quot;");
}

TEST(Linkify, X15_no_attribute_can_be_smuggled_into_a_link) {
  EXPECT_EQ(linkify("http://a\"onmouseover=\"alert(1)"),
            link("http://a", "http://a") + "&quot;onmouseover=&quot;alert(1)");
  EXPECT_EQ(linkify("javascript:alert(1)"), "javascript:alert(1)");
  EXPECT_EQ(linkify("data:text/html,x vbscript:x //x.test http:// http:///x"),
            "data:text/html,x vbscript:x //x.test http:// http:///x");
}

TEST(Linkify, X15_a_very_long_address_stays_text_and_costs_little) {
  for (const std::string& text :
       {"http://" + std::string(100'000, 'a'), std::string(3'000'000, 'a'),
        std::string(3'000'000, '@'), std::string(100'000, 'a') + "@x.test"}) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(linkify(text), text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  }
}

TEST(Linkify, what_it_makes_passes_the_sanitiser_unchanged) {
  for (const char* text :
       {"See https://x.test/a?b='c'&d, or <ana@x.test>\nand \"more\".", "www.x.test\n\n\nend"}) {
    EXPECT_EQ(linkify(text).empty(), false);
    const auto once = sanitize_html(linkify(text)).html;
    EXPECT_EQ(once, linkify(text));
  }
}

}  // namespace
}  // namespace mg::mime
