#include "pages/headline.h"

#include <gtest/gtest.h>

#include "pages/sample_case.h"

namespace mg::pages {
namespace {

struct Spoken {
  Band band;
  std::string sentence, more;
};
Spoken spoken(const CasePage& page) {
  const Calendar calendar(page.frame.language, page.frame.time_zone, page.frame.now);
  const Headline headline = headline_of(page, calendar);
  Spoken out{headline.band, plain_of(page.frame.language, headline.sentence), {}};
  for (const Sentence& s : headline.more) out.more += plain_of(page.frame.language, s) + "|";
  return out;
}

TEST(Headline, a_promise_that_is_due_names_who_and_by_when) {
  const Spoken said = spoken(sample_case());
  EXPECT_EQ(said.band, Band::due);
  EXPECT_EQ(said.sentence, "Tomas Varga will write to you by 18:00 today.");
}

TEST(Headline, a_promise_of_nobody_is_ours) {
  CasePage page = sample_case();
  page.agent.clear();
  page.promise->by.clear();
  EXPECT_EQ(spoken(page).sentence, "We will write to you by 18:00 today.");
}

TEST(Headline, a_broken_promise_says_that_we_are_late) {
  CasePage page = sample_case();
  page.promise->state = PromiseShown::broken;
  page.frame.now = sample_time("2026-11-21T09:00:00Z");
  EXPECT_EQ(spoken(page).band, Band::broken);
  EXPECT_EQ(spoken(page).sentence,
            "Tomas Varga promised to write to you by 18:00 yesterday and did not. We are late.");
}

TEST(Headline, a_new_time_beside_a_broken_promise_is_said_with_that_we_are_late) {
  CasePage page = sample_case();
  page.promise->missed = sample_time("2026-11-20T14:00:00Z");
  EXPECT_EQ(spoken(page).band, Band::broken);
  EXPECT_EQ(spoken(page).sentence,
            "We promised to write to you by 14:00 today and did not. We are late.");
  EXPECT_TRUE(spoken(page).more.starts_with("Next word from us by 18:00 today.|"))
      << spoken(page).more;
  page.frame.now = sample_time("2026-11-20T18:05:00Z");
  EXPECT_EQ(spoken(page).sentence,
            "Tomas Varga promised to write to you by 18:00 today and did not. We are late.");
}

TEST(Headline, a_promise_past_its_time_is_broken_even_before_the_timer_says_so) {
  CasePage page = sample_case();
  page.frame.now = page.promise->due_at;
  EXPECT_EQ(spoken(page).band, Band::due);
  page.frame.now += Duration{1};
  EXPECT_EQ(spoken(page).band, Band::broken);
}

TEST(Headline, without_a_promise_says_precisely_that) {
  CasePage page = sample_case();
  page.promise.reset();
  EXPECT_EQ(spoken(page).sentence, "Tomas Varga has your words.");
  EXPECT_NE(spoken(page).more.find("not yet said when"), std::string::npos);
  page.agent.clear();
  EXPECT_EQ(spoken(page).sentence, "We have your words. Nobody has picked them up yet.");
  page.turn = Turn::customer;
  EXPECT_EQ(spoken(page).sentence, "We have written to you. The next word is yours.");
  page.turn = Turn::third_party;
  EXPECT_EQ(spoken(page).sentence, "We are waiting for an answer from somebody else, for you.");
}

TEST(Headline, a_kept_promise_colours_nothing) {
  CasePage page = sample_case();
  page.promise->state = PromiseShown::kept;
  EXPECT_EQ(spoken(page).band, Band::neutral);
  EXPECT_EQ(spoken(page).sentence, "Tomas Varga has your words.");
}

TEST(Headline, a_proposal_asks_and_a_broken_promise_still_shows) {
  CasePage page = sample_proposed();
  EXPECT_EQ(spoken(page).sentence, "Tomas Varga thinks this is solved. Is it?");
  EXPECT_EQ(spoken(page).band, Band::neutral);
  page.promise = NextPromise{page.frame.now - Duration{1}, PromiseShown::broken, "", ""};
  EXPECT_EQ(spoken(page).band, Band::broken);
  EXPECT_NE(spoken(page).more.find("We are late."), std::string::npos);
}

TEST(Headline, solved_is_the_customer_s_own_word) {
  CasePage page = sample_proposed();
  page.state = State::solved;
  page.solved_at = page.frame.now;
  page.frame.now = sample_time("2026-11-23T10:00:00Z");
  EXPECT_EQ(spoken(page).sentence, "You told us on Friday that this is solved.");
  EXPECT_EQ(spoken(page).band, Band::solved);
}

TEST(Headline, silence_is_never_called_solved) {
  CasePage page = sample_proposed();
  page.state = State::unconfirmed;
  EXPECT_EQ(spoken(page).sentence, "We have not heard whether this is solved.");
  EXPECT_NE(spoken(page).more.find("do not count it as solved"), std::string::npos);
  EXPECT_NE(spoken(page).band, Band::solved);
}

TEST(Headline, every_state_has_a_sentence_in_every_language) {
  for (const Language language : all_languages) {
    for (const State state : {State::open, State::snoozed, State::proposed, State::solved,
                              State::unconfirmed, State::spam, State::merged}) {
      CasePage page = sample_proposed();
      page.state = state;
      page.frame.language = language;
      EXPECT_GT(spoken(page).sentence.size(), 15u);
      EXPECT_EQ(spoken(page).sentence.find('{'), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace mg::pages
