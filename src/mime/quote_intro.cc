#include <algorithm>
#include <array>
#include <optional>

#include "mime/quote_lines.h"
#include "mime/quote_phrases.h"

// Finds the line above a quote, "On Monday, 3 May 2021 at 10:00, Ana <ana@x> wrote:", in any of the
// languages of quote_phrases.cc and wrapped over some lines.
namespace mg::mime::quote {
namespace {

constexpr std::size_t intro_lines_max = 6;
constexpr std::size_t intro_bytes_max = 700;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What of a date, a clock time and an address a text shows.
struct Evidence {
  bool address = false, clock = false, date = false;
};

void look_at_number(std::string_view s, std::size_t begin, std::size_t end, Evidence& e) {
  const auto length = end - begin;
  const auto digits_from = [&](std::size_t at) {
    std::size_t n = 0;
    while (at + n < s.size() && is_digit(s[at + n])) ++n;
    return n;
  };
  if (length == 4 && (s.substr(begin, 2) == "19" || s.substr(begin, 2) == "20")) e.date = true;
  if (length > 2 || end >= s.size()) return;
  const char mark = s[end];
  const auto next = digits_from(end + 1);
  if ((mark == ':' || mark == 'h') && next == 2) e.clock = true;
  if ((mark == '.' || mark == '/' || mark == '-') && (next == 1 || next == 2)) {
    const auto third = end + 1 + next;
    const bool has_third = third < s.size() && s[third] == mark && digits_from(third + 1) >= 2;
    (has_third ? e.date : e.clock) |= has_third || next == 2;
  }
}

Evidence evidence_of(std::string_view s) {
  Evidence e;
  // Most lines are plain prose, and nothing of it in them.
  const auto may_tell = [](char c) { return is_digit(c) || c == '@' || (c & 0x80) != 0; };
  if (std::ranges::none_of(s, may_tell)) return e;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '@' && i > 0 && i + 1 < s.size() && s[i - 1] != ' ' && s[i + 1] != ' ') {
      e.address |= s.find('.', i) != std::string_view::npos;
    }
    if (!is_digit(s[i]) || (i > 0 && is_digit(s[i - 1]))) continue;
    std::size_t end = i;
    while (end < s.size() && is_digit(s[end])) ++end;
    look_at_number(s, i, end, e);
  }
  for (const std::string_view sign : {"年", "월", "月"})
    e.date |= s.find(sign) != std::string_view::npos;
  return e;
}

bool digit_within(std::string_view s, std::size_t bytes) {
  return std::ranges::any_of(s.substr(0, bytes), is_digit);
}

// Phrases by their first byte: most lines of prose begin with none of them.
class Starts {
 public:
  explicit Starts(phrases::List list) {
    for (const std::string_view phrase : list) of(phrase).push_back(phrase);
  }
  // Whether `s` starts with a phrase that `fits`, too.
  template <class Fits>
  bool any(std::string_view s, Fits fits) const {
    return !s.empty() && std::ranges::any_of(phrases_[first(s)], [&](std::string_view phrase) {
      return s.starts_with(phrase) && fits(phrase);
    });
  }

 private:
  static unsigned char first(std::string_view s) { return static_cast<unsigned char>(s.front()); }
  std::vector<std::string_view>& of(std::string_view phrase) { return phrases_[first(phrase)]; }

  std::array<std::vector<std::string_view>, 256> phrases_;
};

bool starts_with_opener(std::string_view s) {
  static const Starts openers(phrases::openers());
  return openers.any(
      s, [&](std::string_view opener) { return digit_within(s.substr(opener.size()), 34); });
}

bool starts_with_date(std::string_view s) {
  if (s.empty()) return false;
  if (is_digit(s[0])) {
    return s.find_first_not_of("0123456789") <= 4;  // No other character is npos.
  }
  static const Starts weekdays(phrases::weekdays());
  return weekdays.any(s, [&](std::string_view) { return digit_within(s, 30); });
}

bool has_verb(std::string_view s) {
  return std::ranges::any_of(phrases::wrote(), [&](std::string_view v) { return has_word(s, v); });
}

bool ends_with_verb(std::string_view s) {
  return std::ranges::any_of(phrases::wrote(), [&](std::string_view v) {
    return s.ends_with(v) && has_word(s.substr(s.size() - std::min(s.size(), v.size() + 1)), v);
  });
}

