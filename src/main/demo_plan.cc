#include "main/demo_plan.h"

#include <algorithm>
#include <cassert>

namespace mg::app::demo {
namespace {

using std::chrono::minutes;

// What the last step that was told is, so that the list shows every state at any hour.
enum class Cut { unheard, our_turn, their_turn, due, broken, asked, said_not_yet };

constexpr int day = 24 * 60;

struct Share {
  Cut cut;
  int count;
  int least, most;  // Minutes ago; for `due` minutes until the promise is due, for `broken` since.
};
constexpr Share shares[] = {
    {Cut::unheard, 11, 6, 9 * 60},      {Cut::our_turn, 9, 15, 16 * 60},
    {Cut::their_turn, 12, 90, 4 * day}, {Cut::due, 14, 12, 6 * 60},
    {Cut::broken, 4, 18, 3 * 60},       {Cut::asked, 12, 40, 8 * day},
    {Cut::said_not_yet, 3, 25, 5 * 60},
};

// People who are always there, as far into their stories as this.
struct Star {
  std::string_view story, who;
  Cut cut;
  int minutes;
  int pence = 0;
};
constexpr Star stars[] = {
    {"charged twice", "Amara Okafor", Cut::due, 38, 24800},
    {"too heavy to return", "Dorothy Hale", Cut::broken, 40},
    {"zip failed", "Lars Lindqvist", Cut::due, 23},
    {"fireproof", "Mei Tanaka", Cut::due, 80},
    {"bent pole", "Luis Ortega", Cut::said_not_yet, 65},
    {"cold sleeping bag", "Sofie Berg", Cut::asked, 190},
    {"third size", "Noah Adler", Cut::our_turn, 55},
};

bool fits(const Step& step, std::size_t at, Cut cut) {
  const bool answers = step.act == Act::answer;
  switch (cut) {
    case Cut::unheard:
      return at == 0 && step.act == Act::mail;
    case Cut::our_turn:
      return at > 0 && (step.act == Act::mail || step.act == Act::page);
    case Cut::their_turn:
      return answers && step.promise == 0;
    case Cut::due:
    case Cut::broken:
      return answers && step.promise > 0;
    case Cut::asked:
      return step.act == Act::ask;
    case Cut::said_not_yet:
      return step.act == Act::not_yet;
  }
  return false;
}

bool is_customers(const Step& step) {
  return step.act == Act::mail || step.act == Act::page || step.act == Act::away ||
         step.act == Act::yes || step.act == Act::not_yet;
}

// The shop answers from 8:00 to 18:30. What falls into the night is done in the first hour and a
// half of the next morning, in the same order.
Instant in_office_hours(Instant at) {
  constexpr Duration opens = std::chrono::hours(8), closes = minutes(18 * 60 + 30);
  constexpr int squeeze = 9;
  const auto midnight = std::chrono::floor<std::chrono::days>(at);
  const Duration since = at - midnight;
  if (since >= opens && since < closes) return at;
  const bool evening = since >= closes;
  const Duration into = evening ? since - closes : since + std::chrono::days(1) - closes;
  return midnight + (evening ? std::chrono::days(1) : std::chrono::days(0)) + opens +
         into / squeeze;
}

Instant next_quarter(Instant at) {
  return std::chrono::ceil<std::chrono::duration<std::int64_t, std::ratio<900>>>(at);
}

struct Pace {
  const Story& story;
  std::vector<int> after;  // Minutes, as this agent and this customer take them.

  Pace(const Story& told, Random& random) : story(told) {
    for (const Step& step : told.steps) {
      after.push_back(step.after * random.between(75, 130) / 100);
    }
  }

