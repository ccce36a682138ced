#include "desk/settings.h"

#include <algorithm>
#include <charconv>
#include <date/tz.h>
#include <stdexcept>

#include "desk/parts.h"

namespace mg::desk {
namespace {

struct Number {
  const char* key;
  int Settings::*member;
  int least, most;
};
constexpr Number numbers[] = {
    {"first_answer_minutes", &Settings::first_answer_minutes, 1, 60 * 24 * 30},
    {"warn_minutes", &Settings::warn_minutes, 0, 60 * 24 * 7},
    {"unconfirmed_days", &Settings::unconfirmed_days, 1, 365},
    {"reopen_days", &Settings::reopen_days, 0, 3650},
    {"page_link_days", &Settings::page_link_days, 1, 3650},
    {"undo_seconds", &Settings::undo_seconds, 0, 120},
};

struct Text {
  const char* key;
  std::string Settings::*member;
  std::size_t bytes_max;
};
constexpr Text texts[] = {
    {"workspace_name", &Settings::workspace_name, 200},
    {"language", &Settings::language, 20},
    {"time_zone", &Settings::time_zone, 64},
};

struct Flag {
  const char* key;
  bool Settings::*member;
};
constexpr Flag flags[] = {
    {"acknowledge", &Settings::acknowledge},
    {"spam_headers", &Settings::spam_headers},
};

constexpr int reminders_max = 5;

std::optional<int> number_from(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

std::vector<int> days_from(std::string_view text) {
  std::vector<int> days;
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (const auto day = number_from(text.substr(0, comma))) days.push_back(*day);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return days;
}

bool time_zone_exists(const std::string& name) {
  try {
    date::locate_zone(name);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

bool reminders_are_fine(const Settings& settings) {
  const auto& days = settings.reminder_days;
  return days.size() <= reminders_max && std::ranges::is_sorted(days) &&
         std::ranges::all_of(days, [&](int d) { return d >= 1 && d < settings.unconfirmed_days; });
}

}  // namespace

rules::Policy Settings::policy() const {
  return {.acknowledge = acknowledge,
          .first_answer = std::chrono::minutes(first_answer_minutes),
          .warn_before = std::chrono::minutes(warn_minutes),
          .reminder_days = reminder_days,
          .unconfirmed_days = unconfirmed_days,
          .reopen_days = reopen_days};
}

Settings settings_from(const std::map<std::string, std::string>& stored) {
  Settings settings;
  const auto value = [&](const char* key) -> const std::string* {
    const auto at = stored.find(key);
    return at == stored.end() ? nullptr : &at->second;
  };
  for (const Number& n : numbers) {
    const std::string* text = value(n.key);
    const auto number = text ? number_from(*text) : std::nullopt;
    if (number && *number >= n.least && *number <= n.most) settings.*n.member = *number;
  }
  for (const Text& t : texts) {
    if (const std::string* text = value(t.key)) settings.*t.member = *text;
  }
  for (const Flag& f : flags) {
    if (const std::string* text = value(f.key)) settings.*f.member = *text == "true";
  }
  if (const std::string* text = value("reminder_days")) settings.reminder_days = days_from(*text);
  return settings;
}

std::map<std::string, std::string> to_stored(const Settings& settings) {
  std::map<std::string, std::string> stored;
  for (const Number& n : numbers) stored[n.key] = std::to_string(settings.*n.member);
  for (const Text& t : texts) stored[t.key] = settings.*t.member;
  for (const Flag& f : flags) stored[f.key] = settings.*f.member ? "true" : "false";
  std::string days;
  for (const int day : settings.reminder_days) {
    days += (days.empty() ? "" : ",") + std::to_string(day);
  }
  stored["reminder_days"] = days;
  return stored;
}

Result<void> check(const Settings& settings) {
  for (const Number& n : numbers) {
    const int number = settings.*n.member;
    if (number < n.least || number > n.most) {
      return refuse(RefusalKind::bad_input, "out_of_range",
                    std::string(n.key) + " must be between " + std::to_string(n.least) + " and " +
                        std::to_string(n.most) + ".",
                    std::string("/") + n.key);
    }
  }
  for (const Text& t : texts) {
    const std::string& text = settings.*t.member;
    if (text.empty() || text.size() > t.bytes_max || !is_one_line(text)) {
      return refuse(RefusalKind::bad_input, "bad_length",
                    std::string(t.key) + " must have 1 to " + std::to_string(t.bytes_max) +
                        " characters, on one line.",
                    std::string("/") + t.key);
    }
  }
  if (!time_zone_exists(settings.time_zone)) {
    return refuse(RefusalKind::bad_input, "unknown_time_zone",
                  "There is no time zone of that name. Use one like \"Europe/London\".",
                  "/time_zone");
  }
  if (!reminders_are_fine(settings)) {
    return refuse(RefusalKind::bad_input, "bad_reminders",
                  "Reminders are at most 5 ascending days, before the day at which silence ends.",
                  "/reminder_days");
  }
  return {};
}

}  // namespace mg::desk
