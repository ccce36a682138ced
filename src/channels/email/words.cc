#include "channels/email/words.h"

#include <array>
#include <cstdio>
#include <date/tz.h>
#include <stdexcept>

namespace mg::channels::email {
namespace {

constexpr MailWords english{
    .have_message = "We have your message [#{}]",
    .new_link = "A new link to your page [#{}]",
    .acknowledgement = "{} has your message, and a person will read it.",
    .acknowledgement_by =
        "You hear from us by {}, even if we have nothing new. Until you say that it is solved, "
        "it isn't.",
    .reminder = "{} asked you whether your problem is solved, and has not heard from you.",
    .page_link = "Here is a new link to your page. The older ones still work until they expire.",
    .promise = "Next word from us by {}.",
    .question = "Is it solved? Only you can say.",
    .how_to_answer = "Answer this mail with \"yes\" or \"not yet\", or say so on your page.",
    .open_page = "See what is happening",
    .open_page_to_say = "Say whether it is solved",
    .footer = "You get this because you wrote to {}. Just answer this mail to write back.",
    .footer_unasked = "This mail is from {}. Just answer it to write back.",
};

constexpr MailWords german{
    .have_message = "Wir haben Ihre Nachricht [#{}]",
    .new_link = "Ein neuer Link zu Ihrer Seite [#{}]",
    .acknowledgement = "{} hat Ihre Nachricht, und ein Mensch wird sie lesen.",
    .acknowledgement_by =
        "Sie hören von uns bis {}, auch wenn es nichts Neues gibt. Gelöst ist es erst, wenn Sie "
        "es sagen.",
    .reminder = "{} hat Sie gefragt, ob Ihr Anliegen gelöst ist, und noch nichts gehört.",
    .page_link = "Hier ist ein neuer Link zu Ihrer Seite. Ältere gelten, bis sie ablaufen.",
    .promise = "Sie hören wieder von uns bis {}.",
    .question = "Ist es gelöst? Nur Sie können das sagen.",
    .how_to_answer =
        "Antworten Sie auf diese Mail mit „ja“ oder „noch nicht“, oder sagen Sie es auf Ihrer "
        "Seite.",
    .open_page = "Sehen, was geschieht",
    .open_page_to_say = "Sagen, ob es gelöst ist",
    .footer =
        "Sie bekommen diese Mail, weil Sie an {} geschrieben haben. Antworten Sie einfach "
        "darauf.",
    .footer_unasked = "Diese Mail ist von {}. Antworten Sie einfach darauf.",
};

constexpr std::array english_days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                  "Thursday", "Friday", "Saturday"};
constexpr std::array english_months{"January",   "February", "March",    "April",
                                    "May",       "June",     "July",     "August",
                                    "September", "October",  "November", "December"};
constexpr std::array german_days{"Sonntag",    "Montag",  "Dienstag", "Mittwoch",
                                 "Donnerstag", "Freitag", "Samstag"};
constexpr std::array german_months{"Januar",    "Februar", "März",     "April",
                                   "Mai",       "Juni",    "Juli",     "August",
                                   "September", "Oktober", "November", "Dezember"};

bool is_german(std::string_view language) {
  return language.starts_with("de");
}

const date::time_zone* zone_of(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    return date::locate_zone("UTC");
  }
}

}  // namespace

const MailWords& words_for(std::string_view language) {
  return is_german(language) ? german : english;
}

std::string time_in_words(Instant at, std::string_view language, std::string_view time_zone) {
  const date::time_zone* zone = zone_of(time_zone);
  const auto local = zone->to_local(
      date::sys_time<std::chrono::microseconds>(std::chrono::microseconds(to_micros(at))));
  const auto day = date::floor<date::days>(local);
  const date::year_month_day date{day};
  const unsigned weekday = date::weekday(day).c_encoding();
  const unsigned month = unsigned(date.month()) - 1;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
  char text[160];
  if (is_german(language)) {
    std::snprintf(text, sizeof text, "%s, %u. %s %d, %02d:%02d (%s)", german_days[weekday],
                  unsigned(date.day()), german_months[month], int(date.year()), int(minutes / 60),
                  int(minutes % 60), zone->name().c_str());
  } else {
    std::snprintf(text, sizeof text, "%s, %u %s %d, %02d:%02d (%s)", english_days[weekday],
                  unsigned(date.day()), english_months[month], int(date.year()), int(minutes / 60),
                  int(minutes % 60), zone->name().c_str());
  }
  return text;
}

std::string fill(std::string_view text, std::string_view value) {
  std::string out(text);
  if (const auto at = out.find("{}"); at != std::string::npos) out.replace(at, 2, value);
  return out;
}

}  // namespace mg::channels::email
