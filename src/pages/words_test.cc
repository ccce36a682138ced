#include "pages/words.h"

#include <algorithm>
#include <cctype>
#include <gtest/gtest.h>
#include <set>

#include "base/utf8.h"

namespace mg::pages {
namespace {

// The names that a pattern fills in, also those inside plural branches.
std::set<std::string> names_in(std::string_view pattern) {
  std::set<std::string> out;
  for (std::size_t at = 0; (at = pattern.find('{', at)) != std::string_view::npos; ++at) {
    const std::size_t end = pattern.find_first_of("},", at);
    const std::string name(pattern.substr(at + 1, end - at - 1));
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
      return std::islower(c) || c == '_';
    });
    if (is_name) out.insert(name);
  }
  return out;
}

TEST(Words, every_language_says_every_sentence_with_the_same_things_filled_in) {
  for (const Language language : all_languages) {
    const auto code = facts_of(language).code;
    for (std::size_t i = 0; i < say_count; ++i) {
      const Say say = static_cast<Say>(i);
      const auto pattern = words_of(language, say);
      EXPECT_TRUE(is_utf8(pattern) && !pattern.empty()) << code << " " << name_of(say);
      EXPECT_EQ(names_in(pattern), names_in(words_of(Language::en, say)))
          << code << " " << name_of(say);
      EXPECT_EQ(std::ranges::count(pattern, '{'), std::ranges::count(pattern, '}'))
          << code << " " << name_of(say);
    }
  }
}

TEST(Words, other_languages_are_not_english_left_over) {
  const std::set<std::string_view> may_be_equal = {
      "decimal_point", "quote", "day_weekday", "date_year", "date", "by_weekday", "at_weekday"};
  for (const Language language : {Language::de, Language::es, Language::fr}) {
    for (std::size_t i = 0; i < say_count; ++i) {
      const Say say = static_cast<Say>(i);
      if (words_of(language, say).size() < 12 || may_be_equal.contains(name_of(say))) continue;
      EXPECT_NE(words_of(language, say), words_of(Language::en, say))
          << facts_of(language).code << " " << name_of(say);
    }
  }
}

TEST(Words, plurals_follow_the_language) {
  const auto earlier = [](Language language, std::int64_t count) {
    return plain_of(language, {Say::earlier, {number("count", count)}});
  };
  EXPECT_EQ(earlier(Language::en, 1), "1 earlier message");
  EXPECT_EQ(earlier(Language::en, 0), "0 earlier messages");
  EXPECT_EQ(earlier(Language::de, 2), "2 frühere Nachrichten");
  EXPECT_EQ(earlier(Language::fr, 0), "0 message plus ancien");
  EXPECT_EQ(earlier(Language::es, 1), "1 mensaje anterior");
}

TEST(Words, arabic_and_japanese_have_their_plural_rules) {
  const auto arabic = [](std::int64_t n) { return plural_category(PluralRule::arabic, n); };
  EXPECT_EQ(arabic(0), "zero");
  EXPECT_EQ(arabic(1), "one");
  EXPECT_EQ(arabic(2), "two");
  EXPECT_EQ(arabic(110), "few");
  EXPECT_EQ(arabic(99), "many");
  EXPECT_EQ(arabic(100), "other");
  EXPECT_EQ(plural_category(PluralRule::none, 1), "other");
}

TEST(Words, a_name_is_escaped_and_isolated_in_html_and_plain_in_a_title) {
  const Sentence sentence{Say::write_to, {person("who", "<b>Éva & {who}")}};
  EXPECT_EQ(html_of(Language::en, sentence).view(), "Write to <bdi>&lt;b&gt;Éva &amp; {who}</bdi>");
  EXPECT_EQ(plain_of(Language::en, sentence), "Write to <b>Éva & {who}");
}

TEST(Words, a_moment_carries_its_time_for_machines) {
  const Instant at = *from_rfc3339("2026-11-20T18:00:00Z");
  EXPECT_EQ(
      html_of(Language::en, {Say::due, {moment("by", "by 18:00 today", at)}}).view(),
      "We will write to you <time datetime=\"2026-11-20T18:00:00.000Z\">by 18:00 today</time>.");
}

TEST(Words, the_browser_s_first_language_that_we_speak_is_taken_and_no_other_word_X18) {
  EXPECT_EQ(language_for("de-CH,de;q=0.9,en;q=0.8", Language::en), Language::de);
  EXPECT_EQ(language_for("ja, en;q=0.3, FR-fr;q=0.7", Language::en), Language::fr);
  EXPECT_EQ(language_for("es;q=0, ja", Language::de), Language::de);
  EXPECT_EQ(language_for("", Language::es), Language::es);
  EXPECT_EQ(language_for("*, ;;q=,,den", Language::es), Language::es);
  for (const char* hostile : {"../../x", "\"><script>", "de/../../x", "%2e%2e/de", "\\de", "d e"}) {
    EXPECT_EQ(language_for(hostile, Language::es), Language::es) << hostile;
  }
}

}  // namespace
}  // namespace mg::pages
