#include "mime/date.h"

#include <chrono>
#include <string>
#include <vector>

#include "base/ascii.h"

namespace mg::mime {
namespace {

constexpr std::size_t date_bytes_max = 200;

struct Zone {
  std::string_view name;
  int minutes;
};

constexpr Zone zones[] = {
    {"ut", 0},      {"utc", 0},     {"gmt", 0},    {"z", 0},      {"est", -300}, {"edt", -240},
    {"cst", -360},  {"cdt", -300},  {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420},
    {"akst", -540}, {"akdt", -480}, {"hst", -600}, {"ast", -240}, {"adt", -180}, {"cet", 60},
    {"cest", 120},  {"met", 60},    {"mest", 120}, {"eet", 120},  {"eest", 180}, {"wet", 0},
    {"west", 60},   {"msk", 180},   {"jst", 540},  {"kst", 540},  {"hkt", 480},  {"sgt", 480},
    {"nzst", 720},  {"nzdt", 780},  {"aest", 600}, {"aedt", 660},
};

constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";

struct Parts {
  int day = 0, month = 0, year = -1;
  int hour = 0, minute = 0, second = 0;
  bool has_time = false;
  std::optional<int> zone_minutes;
  bool pm = false, am = false;
};

std::string without_comments(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0) out += c;
    if (c == ')' && depth > 0) --depth;
    if (c == ')') out += ' ';
  }
  // Obsolete dates have blanks around the colons.
  std::string tight;
  for (const char c : out) {
    while (c == ':' && tight.ends_with(' ')) tight.pop_back();
    if (!(c == ' ' && tight.ends_with(':'))) tight += c;
  }
  return tight;
}

int number(std::string_view text) {
  int out = 0;
  for (const char c : text) {
    if (!ascii::is_digit(c) || out > 100'000'000) return -1;
    out = out * 10 + (c - '0');
  }
  return text.empty() ? -1 : out;
}

