#include "main/demo_words.h"

#include <array>
#include <cassert>
#include <cstdio>

namespace mg::app::demo {
namespace {

using Names = std::array<std::string_view, 12>;

constexpr std::array<std::string_view, 7> weekdays[] = {
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
    {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
    {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
};
constexpr Names months[] = {
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
     "November", "Dezember"},
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
     "octobre", "novembre", "décembre"},
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
     "octubre", "noviembre", "diciembre"},
};

std::size_t of(Language language) {
  return static_cast<std::size_t>(language);
}

auto day_of(Instant at) {
  return std::chrono::floor<std::chrono::days>(at);
}

std::string clock_time(Instant at) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(at - day_of(at)).count();
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return text;
}

}  // namespace

std::string_view one_of(std::string_view choices, Random& random) {
  int count = 1;
  for (const char c : choices) count += c == '|';
  for (int skip = random.between(0, count - 1); skip > 0; --skip) {
    choices.remove_prefix(choices.find('|') + 1);
  }
  return choices.substr(0, choices.find('|'));
}

std::string told(std::string_view text, const Slots& slots, Random& random) {
  std::string said;
  while (!text.empty()) {
    const auto open = text.find_first_of("[{");
    said += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find(text[open] == '[' ? ']' : '}', open);
    assert(close != std::string_view::npos);
    const std::string_view inner = text.substr(open + 1, close - open - 1);
    if (text[open] == '[') {
      said += told(one_of(inner, random), slots, random);
    } else {
      const auto slot = slots.find(inner);
      assert(slot != slots.end());
      if (slot != slots.end()) said += slot->second;
    }
    text.remove_prefix(close + 1);
  }
  return said;
}

std::string weekday(Instant at, Language language) {
  const std::chrono::weekday day{day_of(at)};
  return std::string(weekdays[of(language)][day.c_encoding()]);
}

std::string day_and_month(Instant at, Language language) {
  const std::chrono::year_month_day date{day_of(at)};
  const std::string day = std::to_string(static_cast<unsigned>(date.day()));
  const std::string month(months[of(language)][static_cast<unsigned>(date.month()) - 1]);
  switch (language) {
    case Language::german:
      return day + ". " + month;
    case Language::spanish:
      return day + " de " + month;
    default:
      return day + " " + month;
  }
}

std::string by_when(Instant due, Instant now, Language language) {
  const bool same_day = day_of(due) == day_of(now);
  const bool near = due - now < std::chrono::days(6);
  const std::string day = near ? weekday(due, language) : day_and_month(due, language);
  const std::string time = clock_time(due);
  switch (language) {
    case Language::german:
      return (same_day ? "heute" : day) + ", " + time + " Uhr";
    case Language::french:
      return (same_day ? "aujourd’hui" : day) + " à " + time;
    case Language::spanish:
      return (same_day ? "hoy" : "el " + day) + " a las " + time;
    case Language::english:
      break;
  }
  return same_day ? time + " today" : day + " " + time;
}

std::string amount(int pence, Language language) {
  char cents[8];
  const char point = language == Language::english ? '.' : ',';
  std::snprintf(cents, sizeof cents, "%c%02d", point, pence % 100);
  const std::string whole = std::to_string(pence / 100) + (pence % 100 == 0 ? "" : cents);
  return language == Language::english ? "£" + whole : whole + " €";
}

std::string quoted(std::string_view text, std::string_view who, Instant at, Language language) {
  const std::string when = day_and_month(at, language) + " " + clock_time(at);
  const std::string name(who);
  std::string below;
  switch (language) {
    case Language::english:
      below = "On " + when + ", " + name + " wrote:\n";
      break;
    case Language::german:
      below = "Am " + when + " schrieb " + name + ":\n";
      break;
    case Language::french:
      below = "Le " + when + ", " + name + " a écrit :\n";
      break;
    case Language::spanish:
      below = "El " + when + ", " + name + " escribió:\n";
      break;
  }
  below += "> ";
  for (const char c : text) {
    below += c;
    if (c == '\n') below += "> ";
  }
  return below;
}

}  // namespace mg::app::demo
