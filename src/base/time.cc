#include "base/time.h"

#include <algorithm>
#include <cstdio>

namespace mg {
namespace {

// Reads exactly `digits` decimal digits at `at`; -1 when there are not that many.
int number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Duration> offset_of(std::string_view text) {
  if (text == "Z" || text == "z") return Duration{0};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return {};
  const int hours = number(text, 1, 2);
  const int minutes = number(text, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return {};
  const Duration offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return text[0] == '-' ? -offset : offset;
}

// The years of four digits.
constexpr Instant rfc3339_min = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr Instant rfc3339_max =
    std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} - Duration{1};

}  // namespace

std::string to_rfc3339(Instant at) {
  using namespace std::chrono;
  at = std::clamp(at, rfc3339_min, rfc3339_max);
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{floor<milliseconds>(at - day)};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
                int(time.minutes().count()), int(time.seconds().count()),
                int(time.subseconds().count()));
  return text;
}

std::optional<Instant> from_rfc3339(std::string_view text) {
  using namespace std::chrono;
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' ||
      (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) {
    return {};
  }
  const int hour = number(text, 11, 2);
  const int minute = number(text, 14, 2);
  const int second = number(text, 17, 2);
  const int year_number = number(text, 0, 4);
  const int month_number = number(text, 5, 2);
  const int day_number = number(text, 8, 2);
  if (year_number < 0 || month_number < 0 || day_number < 0) return {};
  const year_month_day date{year{year_number}, month{unsigned(month_number)},
                            day{unsigned(day_number)}};
  // 60 is a leap second: it counts as the first moment of the next minute.
  if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60) {
    return {};
  }
  std::size_t next = 19;
  Duration fraction{0};
  if (text[next] == '.') {
    std::int64_t unit = 100'000;
    for (++next; next < text.size() && text[next] >= '0' && text[next] <= '9'; ++next, unit /= 10) {
      fraction += Duration{unit * (text[next] - '0')};
    }
    if (text[next - 1] == '.') return {};
  }
  const auto offset = offset_of(text.substr(next));
  if (!offset) return {};
  const Instant at = Instant{sys_days{date}} + hours(hour) + minutes(minute) + seconds(second) +
                     fraction - *offset;
  if (at < rfc3339_min || at > rfc3339_max) return {};  // By its offset, or its leap second.
  return at;
}

Instant SystemClock::now() const {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

}  // namespace mg
