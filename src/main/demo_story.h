#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/enums.h"

// Stories that the demo tells: who says what, how long after, and how it ends. Texts have choices,
// "[one|another|a third]", and slots: "{order}", "{amount}", "{product}", "{number}" (a small one),
// "{city}", "{day}" and "{date}" (past ones), "{later_day}" and "{later_date}", "{first}" and
// "{name}" (the customer's), "{agent}" and "{colleague}" (first names) and, where a promise is
// made,
// "{due}".
namespace mg::app::demo {

enum class TeamName { care, payments, warehouse };
enum class InboxName { hello, returns };
enum class Language { english, german, french, spanish };

enum class Act {
  mail,    // The customer writes a mail,
  page,    // or on the page.
  away,    // The customer's mailbox answers by itself.
  answer,  // The agent replies,
  ask,     // or replies and asks whether it is solved.
  yes,     // The customer's word on the page, with or without text.
  not_yet,
  note,   // The agent, to the team.
  aside,  // A colleague, to the team.
  hand,   // The agent gives it to another team, with a note.
  move,   // The agent moves the promise; the text is the reason.
  reach,  // The agent writes first.
  spam,
};

enum class Papers { none, photo, receipt, statement };

struct Step {
  Act act = Act::mail;
  int after = 0;  // Minutes since the step before; of a `late` one since the promise broke.
  std::string_view text;
  int promise = 0;            // Minutes until the next word; 0: none is promised.
  std::string_view promised;  // What.
  bool late = false;          // Comes after the promise was broken.
  Papers papers = Papers::none;
  TeamName team = TeamName::care;  // Act::hand.
};

struct Story {
  std::string_view name;
  std::string_view subject;
  std::string_view products;  // "one|another".
  std::vector<Step> steps;
  TeamName team = TeamName::care;
  InboxName inbox = InboxName::hello;
  Language language = Language::english;
  Priority priority = Priority::normal;
  int weight = 1;  // How often it happens.
};

inline Step mail(int after, std::string_view text, Papers papers = Papers::none) {
  return {.act = Act::mail, .after = after, .text = text, .promised = {}, .papers = papers};
}
inline Step says(Act act, int after, std::string_view text) {
  return {.act = act, .after = after, .text = text, .promised = {}};
}
inline Step answer(int after, std::string_view text, int promise = 0,
                   std::string_view promised = {}) {
  return {
      .act = Act::answer, .after = after, .text = text, .promise = promise, .promised = promised};
}
// An answer after the promise before it was broken.
inline Step late(int after, std::string_view text, int promise = 0,
                 std::string_view promised = {}) {
  Step step = answer(after, text, promise, promised);
  step.late = true;
  return step;
}
inline Step page(int after, std::string_view text) {
  return says(Act::page, after, text);
}
inline Step ask(int after, std::string_view text) {
  return says(Act::ask, after, text);
}
inline Step yes(int after, std::string_view text = {}) {
  return says(Act::yes, after, text);
}
inline Step not_yet(int after, std::string_view text) {
  return says(Act::not_yet, after, text);
}
inline Step note(int after, std::string_view text) {
  return says(Act::note, after, text);
}
inline Step aside(int after, std::string_view text) {
  return says(Act::aside, after, text);
}
inline Step hand(int after, TeamName team, std::string_view text) {
  Step step = says(Act::hand, after, text);
  step.team = team;
  return step;
}
inline Step move(int after, int promise, std::string_view reason) {
  return {.act = Act::move, .after = after, .text = reason, .promise = promise, .promised = {}};
}

// All of them; the first is told of the customer whose page is shown.
const std::vector<Story>& stories();

void add_payment_stories(std::vector<Story>& to);
void add_delivery_stories(std::vector<Story>& to);
void add_return_stories(std::vector<Story>& to);
void add_gear_stories(std::vector<Story>& to);
void add_question_stories(std::vector<Story>& to);
void add_german_stories(std::vector<Story>& to);
void add_french_and_spanish_stories(std::vector<Story>& to);
void add_other_stories(std::vector<Story>& to);  // What the shop writes first, and spam.

}  // namespace mg::app::demo
