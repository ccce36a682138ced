#include "pages/headline.h"

#include "pages/case_page.h"

namespace mg::pages {
namespace {

// The sentence with a name in it when there is a name, else the one that says "we".
Sentence by_name(Say named, Say unnamed, const std::string& who, std::vector<Fill> fills = {}) {
  if (who.empty()) return {unnamed, std::move(fills)};
  fills.push_back(person("who", who));
  return {named, std::move(fills)};
}

// The promise as the second sentence, under a headline that says something else.
void add_promise(Headline& headline, const CasePage& page, const Calendar& calendar) {
  const auto state = promise_state(page);
  if (!state || *state == PromiseShown::kept) return;
  const Instant due = page.promise->due_at;
  const bool late = *state == PromiseShown::broken;
  const auto missed = late ? std::nullopt : page.promise->missed;
  if (missed) {
    headline.more.push_back({Say::next_word_late, {moment("by", calendar.by(*missed), *missed)}});
  }
  headline.band = late || missed ? Band::broken : Band::due;
  headline.more.push_back(
      {late ? Say::next_word_late : Say::next_word, {moment("by", calendar.by(due), due)}});
}

Headline open_headline(const CasePage& page, const Calendar& calendar) {
  const auto state = promise_state(page);
  if (state && *state != PromiseShown::kept) {
    const NextPromise& promise = *page.promise;
    const std::string& who = promise.by.empty() ? page.agent : promise.by;
    const Fill by = moment("by", calendar.by(promise.due_at), promise.due_at);
    if (*state == PromiseShown::broken) {
      return {Band::broken, by_name(Say::late_by_person, Say::late, who, {by}), {{Say::late_more}}};
    }
    // A new time does not undo that we are late.
    if (const auto missed = promise.missed) {
      return {Band::broken,
              {Say::late, {moment("by", calendar.by(*missed), *missed)}},
              {{Say::next_word, {by}}, {Say::late_more}}};
    }
    return {Band::due, by_name(Say::due_by_person, Say::due, who, {by}), {{Say::due_more}}};
  }
  if (page.turn == Turn::customer) {
    return {
        Band::neutral, by_name(Say::yours_by_person, Say::yours, page.agent), {{Say::yours_more}}};
  }
  if (page.turn == Turn::third_party) {
    return {Band::neutral, {Say::third_party}, {{Say::third_party_more}}};
  }
  if (page.agent.empty()) return {Band::neutral, {Say::nobody}, {{Say::nobody_more}}};
  return {Band::neutral, by_name(Say::ours_by_person, Say::nobody, page.agent), {{Say::ours_more}}};
}

}  // namespace

std::string_view class_of(Band band) {
  switch (band) {
    case Band::due:
      return "due";
    case Band::broken:
      return "broken";
    case Band::solved:
      return "solved-band";
    case Band::neutral:
      break;
  }
  return "neutral";
}

std::optional<PromiseShown> promise_state(const CasePage& page) {
  if (!page.promise) return {};
  const bool missed =
      page.promise->state == PromiseShown::due && page.promise->due_at < page.frame.now;
  return missed ? PromiseShown::broken : page.promise->state;
}

Headline headline_of(const CasePage& page, const Calendar& calendar) {
  switch (page.state) {
    case State::open:
    case State::snoozed:
      return open_headline(page, calendar);
    case State::proposed: {
      const bool named = page.proposal && !page.proposal->by.empty();
      Headline headline{
          Band::neutral,
          by_name(Say::proposed_by_person, Say::proposed, named ? page.proposal->by : page.agent),
          {{Say::proposed_more}}};
      add_promise(headline, page, calendar);
      return headline;
    }
    case State::solved: {
      Sentence sentence{Say::solved_undated};
      if (page.solved_at) {
        sentence = {Say::solved, {moment("day", calendar.day(*page.solved_at), *page.solved_at)}};
      }
      return {Band::solved, std::move(sentence), {{Say::solved_more}}};
    }
    case State::unconfirmed: {
      Headline headline{Band::neutral, {Say::unconfirmed}, {{Say::unconfirmed_more}}};
      add_promise(headline, page, calendar);
      return headline;
    }
    case State::merged:
      return {Band::neutral, {Say::merged}, {{Say::merged_more}}};
    case State::spam:
      return {Band::neutral, {Say::spam}, {{page.may_object ? Say::spam_more : Say::spam_rests}}};
  }
  return open_headline(page, calendar);
}

}  // namespace mg::pages