int month_of(std::string_view word) {
  if (word.size() < 3) return 0;
  const std::string start = ascii::lower(word.substr(0, 3));
  const std::size_t at = months.find(start);
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

void set_year(Parts& parts, std::string_view digits) {
  parts.year = number(digits);
  // RFC 5322 section 4.3.
  if (digits.size() == 2) parts.year += parts.year < 50 ? 2000 : 1900;
  if (digits.size() == 3) parts.year += 1900;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool read_zone(Parts& parts, std::string_view token) {
  if (ascii::starts_with(token, "gmt") || ascii::starts_with(token, "utc")) {
    if (token.size() > 3) token.remove_prefix(3);
  }
  if (token.starts_with('+') || token.starts_with('-')) {
    std::string digits;
    for (const char c : token.substr(1)) {
      if (ascii::is_digit(c)) digits += c;
    }
    if (digits.size() == 3) digits.insert(digits.begin(), '0');
    if (digits.size() == 1 || digits.size() == 2) digits.append(2, '0');
    const int value = digits.size() == 4 ? number(digits) : -1;
    if (value < 0) return false;
    int minutes = value / 100 * 60 + value % 100;
    if (minutes > 24 * 60) minutes = 0;
    parts.zone_minutes = token[0] == '-' ? -minutes : minutes;
    return true;
  }
  for (const Zone& zone : zones) {
    if (ascii::equals(token, zone.name)) {
      if (!parts.zone_minutes) parts.zone_minutes = zone.minutes;
      return true;
    }
  }
  return false;
}

// "15:04", "15:04:05", "15:04:05.123", "15.04.05", "3:04PM", "15:04:05+0200", "15:04:05Z".
bool read_time(Parts& parts, std::string_view token) {
  const std::size_t zone = token.find_first_of("+-Zz", 3);
  if (zone != std::string_view::npos && zone > 0) {
    read_zone(parts, token.substr(zone));
    token = token.substr(0, zone);
  }
  if (ascii::ends_with(token, "am") || ascii::ends_with(token, "pm")) {
    parts.am = ascii::lower(token[token.size() - 2]) == 'a';
    parts.pm = !parts.am;
    token.remove_suffix(2);
  }
  const auto fields = split(token, ":.");
  if (fields.size() < 2 || number(fields[0]) < 0 || number(fields[1]) < 0) return false;
  parts.hour = number(fields[0]);
  parts.minute = number(fields[1]);
  parts.second = fields.size() > 2 ? std::max(0, number(fields[2])) : 0;
  parts.has_time = true;
  return true;
}

// "2003-02-26", "26-Feb-2003", "26/02/2003", "2/26/2003".
bool read_day(Parts& parts, std::string_view token) {
  const auto fields = split(token, "-/.");
  if (fields.size() != 3) return false;
  if (month_of(fields[1]) > 0 && number(fields[0]) > 0 && number(fields[2]) >= 0) {
    parts.day = number(fields[0]);
    parts.month = month_of(fields[1]);
    set_year(parts, fields[2]);
    return true;
  }
  if (number(fields[0]) < 0 || number(fields[1]) < 0 || number(fields[2]) < 0) return false;
  if (fields[0].size() == 4) {
    parts.year = number(fields[0]);
    parts.month = number(fields[1]);
    parts.day = number(fields[2]);
    return true;
  }
  // With slashes the month comes first, unless it cannot.
  const bool month_first = token.find('/') != std::string_view::npos && number(fields[0]) <= 12;
  parts.month = number(fields[month_first ? 0 : 1]);
  parts.day = number(fields[month_first ? 1 : 0]);
  set_year(parts, fields[2]);
  return true;
}

void read_token(Parts& parts, std::string_view token) {
  if (token.find(':') != std::string_view::npos && ascii::is_digit(token[0])) {
    const std::size_t t = token.find('T');
    if (t != std::string_view::npos && read_day(parts, token.substr(0, t))) {
      token.remove_prefix(t + 1);
    }
    if (read_time(parts, token)) return;
  }
  if (parts.has_time && read_zone(parts, token)) return;
  if (ascii::equals(token, "pm") || ascii::equals(token, "am")) {
    parts.pm = ascii::lower(token[0]) == 'p';
    parts.am = !parts.pm;
    return;
  }
  if (ascii::is_digit(token[0]) && parts.year >= 0 && parts.month > 0 && !parts.has_time &&
      token.find('.') != std::string_view::npos) {
    read_time(parts, token);
    return;
  }
  if (ascii::is_digit(token[0]) && read_day(parts, token)) return;
  if (parts.month == 0 && ascii::is_alpha(token[0]) && month_of(token) > 0) {
    parts.month = month_of(token);
    return;
  }
  std::string_view digits = token.substr(0, token.find_first_not_of("0123456789"));
  if (digits.empty()) return;
  if (parts.day == 0 && number(digits) <= 31 && (digits.size() <= 2 || digits[0] == '0')) {
    parts.day = number(digits);
  } else if (parts.year < 0 && digits.size() <= 4 && digits.size() >= 2) {
    set_year(parts, digits);
  }
}

}  // namespace

std::optional<std::int64_t> parse_date(std::string_view value) {
  const std::string text = without_comments(value.substr(0, date_bytes_max));
  Parts parts;
  for (const std::string_view token : split(text, " \t\r\n,\"")) read_token(parts, token);
  using namespace std::chrono;
  if (parts.year < 1900 || parts.year > 9999) return {};
  const year_month_day day{year{parts.year}, month{static_cast<unsigned>(parts.month)},
                           std::chrono::day{static_cast<unsigned>(parts.day)}};
  if (!day.ok()) return {};
  if (parts.pm && parts.hour < 12) parts.hour += 12;
  if (parts.am && parts.hour == 12) parts.hour = 0;
  if (parts.hour > 24 || parts.minute > 59 || parts.second > 60) return {};
  const std::int64_t seconds =
      duration_cast<std::chrono::seconds>(sys_days{day}.time_since_epoch()).count();
  return seconds + parts.hour * 3600 + parts.minute * 60 + parts.second -
         parts.zone_minutes.value_or(0) * 60;
}

}  // namespace mg::mime