std::string_view trim_marks(std::string_view s, bool& dashed) {
  const auto first = s.find_first_not_of("-_=> ");
  if (first == std::string_view::npos) return {};
  const auto last = s.find_last_not_of("-_ ");
  dashed = first >= 2 && s.size() - last > 2;
  return s.substr(first, last - first + 1);
}

// "2013/7/20 Sam <sam@x.org>", "2016-03-03 17:21 GMT+01:00 Sam": Gmail's old form has no verb.
bool is_iso_dated_sender(std::string_view s, const Evidence& e) {
  if (s.size() < 12 || !(s.starts_with("20") || s.starts_with("19")) || !e.date) return false;
  if (!is_digit(s[2]) || !is_digit(s[3]) || (s[4] != '-' && s[4] != '/')) return false;
  return (e.address && (s.ends_with('>') || s.ends_with(">:"))) || has_word(s, "gmt") ||
         s.find(" gmt+") != std::string_view::npos;
}

// "Ana Lopez ---05/01/2024 10:00:13 AM---Hello Bo": Lotus Notes, in every language.
bool is_notes_line(std::string_view s, const Evidence& e) {
  const auto first = s.find("---");
  if (first == std::string_view::npos || first < 2 || !e.date || !e.clock) return false;
  const auto second = s.find("---", first + 3);
  return second != std::string_view::npos && second - first >= 13 && second - first <= 32 &&
         is_digit(s[first + 3]);
}

// Every intro that is neither set off by dashes nor right above a quote shows one of these; looking
// for more in each line of prose is what costs.
bool shows_sign(std::string_view s) {
  return s.ends_with(':') || s.starts_with("20") || s.starts_with("19") ||
         s.find('@') != std::string_view::npos || s.find("---") != std::string_view::npos;
}

// Whether `s`, one or more lines joined and folded, is a whole intro. `quote_follows`: the next
// line with text starts with ">", which makes weaker signs do.
bool is_intro(std::string_view s, bool quote_follows) {
  bool dashed = false;
  s = trim_marks(s, dashed);
  if (s.size() < 6 || s.size() > intro_bytes_max) return false;
  const bool colon = s.ends_with(':');
  if (!dashed && !quote_follows && !shows_sign(s)) return false;
  auto words = colon ? s.substr(0, s.size() - 1) : s;
  while (words.ends_with(' ')) words.remove_suffix(1);
  const Evidence e = evidence_of(s);
  if (is_iso_dated_sender(s, e) || is_notes_line(s, e)) return true;
  if (!dashed && !quote_follows && !e.address && !(colon && (e.date || e.clock))) return false;
  const bool verb_last = ends_with_verb(words);
  if (dashed && verb_last && words.size() < 200) return true;
  const bool opener = starts_with_opener(s), dated = starts_with_date(s);
  const bool verb = verb_last || ((colon || (opener && s.ends_with('>'))) && has_verb(words));
  if (verb && colon) {
    if (e.address || e.date || (opener && e.clock)) return true;
    return quote_follows && (opener || dated || (verb_last && words.size() < 80));
  }
  if (verb && opener && e.address && (e.date || e.clock) && s.ends_with('>')) return true;
  const auto starts = [&](std::string_view p) { return s.starts_with(p); };
  if (colon && e.address && std::ranges::any_of(phrases::quoting(), starts)) return true;
  if (verb_last) return (e.address && (e.date || e.clock)) || (quote_follows && (opener || dated));
  // "Thursday 4 Feb 2016 15:31 Ana <ana@x.org>"
  if (dated && e.address && e.date && e.clock && s.ends_with('>') && s.size() < 160) return true;
  if (!e.address || !colon || s.size() >= 250) return false;
  // "* Ana <ana@x.org> [2021-05-03 11:00]:", right above what is quoted.
  const bool bracketed = s.find('<') != std::string_view::npos;
  if (bracketed && ((e.date && e.clock) || (quote_follows && (e.date || e.clock)))) return true;
  // "11:00, 3 May 2021, ana@x.org:" - a date and an address, and nothing else said.
  return (dated || opener) && (e.date || e.clock);
}

