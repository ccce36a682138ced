#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "pages/words.h"

namespace mg::pages {

// Whether the system knows the IANA name.
bool is_time_zone(std::string_view name);

// Says moments as a person in one time zone and language would, seen from one "now": "16:00 today",
// "16:00 on Friday" within six days, then the date. Pure but for the system's time zone data; a
// calendar belongs to one thread.
class Calendar {
 public:
  // `zone` is an IANA name; UTC instead of one that the system does not know.
  Calendar(Language language, std::string_view zone, Instant now);
  ~Calendar();

  std::string by(Instant due) const;     // "by 16:00 today"
  std::string at(Instant past) const;    // "at 15:22 today"
  std::string day(Instant past) const;   // "today", "on Friday"
  std::string brief(Instant any) const;  // "15:22", "Friday 15:22", "3 November 15:22"
  std::string date(Instant any) const;   // "3 November", with the year when it is another one
  std::string zone_name() const;         // "Europe/Berlin (CET)", as of now

  Language language() const { return language_; }
  Instant now() const { return now_; }

 private:
  struct Local;
  Local local(Instant at) const;
  std::string phrase(Say say, const Local& local) const;
  std::string date_words(const Local& local) const;

  Language language_;
  Instant now_;
  struct Zone;
  std::unique_ptr<const Zone> zone_;
};

}  // namespace mg::pages
