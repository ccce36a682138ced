#include "pages/calendar.h"

#include <gtest/gtest.h>

namespace mg::pages {
namespace {

Instant at(std::string_view text) {
  return *from_rfc3339(text);
}

// Friday 20 November 2026, 16:30 in Berlin.
Calendar berlin(Language language = Language::en) {
  return Calendar(language, "Europe/Berlin", at("2026-11-20T15:30:00Z"));
}

TEST(Calendar, says_when_from_where_the_customer_is) {
  EXPECT_EQ(berlin().by(at("2026-11-20T17:00:00Z")), "by 18:00 today");
  EXPECT_EQ(berlin().by(at("2026-11-20T23:00:00Z")), "by 00:00 tomorrow");
  EXPECT_EQ(berlin().by(at("2026-11-19T08:05:00Z")), "by 09:05 yesterday");
  EXPECT_EQ(berlin().by(at("2026-11-24T08:00:00Z")), "by 09:00 on Tuesday");
  EXPECT_EQ(berlin().by(at("2026-11-26T08:00:00Z")), "by 09:00 on Thursday");
  EXPECT_EQ(berlin().by(at("2026-11-27T08:00:00Z")), "by 09:00 on 27 November");
  EXPECT_EQ(berlin().by(at("2027-01-02T08:00:00Z")), "by 09:00 on 2 January 2027");
}

TEST(Calendar, speaks_of_the_past) {
  EXPECT_EQ(berlin().at(at("2026-11-20T14:22:59Z")), "at 15:22 today");
  EXPECT_EQ(berlin().at(at("2026-11-16T14:22:00Z")), "at 15:22 on Monday");
  EXPECT_EQ(berlin().at(at("2026-11-13T14:22:00Z")), "at 15:22 on 13 November");
  EXPECT_EQ(berlin().day(at("2026-11-19T22:59:00Z")), "yesterday");
  EXPECT_EQ(berlin().day(at("2026-11-19T23:00:00Z")), "today");
  EXPECT_EQ(berlin().brief(at("2026-11-20T14:22:00Z")), "15:22");
  EXPECT_EQ(berlin().brief(at("2026-11-18T14:22:00Z")), "Wednesday 15:22");
  EXPECT_EQ(berlin().brief(at("2026-10-18T14:22:00Z")), "18 October 16:22");  // Summer time.
}

TEST(Calendar, speaks_the_language) {
  const Instant friday = at("2026-11-27T08:00:00Z"), tuesday = at("2026-11-24T08:00:00Z");
  EXPECT_EQ(berlin(Language::de).by(tuesday), "bis Dienstag, 09:00 Uhr,");
  EXPECT_EQ(berlin(Language::es).by(tuesday), "el martes antes de las 09:00");
  EXPECT_EQ(berlin(Language::fr).by(friday), "le 27 novembre avant 09:00");
}

TEST(Calendar, names_the_zone) {
  EXPECT_EQ(berlin().zone_name(), "Europe/Berlin (CET)");
  EXPECT_EQ(Calendar(Language::en, "Asia/Dubai", at("2026-11-20T15:30:00Z")).zone_name(),
            "Asia/Dubai (UTC+04)");
}

TEST(Calendar, an_unknown_zone_is_utc_and_says_so) {
  for (const char* zone : {"Mars/Olympus", "", "../../etc/passwd"}) {
    const Calendar calendar(Language::en, zone, at("2026-11-20T15:30:00Z"));
    EXPECT_EQ(calendar.zone_name(), "UTC");
    EXPECT_EQ(calendar.at(at("2026-11-20T15:22:00Z")), "at 15:22 today");
  }
}

TEST(Calendar, knows_which_zones_there_are) {
  EXPECT_TRUE(is_time_zone("Europe/Berlin"));
  EXPECT_TRUE(is_time_zone("UTC"));
  for (const char* zone : {"Mars/Olympus", "", "../../etc/passwd", "<b>"}) {
    EXPECT_FALSE(is_time_zone(zone)) << zone;
  }
  EXPECT_FALSE(is_time_zone(std::string(65, 'A')));
}

}  // namespace
}  // namespace mg::pages
