#include "pages/calendar.h"

#include <cstdio>
#include <date/tz.h>
#include <stdexcept>

namespace mg::pages {

struct Calendar::Zone {
  const date::time_zone* zone;
};

struct Calendar::Local {
  date::local_days day;
  date::year_month_day ymd;
  std::string time;
  std::int64_t days_from_now;
};

namespace {

const date::time_zone* zone_named(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    return date::locate_zone("Etc/UTC");
  }
}

constexpr std::size_t zone_name_bytes_max = 64;
constexpr int days_named = 6;  // Further away, "Friday" could be the wrong one.

Say shifted(Say first, unsigned by) {
  return static_cast<Say>(static_cast<unsigned>(first) + by);
}

}  // namespace

bool is_time_zone(std::string_view name) {
  if (name.empty() || name.size() > zone_name_bytes_max) return false;
  try {
    return date::locate_zone(std::string(name)) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

Calendar::Calendar(Language language, std::string_view zone, Instant now)
    : language_(language), now_(now), zone_(std::make_unique<Zone>(Zone{zone_named(zone)})) {}
Calendar::~Calendar() = default;

Calendar::Local Calendar::local(Instant at) const {
  const auto here = zone_->zone->to_local(std::chrono::floor<std::chrono::minutes>(at));
  const auto today = date::floor<date::days>(
      zone_->zone->to_local(std::chrono::floor<std::chrono::minutes>(now_)));
  const auto day = date::floor<date::days>(here);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(here - day).count();
  char time[16];
  std::snprintf(time, sizeof time, "%02d:%02d", static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return {day, date::year_month_day(day), time, (day - today).count()};
}

std::string Calendar::date_words(const Local& local) const {
  const unsigned month = static_cast<unsigned>(local.ymd.month());
  const auto this_year = this->local(now_).ymd.year();
  std::vector<Fill> fills = {
      text_of("day", std::to_string(static_cast<unsigned>(local.ymd.day()))),
      text_of("month", std::string(words_of(language_, shifted(Say::january, month - 1)))),
      text_of("year", std::to_string(static_cast<int>(local.ymd.year())))};
  const Say say = local.ymd.year() == this_year ? Say::date : Say::date_year;
  return plain_of(language_, {say, std::move(fills)});
}

std::string Calendar::phrase(Say say, const Local& local) const {
  const unsigned weekday = date::weekday(local.day).iso_encoding();
  return plain_of(
      language_,
      {say,
       {text_of("time", local.time),
        text_of("weekday", std::string(words_of(language_, shifted(Say::monday, weekday - 1)))),
        text_of("date", date_words(local))}});
}

std::string Calendar::by(Instant due) const {
  const Local l = local(due);
  if (l.days_from_now == 0) return phrase(Say::by_today, l);
  if (l.days_from_now == 1) return phrase(Say::by_tomorrow, l);
  if (l.days_from_now == -1) return phrase(Say::by_yesterday, l);
  const bool near = l.days_from_now >= -days_named && l.days_from_now <= days_named;
  return phrase(near ? Say::by_weekday : Say::by_date, l);
}

std::string Calendar::at(Instant past) const {
  const Local l = local(past);
  if (l.days_from_now == 0) return phrase(Say::at_today, l);
  if (l.days_from_now == -1) return phrase(Say::at_yesterday, l);
  const bool near = l.days_from_now < 0 && l.days_from_now >= -days_named;
  return phrase(near ? Say::at_weekday : Say::at_date, l);
}

std::string Calendar::day(Instant past) const {
  const Local l = local(past);
  if (l.days_from_now == 0) return phrase(Say::day_today, l);
  if (l.days_from_now == -1) return phrase(Say::day_yesterday, l);
  const bool near = l.days_from_now < 0 && l.days_from_now >= -days_named;
  return phrase(near ? Say::day_weekday : Say::day_date, l);
}

std::string Calendar::brief(Instant any) const {
  const Local l = local(any);
  if (l.days_from_now == 0) return l.time;
  if (l.days_from_now < -days_named || l.days_from_now > days_named) {
    return date_words(l) + " " + l.time;
  }
  const unsigned weekday = date::weekday(l.day).iso_encoding();
  return std::string(words_of(language_, shifted(Say::monday, weekday - 1))) + " " + l.time;
}

std::string Calendar::date(Instant any) const {
  return date_words(local(any));
}

std::string Calendar::zone_name() const {
  const std::string& name = zone_->zone->name();
  if (name == "Etc/UTC" || name == "UTC") return "UTC";
  std::string abbreviation =
      zone_->zone->get_info(std::chrono::floor<std::chrono::seconds>(now_)).abbrev;
  // Zones without letters of their own are written as an offset: "+04".
  if (abbreviation.starts_with('+') || abbreviation.starts_with('-')) {
    abbreviation.insert(0, "UTC");
  }
  return name + " (" + abbreviation + ")";
}

}  // namespace mg::pages
