#include <gtest/gtest.h>
#include <string>

#include "mime/html_text.h"
#include "mime/quote.h"

namespace mg::mime {
namespace {

std::string shown(std::string_view html) {
  return text_of_html(split_quote_html(html).visible_html);
}
std::string folded(std::string_view html) {
  return text_of_html(split_quote_html(html).quoted_html);
}

TEST(QuoteHtml, the_containers_of_mail_programs_are_folded) {
  for (
      const char* quote :
      {R"(<div class="gmail_quote"><div class="gmail_attr">On Mon, Ana wrote:</div><blockquote>Old</blockquote></div>)",
       R"(<blockquote type="cite">Old</blockquote>)",
       R"(<div class="yahoo_quoted" id="yahoo_quoted_12">Old</div>)",
       R"(<div class="protonmail_quote">Old</div>)", R"(<div class="zmail_extra">Old</div>)",
       R"(<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: x</div><div>Old</div>)",
       R"(<div id="x_divRplyFwdMsg">From: x</div><div>Old</div>)",
       R"(<hr id="stopSpelling">Date: today<br>Old)",
       R"(<span id="OLK_SRC_BODY_SECTION">Old</span>)",
       R"(<div class="moz-cite-prefix">On 3 May, Ana wrote:</div><blockquote type="cite">Old</blockquote>)"}) {
    const auto html = std::string("<div>New</div>") + quote;
    EXPECT_EQ(shown(html), "New") << quote;
    EXPECT_NE(folded(html).find("Old"), std::string::npos) << quote;
  }
}

TEST(QuoteHtml, a_copied_header_after_a_line_starts_history) {
  const std::string_view html =
      "<body><div>New<br><br><hr>Date: Tue, 22 May 2012 18:29:16<br>To: a@x.test<br>From: "
      "b@x.test<br>Subject: Old<br></div></body>";
  EXPECT_EQ(shown(html), "New");
  EXPECT_NE(folded(html).find("Subject: Old"), std::string::npos);
}

TEST(QuoteHtml, outlooks_box_with_a_top_border_is_history) {
  EXPECT_EQ(
      shown(
          R"(<p class=MsoNormal>New</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Ana &lt;a@x.test&gt;<br>
    <b>Sent:</b> Monday, 3 May 2021<br><b>To:</b> Bob<br><b>Subject:</b> Kettle</p></div><p>Old</p>)"),
      "New");
}

TEST(QuoteHtml, answers_inside_the_quote_keep_it_open) {
  const std::string_view html =
      R"(<div class="gmail_quote"><div>On Mon, Ana wrote:</div><blockquote>Colour?</blockquote><div>Red.</div><blockquote>Size?</blockquote></div>)";
  EXPECT_NE(shown(html).find("Red."), std::string::npos);
  EXPECT_EQ(folded(html), "");
}

TEST(QuoteHtml, a_reply_below_the_quote_stays_visible) {
  const std::string_view html = R"(<blockquote type="cite">Old</blockquote><p>New</p>)";
  EXPECT_EQ(shown(html), "New");
}

TEST(QuoteHtml, a_forward_is_not_folded) {
  const std::string_view html =
      R"(<div>FYI</div><div class="gmail_quote">---------- Forwarded message ---------<br>From: a@x.test<br><p>It leaks.</p></div>)";
  EXPECT_NE(shown(html).find("It leaks."), std::string::npos);
}

TEST(QuoteHtml, a_mail_of_nothing_but_a_quote_is_shown) {
  EXPECT_EQ(shown(R"(<div class="gmail_quote">All there is</div>)"), "All there is");
  EXPECT_EQ(
      shown(
          R"(<div style="display:none">preheader</div><div id="divRplyFwdMsg">From: x</div><p>Old</p>)"),
      "From: x\n\nOld");
}

TEST(QuoteHtml, gmails_indent_is_no_quote) {
  EXPECT_NE(shown(R"(Message<blockquote class="gmail_quote">Mine</blockquote>)").find("Mine"),
            std::string::npos);
}

TEST(QuoteHtml, text_made_from_html_is_split_both_ways) {
  const auto split = split_quote_of_html(
      R"(<p>New</p><p>Sent from my iPhone</p><blockquote type="cite">Old</blockquote>)");
  EXPECT_EQ(split.visible, "New");
  EXPECT_EQ(split.signature, "Sent from my iPhone");
  EXPECT_EQ(split.quoted, "> Old");
}

}  // namespace
}  // namespace mg::mime
