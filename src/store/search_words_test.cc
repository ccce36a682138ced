#include "store/search_words.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace mg::store {
namespace {

using Words = std::vector<std::string>;

TEST(SearchWords, a_word_is_found_by_its_beginning_alone) {
  const std::string text = fold("Party art \u00e9t\u00e9 \u4e2d\u6587\u5b57").text;
  EXPECT_FALSE(begins_word(text, text.find("art")));
  EXPECT_TRUE(begins_word(text, text.find(" art") + 1));
  EXPECT_TRUE(begins_word(text, 0));
  EXPECT_FALSE(begins_word(text, text.find("te ")));
  EXPECT_TRUE(begins_word(text, text.find("\u5b57"))) << "there every character may begin one";
}

TEST(SearchWords, words_have_neither_case_nor_accents_nor_punctuation) {
  EXPECT_EQ(index_words("My R\u00e9sum\u00e9, my-RESUME!"), (Words{"my", "resume"}));
  EXPECT_EQ(index_words("re\u0301sume\u0301"), Words{"resume"});  // Decomposed.
  EXPECT_EQ(index_words("J\u00e4cket stra\u00dfe \u00d8re \u0141\u00f3d\u017a se\u00f1or"),
            (Words{"jacket", "strasse", "ore", "lodz", "senor"}));
  EXPECT_EQ(index_words("ana@customer.example"), (Words{"ana", "customer", "example"}));
  EXPECT_EQ(index_words("\uff21\uff22\uff11"), Words{"ab1"});  // Full width.
}

TEST(SearchWords, other_alphabets_lose_the_marks_that_people_leave_out) {
  EXPECT_EQ(index_words("\u0395\u03bb\u03bb\u03ac\u03b4\u03b1\u03c2"),
            index_words("\u03b5\u03bb\u03bb\u03b1\u03b4\u03b1\u03c3"));
  EXPECT_EQ(index_words("\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f"),
            index_words("\u0645\u062d\u0645\u062f"));
  EXPECT_EQ(index_words("\u0623\u062d\u0645\u062f"), index_words("\u0627\u062d\u0645\u062f"));
  EXPECT_EQ(index_words("\u0451\u043b\u043a\u0430"), index_words("\u0435\u043b\u043a\u0430"));
  // Vowel signs of Hindi are letters, not ornaments.
  EXPECT_EQ(index_words("\u0939\u093f\u0928\u094d\u0926\u0940"),
            Words{"\u0939\u093f\u0928\u094d\u0926\u0940"});
  EXPECT_NE(index_words("\u304c\u304f"), index_words("\u304b\u304f"));
}

TEST(SearchWords, scripts_without_spaces_are_told_in_pairs) {
  EXPECT_EQ(index_words("\u9000\u6b3e\u7533\u8bf7"),
            (Words{"\u9000\u6b3e", "\u6b3e\u7533", "\u7533\u8bf7", "\u8bf7"}));
  EXPECT_EQ(search_words("\u6b3e\u7533"), Words{"\u6b3e\u7533"});
  EXPECT_EQ(search_words("\u8bf7"), Words{"\u8bf7"});
  EXPECT_EQ(index_words("iPhone\u4fee\u7406"), (Words{"iphone", "\u4fee\u7406", "\u7406"}));
  // Half-width kana with its mark apart is the same word.
  EXPECT_EQ(search_words("\uff76\uff9e\uff72"), search_words("\u30ac\u30a4"));
}

TEST(SearchWords, a_search_has_few_words_and_any_text_is_one) {
  EXPECT_EQ(search_words("a b c d e f g h i j k l").size(), 10u);
  EXPECT_EQ(search_words("\"zipper\" OR ("), (Words{"zipper", "or"}));
  EXPECT_TRUE(search_words(" ... \u2014 ").empty());
  EXPECT_EQ(search_words(std::string(500, 'x')).front().size(), 64u);
}

TEST(SearchWords, each_word_is_indexed_once_and_never_too_much) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "w" + std::to_string(i) + " same ";
  std::size_t bytes = 0;
  const auto words = index_words(text);
  for (const std::string& word : words) bytes += word.size();
  EXPECT_LE(bytes, 500'000u);
  EXPECT_EQ(std::ranges::count(words, "same"), 1);
}

TEST(SearchWords, a_folded_text_says_where_its_bytes_come_from) {
  const Folded plain = fold("\u00c4a \u00df");
  EXPECT_EQ(plain.text, "aa ss");
  EXPECT_EQ(plain.from, (std::vector<std::uint32_t>{0, 2, 3, 4, 4, 6}));
}

}  // namespace
}  // namespace mg::store
