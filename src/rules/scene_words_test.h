#pragma once

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

// The words of scenes: splitting, times, names.
namespace mg::rules::test {

// A line that cannot be read, or an expectation that does not hold.
struct SceneError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

inline std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(at);
    const auto part = trimmed(text.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Takes the first word off.
inline std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  const auto word = text.substr(0, text.find(' '));
  text = trimmed(text.substr(word.size()));
  return word;
}

// True, and taken off, when the text starts with these whole words.
inline bool take(std::string_view& text, std::string_view words) {
  text = trimmed(text);
  if (!text.starts_with(words)) return false;
  const auto rest = text.substr(words.size());
  if (!rest.empty() && rest.front() != ' ' && rest.front() != ':') return false;
  text = trimmed(rest);
  return true;
}

inline int whole_number(std::string_view word) {
  if (word.empty() || word.size() > 6 || word.find_first_not_of("0123456789") != word.npos) {
    throw SceneError("\"" + std::string(word) + "\" is not a number");
  }
  return std::stoi(std::string(word));
}

// Day 1 is a Monday: "mon" to "sun" are days 1 to 7, later ones are "day 12".
inline Instant scene_start() {
  using namespace std::chrono;
  return Instant{sys_days{year{2026} / January / 5}};
}

inline bool starts_with_time(std::string_view text) {
  constexpr std::string_view days = "mon tue wed thu fri sat sun day ";
  const auto word = take_word(text);
  return word.size() == 3 && days.find(std::string(word) + " ") != days.npos;
}

// "09:00" or "09:00:05".
inline Duration take_clock(std::string_view& text) {
  const auto parts = split(take_word(text), ':');
  if (parts.size() != 2 && parts.size() != 3) throw SceneError("a time is written 09:00");
  const int hours = whole_number(parts[0]);
  const int minutes = whole_number(parts[1]);
  const int seconds = parts.size() == 3 ? whole_number(parts[2]) : 0;
  if (hours > 23 || minutes > 59 || seconds > 59) throw SceneError("there is no such time of day");
  return std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
}

// "tue 16:30" or "day 12 09:00", taken off the text.
inline Instant take_time(std::string_view& text) {
  constexpr std::string_view days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto word = take_word(text);
  int day = 0;
  if (word == "day") {
    day = whole_number(take_word(text));
  } else {
    const auto at = std::ranges::find(days, word);
    if (at == std::end(days)) {
      throw SceneError("\"" + std::string(word) + "\" is no day: mon to sun, then day 8, day 9");
    }
    day = static_cast<int>(at - std::begin(days)) + 1;
  }
  if (day < 1) throw SceneError("the first day is day 1");
  return scene_start() + std::chrono::days(day - 1) + take_clock(text);
}

inline std::string time_text(Instant at) {
  if (at == Instant{}) return "never";
  const auto since = at - scene_start();
  const auto day = std::chrono::floor<std::chrono::days>(since);
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(since - day)};
  char text[64];
  std::snprintf(text, sizeof text, "day %d %02d:%02d:%02d", static_cast<int>(day.count()) + 1,
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

// Gives each name a number; the same name has the same one throughout a scene.
class Names {
 public:
  std::int64_t id(std::string_view name) {
    const auto [at, is_new] = ids_.try_emplace(std::string(name), 0);
    if (is_new) at->second = static_cast<std::int64_t>(ids_.size());
    return at->second;
  }
  std::string name(std::int64_t id) const {
    for (const auto& [name, its_id] : ids_) {
      if (its_id == id) return name;
    }
    return "nobody";
  }

 private:
  std::map<std::string, std::int64_t, std::less<>> ids_;
};

}  // namespace mg::rules::test
