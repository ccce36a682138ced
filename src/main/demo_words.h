#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/time.h"
#include "main/demo_random.h"
#include "main/demo_story.h"

// Turns the text of a story into what one person wrote.
namespace mg::app::demo {

using Slots = std::map<std::string_view, std::string>;

// Takes one of each "[a|b]" and fills each "{slot}". Asserts that every slot is known.
std::string told(std::string_view text, const Slots& slots, Random& random);

// One of "a|b|c".
std::string_view one_of(std::string_view choices, Random& random);

// "16:00 today", "Tuesday 16:00", "heute 16:00", as said at `now`. UTC, as the demo's shop is.
std::string by_when(Instant due, Instant now, Language language);
std::string weekday(Instant at, Language language);
std::string day_and_month(Instant at, Language language);
std::string amount(int pence, Language language);  // "£248", "€89,90"

// "> " before each line, below a line that names the writer.
std::string quoted(std::string_view text, std::string_view who, Instant at, Language language);

}  // namespace mg::app::demo