  std::vector<When> from(Instant start, bool office_hours) const {
    std::vector<When> whens;
    Instant at = start, due;
    for (std::size_t i = 0; i < story.steps.size(); ++i) {
      const Step& step = story.steps[i];
      Instant then = (step.late ? due : at) + minutes(after[i]);
      if (office_hours && !is_customers(step)) then = in_office_hours(then);
      const bool keeps_word = !is_customers(step) && due > at && !step.late;
      if (keeps_word) then = std::min(then, due - minutes(3));
      at = std::max(then, at + minutes(1));
      When when{at, {}};
      if (step.promise > 0) {
        const Instant until = at + minutes(step.promise);
        when.due = next_quarter(office_hours ? in_office_hours(until) : until);
        due = when.due;
      } else if (step.act == Act::answer || step.act == Act::ask) {
        due = {};
      }
      whens.push_back(when);
    }
    return whens;
  }
};

// Told until its step `last`, which is `ago` minutes old, or whose promise is due in -`ago`.
Casting cut_at(const Story& story, std::size_t last, Cut cut, int ago, Instant now,
               Random& random) {
  const Pace pace(story, random);
  const bool by_promise = cut == Cut::due || cut == Cut::broken;
  if (cut == Cut::due) ago = -std::min(ago, story.steps[last].promise - 10);
  Instant start = now - minutes(30 * day);
  std::vector<When> steps = pace.from(start, false);
  const Instant placed = by_promise ? steps[last].due : steps[last].at;
  start += now - minutes(ago) - placed;
  steps = pace.from(start, false);
  // Promises are due on the quarter hour, so what follows one may have moved a little.
  if (steps[last].at > now - minutes(1)) {
    steps = pace.from(start - (steps[last].at - now) - minutes(4), false);
  }
  steps.resize(last + 1);
  return {&story, {}, 0, std::move(steps)};
}

std::size_t step_for(const Story& story, Cut cut) {
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    if (fits(story.steps[i], i, cut)) return i;
  }
  return story.steps.size();
}

void shuffle(std::vector<const Story*>& deck, Random& random) {
  for (std::size_t i = deck.size(); i > 1; --i) {
    std::swap(deck[i - 1],
              deck[static_cast<std::size_t>(random.between(0, static_cast<int>(i) - 1))]);
  }
}

// Every story as often as it happens, then from the start again.
class Deck {
 public:
  explicit Deck(Random& random) {
    for (const Story& story : stories()) cards_.insert(cards_.end(), story.weight, &story);
    shuffle(cards_, random);
  }
  const Story& next() { return *cards_[at_++ % cards_.size()]; }

 private:
  std::vector<const Story*> cards_;
  std::size_t at_ = 0;
};

void add_stars(std::vector<Casting>& castings, Instant now, Random& random) {
  for (const Star& star : stars) {
    const auto story = std::ranges::find(stories(), star.story, &Story::name);
    assert(story != stories().end());
    Casting casting =
        cut_at(*story, step_for(*story, star.cut), star.cut, star.minutes, now, random);
    casting.who = star.who;
    casting.pence = star.pence;
    castings.push_back(std::move(casting));
  }
}

void add_recent(std::vector<Casting>& castings, Instant now, Random& random) {
  Deck deck(random);
  for (const Share& share : shares) {
    for (int i = 0; i < share.count; ++i) {
      const Story* story = &deck.next();
      while (step_for(*story, share.cut) == story->steps.size()) story = &deck.next();
      castings.push_back(cut_at(*story, step_for(*story, share.cut), share.cut,
                                random.between(share.least, share.most), now, random));
    }
  }
}

void add_past(std::vector<Casting>& castings, Instant now, Random& random) {
  Deck deck(random);
  while (castings.size() < conversations_told) {
    const Story& story = deck.next();
    const auto midnight = std::chrono::floor<std::chrono::days>(now);
    const Instant start = midnight - std::chrono::days(random.between(2, days_told - 1)) +
                          minutes(random.between(7 * 60, 22 * 60));
    Casting casting{&story, {}, 0, Pace(story, random).from(start, true)};
    std::erase_if(casting.steps, [&](const When& when) { return when.at >= now; });
    castings.push_back(std::move(casting));
  }
}

}  // namespace

std::vector<Casting> plan(Instant now, Random& random) {
  std::vector<Casting> castings;
  add_stars(castings, now, random);
  add_recent(castings, now, random);
  add_past(castings, now, random);
  return castings;
}

}  // namespace mg::app::demo
