// Which rule folded what, as data; and the two versions of one mail.
#include <chrono>
#include <gtest/gtest.h>
#include <ostream>

#include "mime/explain.h"
#include "mime/quote.h"

namespace mg::mime {
namespace {

struct Rule {
  FoldKind kind;
  Why why;
  std::string line;

  bool operator==(const Rule&) const = default;
};

void PrintTo(const Rule& rule, std::ostream* out) {
  *out << name_of(rule.kind) << " " << code_of(rule.why) << " " << rule.line;
}

std::vector<Rule> rules(const std::vector<Fold>& folds) {
  std::vector<Rule> out;
  for (const Fold& fold : folds) out.push_back({fold.kind, fold.reason.why, fold.line});
  return out;
}

std::vector<Rule> rules(std::string_view text) {
  return rules(split_quote(text).folds);
}

TEST(Folds, each_says_its_rule_and_how_it_begins) {
  EXPECT_EQ(
      rules("Yes.\n\n-- \nAna\n\nOn 3 May 2021 at 10:00, Bo <b@x.test> wrote:\n> Old\n"),
      (std::vector<Rule>{
          {FoldKind::signature, Why::signature_delimiter, "Ana"},
          {FoldKind::quoted, Why::quote_intro, "On 3 May 2021 at 10:00, Bo <b@x.test> wrote:"},
      }));
  EXPECT_EQ(rules("Yes.\n\nSent from my iPhone\n\n-----Original Message-----\nOld\n"),
            (std::vector<Rule>{
                {FoldKind::signature, Why::signature_footer, "Sent from my iPhone"},
                {FoldKind::quoted, Why::quote_line, "-----Original Message-----"},
            }));
  EXPECT_EQ(rules("Yes.\n\n____________________\nFrom: Bo <b@x.test>\nSent: 3 May 2021 10:00\nTo: "
                  "Ana\nSubject: Kettle\n\nOld\n"),
            (std::vector<Rule>{{FoldKind::quoted, Why::quote_header, "From: Bo <b@x.test>"}}));
  EXPECT_EQ(rules("Yes.\n> Old\n"),
            (std::vector<Rule>{{FoldKind::quoted, Why::quote_marks, "> Old"}}));
}

TEST(Folds, what_stays_is_said_as_well) {
  EXPECT_EQ(rules("On Mon, 3 May 2021, Ana wrote:\n> Colour?\nRed.\n> Size?\nLarge.\n"),
            (std::vector<Rule>{
                {FoldKind::quoted, Why::quote_intro, "On Mon, 3 May 2021, Ana wrote:"},
                {FoldKind::kept, Why::kept_answered, "> Colour?"},
            }));
  EXPECT_EQ(rules("FYI\n\n---------- Forwarded message ---------\nFrom: a@x.test\n"),
            (std::vector<Rule>{{FoldKind::forwarded, Why::forward_line,
                                "---------- Forwarded message ---------"}}));
  EXPECT_EQ(rules("Hello"), std::vector<Rule>{});
}

TEST(Folds, two_answers_of_a_kind_are_one_entry) {
  std::string text = "Yes.\n\nOn 3 May 2021 at 10:00, Bo <b@x.test> wrote:\n";
  for (int i = 0; i < 100; ++i) text += "> Old\n>\n> > Older\n";
  EXPECT_EQ(rules(text).size(), 1u);
}

TEST(Folds, they_are_bounded) {
  std::string text = "Yes.\n";
  for (int i = 0; i < 5000; ++i) text += "> a\n\nb\n\n";
  EXPECT_LE(split_quote(text).folds.size(), folds_max);
}

TEST(Folds, the_frame_of_a_clear_signed_text_is_folded) {
  const auto split = split_quote(
      "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nIt leaks.\n\n- -- \nAna\n-----BEGIN PGP "
      "SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n");
  EXPECT_EQ(split.visible, "It leaks.");
  EXPECT_NE(split.signature.find("Hash: SHA256"), std::string::npos);
  EXPECT_NE(split.signature.find("=abcd"), std::string::npos);
  EXPECT_NE(split.signature.find("Ana"), std::string::npos);
  // Without its end it may be anything.
  const std::string open = "Look:\n-----BEGIN PGP SIGNATURE-----\nwhat is this?";
  EXPECT_EQ(split_quote(open).visible, open);
}

TEST(Folds, the_signatures_containers_of_html_are_folded) {
  for (const std::string html :
       {"<div>It leaks.</div><div class=\"gmail_signature\" "
        "data-smartmail=\"gmail_signature\">Ana<br>Kettles Ltd</div>",
        "<div>It leaks.</div><div id=\"AppleMailSignature\">Ana<br>Kettles Ltd</div>",
        "<div>It leaks.</div><pre class=\"moz-signature\">Ana\nKettles Ltd</pre>",
        "<div>It leaks.</div><div id=\"ms-outlook-mobile-signature\">Ana<br>Kettles Ltd</div>",
        "<div>It leaks.</div><div class=\"ydp1a2b3c4dsignature\">Ana<br>Kettles Ltd</div>",
        "<div>It leaks.</div><div name=\"messageSignatureSection\">Ana<br>Kettles Ltd</div>",
        "<div>It leaks.</div><div class=\"protonmail_signature_block\">Ana<br>Kettles Ltd</div>"}) {
    const auto split = split_quote_of_html(html);
    EXPECT_EQ(split.visible, "It leaks.") << html;
    EXPECT_EQ(split.signature, "Ana\nKettles Ltd") << html;
    EXPECT_EQ(rules(split.folds), (std::vector<Rule>{{FoldKind::signature, Why::signature_container,
                                                      split.folds.at(0).line}}));
  }
}

TEST(Folds, a_signature_above_more_words_or_alone_stays) {
  const std::string above =
      "<div>One.</div><div class=\"gmail_signature\">Ana</div><div>Two, below.</div>";
  EXPECT_EQ(split_quote_of_html(above).visible, "One.\nAna\nTwo, below.");
  EXPECT_EQ(split_quote_of_html("<div id=\"AppleMailSignature\">It leaks.</div>").visible,
            "It leaks.");
}

TEST(Folds, a_signature_between_answer_and_history_is_told_from_both) {
  const auto split = split_quote_of_html(
      "<div>It leaks.</div><div class=\"gmail_signature\">Ana</div><div class=\"gmail_quote\">"
      "<div>On Mon, 3 May 2021 at 10:00 Bo &lt;b@x.test&gt; wrote:</div>"
      "<blockquote class=\"gmail_quote\">Old</blockquote></div>");
  EXPECT_EQ(split.visible, "It leaks.");
  EXPECT_EQ(split.signature, "Ana");
  EXPECT_EQ(split.quoted.find("Ana"), std::string::npos);
  EXPECT_EQ(split.folds.at(0).reason, (Reason{Why::quote_container, "gmail_quote"}));
}

TEST(Folds, html_tells_where_the_history_of_a_text_begins) {
  // Amharic: nobody taught us how it says "wrote".
  const std::string intro = "\u1260\u121b\u12ad 3 \u130d\u1295\u1266\u1275 Ana \u133d\u1348";
  const std::string text = "It leaks.\n\n" + intro + "\n\nOld words\n";
  EXPECT_EQ(split_quote(text).quoted, "");
  const auto split = split_quote_of_both(
      text, "<div>It leaks.</div><div class=\"gmail_quote\"><div>" + intro +
                "</div><blockquote class=\"gmail_quote\">Old words</blockquote></div>");
  EXPECT_EQ(split.visible, "It leaks.");
  EXPECT_EQ(split.quoted, intro + "\n\nOld words");
  EXPECT_EQ(rules(split.folds), (std::vector<Rule>{{FoldKind::quoted, Why::quote_html, intro}}));
}

TEST(Folds, html_tells_which_last_lines_are_the_signature) {
  const auto split = split_quote_of_both(
      "It leaks.\n\nAna Lopez\nKettles Ltd\n",
      "<p>It leaks.</p><div class=\"gmail_signature\">Ana Lopez<br>Kettles Ltd</div>");
  EXPECT_EQ(split.visible, "It leaks.");
  EXPECT_EQ(split.signature, "Ana Lopez\nKettles Ltd");
}

TEST(Folds, html_tells_signature_and_history_of_a_text_apart) {
  const auto split = split_quote_of_both(
      "It leaks.\n\nAna\n\nkelib-ti\nOld\n",
      "<div>It leaks.</div><div class=\"gmail_signature\">Ana</div><div class=\"gmail_quote\">"
      "<div>kelib-ti</div><blockquote class=\"gmail_quote\">Old</blockquote></div>");
  EXPECT_EQ(split.visible, "It leaks.");
  EXPECT_EQ(split.signature, "Ana");
  EXPECT_EQ(split.quoted, "kelib-ti\nOld");
  EXPECT_EQ(rules(split.folds),
            (std::vector<Rule>{{FoldKind::signature, Why::signature_html, "Ana"},
                               {FoldKind::quoted, Why::quote_html, "kelib-ti"}}));
}

TEST(Folds, html_that_says_something_else_changes_nothing) {
  const std::string text = "It leaks.\n\nAnd it hums.";
  EXPECT_EQ(split_quote_of_both(text, "<p>Another</p><div class=\"gmail_quote\">Old</div>").visible,
            text);
  EXPECT_EQ(split_quote_of_both(text, "<p>It leaks.</p><p>And it hums.</p>").visible, text);
  EXPECT_EQ(split_quote_of_both(text, "").visible, text);
}

TEST(Folds, E19_hostile_html_takes_linear_time) {
  const auto repeated = [](std::string_view part, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
  };
  const auto start = std::chrono::steady_clock::now();
  for (const auto& html :
       {"<p>a</p>" + repeated("<div class=gmail_signature>x</div>", 30'000),
        "<p>a</p>" + repeated("<div class=gmail_signature>", 30'000),
        "<p>a</p>" + repeated("<div class=gmail_quote>x</div><p>b</p>", 20'000)}) {
    EXPECT_FALSE(split_quote_of_both(repeated("a x ", 100'000), html).visible.empty());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(Folds, a_message_forwarded_in_a_quote_stays_visible) {
  const auto split = split_quote_of_html(
      "<div>See.<br><blockquote type=\"cite\"><div>Begin forwarded message:</div><br>"
      "<div><b>From: </b>Ana</div>It leaks.</blockquote></div>");
  EXPECT_NE(split.visible.find("It leaks."), std::string::npos);
  EXPECT_NE(split.forwarded.find("It leaks."), std::string::npos);
}

}  // namespace
}  // namespace mg::mime
