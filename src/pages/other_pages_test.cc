#include "pages/other_pages.h"

#include <gtest/gtest.h>

#include "pages/sample_case.h"

namespace mg::pages {
namespace {

bool has(std::string_view page, std::string_view part) {
  return page.find(part) != std::string_view::npos;
}

TEST(OtherPages, a_dead_link_offers_to_mail_a_new_one) {
  NotFoundPage page{sample_case().frame, {{"csrf", "c"}}, {}, false};
  const std::string html = render_not_found_page(page);
  EXPECT_TRUE(has(html, "method=\"post\" action=\"/c/renew\""));
  EXPECT_TRUE(has(html, "type=\"email\" id=\"email\" name=\"email\""));
  EXPECT_TRUE(has(html, "name=\"csrf\" value=\"c\""));
  EXPECT_FALSE(has(html, "aria-invalid"));
}

TEST(OtherPages, a_wrong_address_is_kept_escaped_and_explained) {
  NotFoundPage page{sample_case().frame, {}, "\"><script>", true};
  const std::string html = render_not_found_page(page);
  EXPECT_TRUE(has(html,
                  "value=\"&quot;&gt;&lt;script&gt;\" aria-invalid=\"true\" "
                  "aria-describedby=\"email-wrong\""));
  EXPECT_FALSE(has(html, "<script"));
}

TEST(OtherPages, the_answer_to_an_address_knows_no_address) {
  const std::string html = render_link_sent_page(sample_case().frame);
  EXPECT_TRUE(has(html, "If we know that address, a new link is on its way."));
  EXPECT_FALSE(has(html, "<form"));
}

TEST(OtherPages, words_that_were_not_stored_come_back_ready_to_send_again) {
  const UnavailablePage page{
      sample_case().frame, "/c/t/messages", "text", "first\n<second>", "", true, {{"csrf", "c"}}};
  const std::string html = render_unavailable_page(page);
  EXPECT_TRUE(has(html, "We could not store your words just now."));
  EXPECT_TRUE(has(html, "action=\"/c/t/messages\" enctype=\"multipart/form-data\""));
  EXPECT_TRUE(
      has(html, "name=\"text\" rows=\"8\" dir=\"auto\">\nfirst\n&lt;second&gt;</textarea>"));
  EXPECT_TRUE(has(html, "name=\"file\" multiple"));
}

TEST(OtherPages, an_answer_that_was_not_stored_keeps_its_button_and_its_proposal) {
  const UnavailablePage page{
      sample_case().frame, "/c/t/confirmation", "words", "", "not_yet", false,
      {{"proposal", "77"}}};
  const std::string html = render_unavailable_page(page);
  EXPECT_TRUE(has(html, "type=\"hidden\" name=\"solved\" value=\"not_yet\""));
  EXPECT_TRUE(has(html, "type=\"hidden\" name=\"proposal\" value=\"77\""));
  EXPECT_FALSE(has(html, "multipart"));
}

TEST(OtherPages, what_cannot_be_shown_gives_back_no_form) {
  const std::string html = render_unavailable_page({.frame = sample_case().frame});
  EXPECT_TRUE(has(html, "We cannot show this just now."));
  EXPECT_FALSE(has(html, "<form"));
}

TEST(OtherPages, a_form_of_another_site_is_offered_anew) {
  const std::string html = render_elsewhere_page(sample_case().frame);
  EXPECT_TRUE(has(html, "This was sent from another site"));
  EXPECT_TRUE(has(html, "action=\"/c/renew\""));
}

TEST(OtherPages, thanks_leads_back_to_the_case) {
  const std::string html = render_thanks_page({sample_case().frame, "/c/t"});
  EXPECT_TRUE(has(html, "You said it is solved. Thank you."));
  EXPECT_TRUE(has(html, "href=\"/c/t\""));
}

TEST(OtherPages, all_speak_every_language) {
  for (const Language language : all_languages) {
    Frame frame = sample_case().frame;
    frame.language = language;
    const std::string lang = "lang=\"" + std::string(facts_of(language).code) + "\"";
    for (const std::string& html :
         {render_not_found_page({frame, {}, {}, false}), render_link_sent_page(frame),
          render_unavailable_page({frame, "/c/t/messages", "text", "a", "", true, {}}),
          render_thanks_page({frame, "/c/t"})}) {
      EXPECT_TRUE(has(html, lang));
      EXPECT_FALSE(has(html, "{"));
    }
  }
}

}  // namespace
}  // namespace mg::pages
