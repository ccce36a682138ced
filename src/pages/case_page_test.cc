#include "pages/case_page.h"

#include <gtest/gtest.h>

#include "pages/other_pages.h"
#include "pages/sample_case.h"

namespace mg::pages {
namespace {

bool has(std::string_view page, std::string_view part) {
  return page.find(part) != std::string_view::npos;
}

std::size_t count(std::string_view page, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = page.find(part, at)) != std::string_view::npos; ++at) ++n;
  return n;
}

// What no page may hold under the policy "style-src 'self'; script-src 'self'".
void expect_nothing_inline(std::string_view page) {
  EXPECT_FALSE(has(page, "<script"));
  EXPECT_FALSE(has(page, "<style"));
  EXPECT_FALSE(has(page, " style="));
  EXPECT_FALSE(has(page, "javascript:"));
  for (const char* handler : {" onclick=", " onerror=\"", " onload=\"", " onmouseover=\""}) {
    EXPECT_FALSE(has(page, handler)) << handler;
  }
}

constexpr std::string_view hostile = "\"><script>alert(1)</script><img src=x onerror=\"a()\">'&";

TEST(CasePage, hostile_names_and_texts_stay_text_X11) {
  CasePage page = sample_proposed();
  const std::string bad(hostile);
  page.frame.workspace_name = page.first_name = page.number = page.subject = page.agent = bad;
  page.own_words = page.kept_text = page.kept_words = page.path = bad;
  page.proposal = Proposal{bad, bad, bad, page.frame.now};
  page.promise = NextPromise{page.frame.now, PromiseShown::broken, bad, bad};
  page.newer = NewerConversation{bad, "javascript:alert(1)"};
  page.hidden = {{"csrf", bad}};
  page.flash = Flash::too_long;
  page.thread = {{Author::agent, bad, page.frame.now, bad, bad, {{bad, 1, "javascript:alert(1)"}}},
                 {Author::other, bad, page.frame.now, bad}};
  for (const State state : {State::open, State::proposed, State::solved, State::unconfirmed}) {
    page.state = state;
    const std::string html = render_case_page(page);
    expect_nothing_inline(html);
    EXPECT_FALSE(has(html, "<img"));
    EXPECT_TRUE(has(html, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  }
}

TEST(CasePage, a_question_that_nobody_asked_comes_after_what_was_said) {
  const auto question_first = [](const CasePage& page) {
    const std::string html = render_case_page(page);
    EXPECT_EQ(count(html, "action=\"/c/tok_EN-1/confirmation\""), 1u);
    return html.find("/confirmation") < html.find("id=\"said\"");
  };
  CasePage page = sample_case();
  page.answered = true;
  EXPECT_FALSE(question_first(page));
  EXPECT_TRUE(question_first(sample_proposed()));
}

TEST(CasePage, a_right_to_left_override_in_a_name_ends_with_the_name) {
  CasePage page = sample_case();
  page.thread = {{Author::other, "\u202Egpj.exe", page.frame.now, std::string("hello")}};
  EXPECT_TRUE(has(render_case_page(page), "<bdi>\u202Egpj.exe</bdi>"));
}

TEST(CasePage, text_is_linked_and_sanitised_html_is_shown_as_it_is) {
  CasePage page = sample_case();
  page.thread = {{Author::you, "", page.frame.now, std::string("see https://a.example/x <b>")},
                 {Author::agent, "Kofi", page.frame.now, SafeHtml("<p>Done <em>now</em></p>")}};
  const std::string html = render_case_page(page);
  EXPECT_TRUE(has(html, "<a href=\"https://a.example/x\""));
  EXPECT_TRUE(has(html, "&lt;b&gt;"));
  EXPECT_TRUE(has(html, "<p>Done <em>now</em></p>"));
}

TEST(CasePage, the_question_is_a_form_with_two_buttons_and_names_its_proposal) {
  const std::string html = render_case_page(sample_proposed());
  EXPECT_TRUE(has(html, "method=\"post\" action=\"/c/tok_EN-1/confirmation\""));
  EXPECT_TRUE(has(html, "type=\"hidden\" name=\"proposal\" value=\"77\""));
  EXPECT_TRUE(has(html, "type=\"submit\" name=\"solved\" value=\"yes\""));
  EXPECT_TRUE(has(html, "type=\"submit\" name=\"solved\" value=\"not_yet\""));
  EXPECT_TRUE(has(html, "<textarea id=\"words\" name=\"words\""));
}

TEST(CasePage, writing_is_a_multipart_form_with_text_and_files) {
  const std::string html = render_case_page(sample_case());
  EXPECT_TRUE(has(html,
                  "method=\"post\" action=\"/c/tok_EN-1/messages\" "
                  "enctype=\"multipart/form-data\""));
  EXPECT_TRUE(has(html, "<textarea id=\"text\" name=\"text\""));
  EXPECT_TRUE(has(html, "type=\"file\" id=\"file\" name=\"file\" multiple"));
}

TEST(CasePage, every_form_posts_and_carries_the_hidden_fields) {
  const std::string html = render_case_page(sample_proposed());
  EXPECT_EQ(count(html, "<form "), 3u);
  EXPECT_EQ(count(html, "method=\"post\""), 3u);
  EXPECT_EQ(count(html, "name=\"csrf\" value=\"c5rf\""), 3u);
  EXPECT_TRUE(has(html, "action=\"/c/renew\""));
}

TEST(CasePage, asks_is_it_solved_as_soon_as_a_person_has_answered) {
  CasePage page = sample_case();
  page.answered = false;
  EXPECT_FALSE(has(render_case_page(page), "/confirmation"));
  page.answered = true;
  EXPECT_TRUE(has(render_case_page(page), "/confirmation"));
  EXPECT_FALSE(has(render_case_page(page), "name=\"proposal\"")) << "nobody has proposed it";
  page.may_answer = false;
  EXPECT_FALSE(has(render_case_page(page), "/confirmation"));
}

TEST(CasePage, an_ended_conversation_asks_until_it_is_solved) {
  CasePage page = sample_proposed();
  page.state = State::unconfirmed;
  EXPECT_TRUE(has(render_case_page(page), "/confirmation"));
  page.state = State::solved;
  EXPECT_FALSE(has(render_case_page(page), "/confirmation"));
  EXPECT_TRUE(has(render_case_page(page), "It is back"));
}

TEST(CasePage, words_beside_an_answer_that_is_no_longer_asked_for_are_kept) {
  CasePage page = sample_case();
  page.flash = Flash::stale_proposal;
  page.flash_is_about_answer = true;
  page.kept_words = "it is still broken";
  EXPECT_TRUE(has(render_case_page(page), ">\nit is still broken</textarea>"));
  EXPECT_TRUE(has(render_case_page(page), "href=\"#text\""));
}

TEST(CasePage, the_headline_is_the_only_h1_and_the_title) {
  const std::string html = render_case_page(sample_proposed());
  EXPECT_EQ(count(html, "<h1>"), 1u);
  EXPECT_TRUE(
      has(html, "<title>Tomas Varga thinks this is solved. Is it? · Fernhill Supply</title>"));
  EXPECT_TRUE(has(html, "<h1><bdi>Tomas Varga</bdi> thinks this is solved. Is it?</h1>"));
}

TEST(CasePage, the_band_says_how_the_promise_stands) {
  EXPECT_TRUE(has(render_case_page(sample_case()), "class=\"hero due\""));
  CasePage page = sample_case();
  page.promise->state = PromiseShown::broken;
  EXPECT_TRUE(has(render_case_page(page), "class=\"hero broken\""));
  page.promise.reset();
  EXPECT_TRUE(has(render_case_page(page), "class=\"hero neutral\""));
}

TEST(CasePage, nobody_yet_is_said_as_such) {
  CasePage page = sample_case();
  page.agent.clear();
  page.promise.reset();
  EXPECT_TRUE(has(render_case_page(page), "Nobody yet"));
  EXPECT_FALSE(has(render_case_page(sample_case()), "Nobody yet"));
}

TEST(CasePage, the_next_word_is_the_last_step_only_while_it_is_due) {
  EXPECT_TRUE(has(render_case_page(sample_case()), "<li class=\"nx\">"));
  CasePage page = sample_case();
  page.frame.now = page.promise->due_at + Duration{1};
  EXPECT_FALSE(has(render_case_page(page), "<li class=\"nx\">"));
}

TEST(CasePage, a_long_story_counts_the_steps_that_it_leaves_out) {
  CasePage page = sample_case();
  const ProgressStep step{StepKind::answer, page.frame.now};
  page.steps.assign(9, step);
  page.steps.front().kind = StepKind::heard;
  const std::string html = render_case_page(page);
  EXPECT_TRUE(has(html, "4 more steps"));
  EXPECT_TRUE(has(html, "We heard you"));
  EXPECT_EQ(count(html, "<span>We wrote to you</span>"), steps_shown_max - 1);
}

TEST(CasePage, old_messages_are_folded_and_none_is_left_out) {
  CasePage page = sample_case();
  page.thread.clear();
  for (int i = 0; i < 15; ++i) {
    page.thread.push_back({Author::you, "", page.frame.now, "word" + std::to_string(i) + "."});
  }
  const std::string html = render_case_page(page);
  EXPECT_TRUE(has(html, "3 earlier messages"));
  for (int i = 0; i < 15; ++i) EXPECT_TRUE(has(html, "word" + std::to_string(i) + "."));
}

TEST(CasePage, an_error_keeps_the_words_and_points_at_the_field) {
  CasePage page = sample_case();
  page.flash = Flash::too_long;
  page.kept_text = "My long <story>";
  page.limits.characters = 20000;
  const std::string html = render_case_page(page);
  EXPECT_TRUE(has(html, "role=\"alert\""));
  EXPECT_TRUE(has(html, "at most 20000 characters"));
  EXPECT_TRUE(has(html, "href=\"#text\""));
  EXPECT_TRUE(
      has(html, "aria-invalid=\"true\" aria-describedby=\"problem\">\nMy long &lt;story&gt;"));
}

TEST(CasePage, an_error_in_the_answer_points_at_the_answer) {
  CasePage page = sample_proposed();
  page.flash = Flash::stale_proposal;
  page.kept_words = "still broken";
  const std::string html = render_case_page(page);
  EXPECT_TRUE(has(html, "href=\"#words\""));
  EXPECT_TRUE(has(html, ">\nstill broken</textarea>"));
  EXPECT_FALSE(has(html, "href=\"#text\""));
}

TEST(CasePage, what_was_stored_is_confirmed) {
  CasePage page = sample_case();
  page.flash = Flash::words_stored;
  const std::string html = render_case_page(page);
  EXPECT_TRUE(has(html, "role=\"status\""));
  EXPECT_TRUE(has(html, "We have your words."));
  EXPECT_FALSE(has(html, "role=\"alert\""));
}

TEST(CasePage, only_a_yes_is_told_in_the_colour_of_solved) {
  CasePage page = sample_case();
  page.flash = Flash::said_not_yet;
  EXPECT_FALSE(has(render_case_page(page), "flash moss"));
  page.flash = Flash::said_solved;
  EXPECT_TRUE(has(render_case_page(page), "flash moss"));
}

TEST(CasePage, an_attachment_shows_its_name_and_size) {
  const std::string html = render_case_page(sample_case());
  EXPECT_TRUE(has(html, "href=\"/c/tok_EN-1/files/7\" download"));
  EXPECT_TRUE(has(html, "<bdi>statement.pdf</bdi></a> <small>145 KB</small>"));
}

TEST(CasePage, times_are_the_customer_s_and_say_in_which_zone) {
  CasePage page = sample_case();
  page.frame.time_zone = "Asia/Tokyo";
  const std::string html = render_case_page(page);
  EXPECT_TRUE(has(html, "All times are Asia/Tokyo (JST)."));
  EXPECT_TRUE(has(html, "<time datetime=\"2026-11-20T09:40:00.000Z\">at 18:40 yesterday</time>"));
}

TEST(CasePage, the_language_is_named_and_spoken) {
  for (const Language language : all_languages) {
    CasePage page = sample_proposed();
    page.frame.language = language;
    const std::string html = render_case_page(page);
    const auto code = std::string(facts_of(language).code);
    EXPECT_TRUE(has(html, "<html lang=\"" + code + "\" dir=\"ltr\">")) << code;
    EXPECT_TRUE(has(html, escaped(words_of(language, Say::is_it_solved)))) << code;
    EXPECT_EQ(has(html, "Everything said so far"), language == Language::en) << code;
    expect_nothing_inline(html);
  }
}

TEST(CasePage, has_landmarks_and_a_label_for_every_field) {
  const std::string html = render_case_page(sample_proposed());
  for (const char* part : {"<header", "<main id=\"now\"", "<footer", "href=\"#now\""}) {
    EXPECT_TRUE(has(html, part)) << part;
  }
  for (const char* field : {"words", "text", "file", "email"}) {
    EXPECT_EQ(count(html, "for=\"" + std::string(field) + "\""), 1u) << field;
    EXPECT_EQ(count(html, " id=\"" + std::string(field) + "\""), 1u) << field;
  }
}

TEST(CasePage, the_same_page_gives_the_same_bytes) {
  EXPECT_EQ(render_case_page(sample_proposed()), render_case_page(sample_proposed()));
}

template <class Kind>
constexpr bool knows_notes = requires {
  Kind::note;
};

TEST(CasePage, there_is_no_place_for_an_internal_note) {
  EXPECT_FALSE(knows_notes<Author>);
  EXPECT_TRUE(knows_notes<MessageKind>);  // The probe itself works.
}

TEST(Initials, are_whole_characters_of_names) {
  EXPECT_EQ(initials_of("Tomas Varga"), "TV");
  EXPECT_EQ(initials_of("amara van der okafor"), "AO");
  EXPECT_EQ(initials_of("Émile"), "É");
  EXPECT_EQ(initials_of("\u202E <b>"), "");
  EXPECT_EQ(initials_of(""), "");
}

TEST(Sizes, are_short_and_in_the_language) {
  EXPECT_EQ(size_words(Language::en, 1), "1 KB");
  EXPECT_EQ(size_words(Language::en, 1500000), "1.4 MB");
  EXPECT_EQ(size_words(Language::de, 1500000), "1,4 MB");
  EXPECT_EQ(size_words(Language::en, 20 << 20), "20 MB");
}

}  // namespace
}  // namespace mg::pages
