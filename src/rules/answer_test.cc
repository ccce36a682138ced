#include "rules/answer.h"

#include <gtest/gtest.h>
#include <string>

namespace mg::rules {
namespace {

TEST(Answer, a_plain_yes_is_yes) {
  for (const char* text :
       {"Yes", "yes.", "YES!", "  yes \r\n\r\n", "Yes, it is.", "Yes - solved!", "yes, it's solved",
        "Yes, it\xe2\x80\x99s solved.", "Yes, thank you!", "Yes, works now. Thanks a lot.",
        "It works now, many thanks!", "Solved", "all solved, thank you so much", "Yes.\nThanks",
        "Yes, all good", "> Yes"}) {
    EXPECT_EQ(read_answer(text), Answer::yes) << text;
  }
}

TEST(Answer, a_plain_not_yet_is_not_yet) {
  for (const char* text : {"No", "no.", "Not yet", "NOT YET!!", "No, not yet.", "No, it isn't.",
                           "Still broken", "not solved, thanks", "No, it is not"}) {
    EXPECT_EQ(read_answer(text), Answer::not_yet) << text;
  }
}

TEST(Answer, german_is_understood) {
  for (const char* text : {"Ja", "ja!", "Ja, danke!", "Ja, gelöst.", "JA, GELÖST",
                           "Ja, es funktioniert. Vielen Dank", "Gelöst, danke schön", "ja passt"}) {
    EXPECT_EQ(read_answer(text), Answer::yes) << text;
  }
  for (const char* text : {"Nein", "noch nicht", "Nein, noch nicht.", "Nicht gelöst",
                           "Nein, leider nicht", "Nein, geht immer noch nicht."}) {
    EXPECT_EQ(read_answer(text), Answer::not_yet) << text;
  }
}

TEST(Answer, a_question_is_no_answer) {
  for (const char* text : {"Yes?", "yes ?", "? yes", "Solved?", "No?", "Ja?", "Is it solved?"}) {
    EXPECT_EQ(read_answer(text), Answer::none) << text;
  }
}

TEST(Answer, what_might_mean_either_is_no_answer) {
  for (const char* text : {"No, thanks", "No thank you.", "Nein, danke", "No problem", "Thanks",
                           "Danke", "yes and no", "yes, but", "not", "maybe", "ok", "fine"}) {
    EXPECT_EQ(read_answer(text), Answer::none) << text;
  }
}

TEST(Answer, more_than_the_answer_is_a_message) {
  for (const char* text :
       {"Yes, the first one. The second still fails.", "yes please send me another one",
        "Yes\n\n--\nAna Alves", "I said yes", "Is it solved? yes", "yesterday", "nobody", "jade",
        "Yes, I have started it again", "solved the wrong thing"}) {
    EXPECT_EQ(read_answer(text), Answer::none) << text;
  }
  EXPECT_EQ(read_answer("yes" + std::string(77, '!')), Answer::yes);
  EXPECT_EQ(read_answer("yes" + std::string(78, '!')), Answer::none) << "longer than 80 bytes";
  EXPECT_EQ(read_answer("yes " + std::string(10'000'000, 'x')), Answer::none);
}

TEST(Answer, nothing_and_rubbish_are_no_answer) {
  using namespace std::string_literals;
  for (const std::string& text :
       {""s, " "s, "!!!"s, "\0yes\0no"s, "\xff\xfe"s, "\xc3"s, "\xe2\x80"s, "ye\xc3\xa9s"s,
        "y\xc2\xa0"
        "es"s}) {
    EXPECT_EQ(read_answer(text), Answer::none) << text;
  }
}

}  // namespace
}  // namespace mg::rules
