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
        "Yes, all good", "Yes\n\nBest regards\nAna", "Yes\n\n--\nAna Alves",
        "Hi Bo,\n\nYes, it works now.\n\nCheers,\nAna Alves\nACME, Porto"}) {
    EXPECT_EQ(read_answer(text), Answer::yes) << text;
  }
}

TEST(Answer, a_closing_may_have_the_name_beside_it) {
  EXPECT_EQ(read_answer("Solved, thank you so much!\nBest, E"), Answer::yes);
  EXPECT_EQ(read_answer("Yes\nKind regards, Ana Alves.\r\n"), Answer::yes);
  for (const char* text :
       {"Yes\nBest, but it fails again", "Yes\nBest, Can You Send Another", "Yes\nBest, E?"}) {
    EXPECT_EQ(read_answer(text), Answer::none) << text;
  }
}

TEST(Answer, a_plain_not_yet_is_not_yet) {
  for (const char* text :
       {"No", "no.", "Not yet", "NOT YET!!", "No, not yet.", "No, it isn't.", "Still broken",
        "not solved, thanks", "No, it is not", "Nope", "not yet solved", "It is not solved",
        "Not yet\n\nBest regards\nAna", "Sorry, not yet."}) {
    EXPECT_EQ(read_answer(text), Answer::not_yet) << text;
  }
}

TEST(Answer, a_not_yet_may_go_on) {
  for (const char* text :
       {"Not yet, the lid is still broken.", "not yet\n\nThe lid is broken",
        "No, it is still broken", "Hello Bo,\n\nno, the second lamp still flickers. Thanks!",
        "No. Can you look at it again?", "It isn't fixed: the light fails after an hour.",
        "The problem is still there.", "Nein, der Deckel ist immer noch kaputt.",
        "Liebe Mia,\nleider noch nicht, der Deckel klemmt.\nViele Gr\u00fc\u00dfe\nAna"}) {
    EXPECT_EQ(read_answer(text), Answer::not_yet) << text;
  }
  EXPECT_EQ(read_answer("Not yet. " + std::string(100'000, 'x')), Answer::not_yet);
}

TEST(Answer, words_beside_a_quote_may_answer_something_else) {
  for (const char* text :
       {"> Yes", "> > yes", "> Is the lid broken?\nYes", "> Solved\n", "No\n> Shall I close it?"}) {
    EXPECT_EQ(read_answer(text), Answer::none) << text;
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

TEST(Answer, french_and_spanish_are_understood) {
  for (const char* text :
       {"Oui", "Oui, c\u2019est r\u00e9solu. Merci beaucoup !", "OUI, \u00c7A MARCHE", "S\u00ed",
        "S\u00ed, ya funciona. \u00a1Gracias!", "Resuelto\n\nUn saludo\nAna"}) {
    EXPECT_EQ(read_answer(text), Answer::yes) << text;
  }
  for (const char* text : {"Pas encore", "Non, le couvercle est toujours cass\u00e9.",
                           "Bonjour,\n\npas encore : il manque une vis.", "Todav\u00eda no",
                           "No, sigue sin funcionar", "A\u00fan no, falta un tornillo."}) {
    EXPECT_EQ(read_answer(text), Answer::not_yet) << text;
  }
}

TEST(Answer, a_question_is_no_answer) {
  for (const char* text : {"Yes?", "yes ?", "? yes", "Solved?", "No?", "Ja?", "Is it solved?",
                           "Not yet?", "\u00bfNo?", "No, is it still broken on your side?"}) {
    EXPECT_EQ(read_answer(text), Answer::none) << text;
  }
}

TEST(Answer, what_might_mean_either_is_no_answer) {
  for (const char* text :
       {"No, thanks", "No thank you.", "Nein, danke", "No problem", "Thanks", "Danke", "yes and no",
        "yes, but", "not", "maybe", "ok", "fine", "No, it does not flicker any more, all good",
        "Non merci", "No, gracias", "No need, it works again", "Not working today",
        "No, nothing else, all good again"}) {
    EXPECT_EQ(read_answer(text), Answer::none) << text;
  }
}

TEST(Answer, more_than_the_answer_is_a_message) {
  for (const char* text :
       {"Yes, the first one. The second still fails.", "yes please send me another one",
        "Yes\n\nBut the second one fails", "Yes\n\nBest regards\nCan you send another one?",
        "Yes\n\nnot really", "I said yes", "Is it solved? yes", "yesterday", "nobody", "jade",
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