bool next_is_quote(const std::vector<Line>& lines, std::size_t at) {
  while (at < lines.size() && lines[at].blank) ++at;
  return at < lines.size() && lines[at].depth > 0;
}

// A line of its own paragraph with a date, a clock time or an address, that does not end like a
// sentence: in languages that put the verb last the next line may tell.
bool may_go_on(const std::vector<Line>& lines, std::size_t at, std::string_view start) {
  if (at > 0 && !lines[at - 1].blank && lines[at - 1].depth == 0) return false;
  if (start.empty() || std::string_view(".!?:;").find(start.back()) != std::string_view::npos) {
    return false;
  }
  const Evidence e = evidence_of(start);
  return e.address || (e.date && e.clock);
}

// Whether lines that may be prose, too, name somebody or end with the verb.
bool closes_like_intro(std::string_view joined) {
  if (joined.find('@') != std::string_view::npos && joined.find('<') != std::string_view::npos) {
    return true;
  }
  while (joined.ends_with(':') || joined.ends_with(' ')) joined.remove_suffix(1);
  return ends_with_verb(joined);
}

// Where the intro that starts at `at` ends, when `at` is taken as its first line.
std::size_t whole_intro_end(const std::vector<Line>& lines, std::size_t at) {
  bool dashed = false;
  const auto start = trim_marks(lines[at].folded, dashed);
  const bool known = starts_with_opener(start) || starts_with_date(start) ||
                     (start.find('@') != std::string_view::npos && has_verb(start)) ||
                     start.ends_with('<');
  const bool may_wrap = known || may_go_on(lines, at, start);
  if (!may_wrap && !dashed && !shows_sign(start) && !next_is_quote(lines, at + 1)) return at;
  std::string joined;
  int open = 0;
  for (std::size_t i = at; i < lines.size() && i < at + intro_lines_max; ++i) {
    const Line& line = lines[i];
    if (line.blank) {
      // Some programs put the address apart: only then may there be a gap.
      if (i + 1 < lines.size() && i > at && may_wrap && lines[i + 1].folded.starts_with("<"))
        continue;
      break;
    }
    if (i > at && line.depth > 0 && open <= 0) break;
    if (line.folded.empty()) break;
    if (!joined.empty()) joined += ' ';
    joined += line.folded;
    open += static_cast<int>(std::ranges::count(line.raw, '<') - std::ranges::count(line.raw, '>'));
    if (joined.size() > intro_bytes_max) break;
    const bool settled =
        (open <= 0 || joined.ends_with(':')) && (known || i == at || closes_like_intro(joined));
    if (settled && is_intro(joined, next_is_quote(lines, i + 1))) return i + 1;
    if (!may_wrap) break;
  }
  return at;
}

}  // namespace

std::size_t intro_end(const std::vector<Line>& lines, std::size_t at) {
  if (lines[at].blank || lines[at].folded.empty()) return at;
  const auto end = whole_intro_end(lines, at);
  // Prose that happens to open like an intro must not swallow the one that follows it.
  for (std::size_t later = at + 1; later < end; ++later) {
    bool dashed = false;
    if (lines[later].folded.empty()) continue;
    const auto start = trim_marks(lines[later].folded, dashed);
    if ((starts_with_opener(start) || (starts_with_date(start) && evidence_of(start).date)) &&
        whole_intro_end(lines, later) == end) {
      return at;
    }
  }
  return end;
}

std::size_t intro_inside(const Line& line) {
  if (line.folded.empty()) return std::string_view::npos;
  for (auto at = line.raw.find("On "); at != std::string_view::npos;
       at = line.raw.find("On ", at + 1)) {
    if (at == 0 || (line.raw[at - 1] != ' ' && line.raw[at - 1] != '-')) continue;
    const auto own = line.raw.substr(0, at);
    if (own.find_first_not_of("-_=>|*# \t") == std::string_view::npos)
      return std::string_view::npos;
    if (own.find('@') != std::string_view::npos) return std::string_view::npos;
    const auto tail = lines_of(line.raw.substr(at));
    if (starts_with_opener(tail[0].folded) && starts_with_date(tail[0].folded.substr(3)) &&
        is_intro(tail[0].folded, false)) {
      return at;
    }
  }
  return std::string_view::npos;
}

}  // namespace mg::mime::quote
