#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "facts/enums.h"
#include "pages/calendar.h"
#include "pages/words.h"

namespace mg::pages {

struct CasePage;

enum class PromiseShown { due, broken, kept };
struct NextPromise {
  Instant due_at = {};
  PromiseShown state = PromiseShown::due;
  std::string by = {};                 // Who promised; empty: we.
  std::string text = {};               // In the agent's own words; may be empty.
  std::optional<Instant> missed = {};  // When an earlier word was due that never came.
  std::vector<Instant> later = {};     // When further words are due.
};

// The colour of the band says how the promise stands, never how we would like to look.
enum class Band { neutral, due, broken, solved };
std::string_view class_of(Band band);

struct Headline {
  Band band = Band::neutral;
  Sentence sentence = {};           // One true sentence (or a sentence and a question).
  std::vector<Sentence> more = {};  // What stands below it.
};

// A promise that is past its time is broken, whatever the row says: clocks that fire late must
// not make the page lie. Pure.
Headline headline_of(const CasePage& page, const Calendar& calendar);

// The state with that correction; nullopt without a promise.
std::optional<PromiseShown> promise_state(const CasePage& page);

}  // namespace mg::pages
