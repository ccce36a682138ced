#include "base/time.h"

#include <gtest/gtest.h>

namespace mg {
namespace {

TEST(Time, an_instant_survives_its_text) {
  const Instant at = from_micros(1'795'000'000'123'000);
  EXPECT_EQ(from_rfc3339(to_rfc3339(at)), at);
  EXPECT_EQ(to_rfc3339(from_micros(0)), "1970-01-01T00:00:00.000Z");
}

TEST(Time, offsets_and_fractions_are_understood) {
  EXPECT_EQ(from_rfc3339("2026-11-21T17:04:05.5+02:00"), from_rfc3339("2026-11-21T15:04:05.500Z"));
  EXPECT_EQ(from_rfc3339("2026-11-21T15:04:05-00:30"), from_rfc3339("2026-11-21T15:34:05Z"));
}

TEST(Time, what_is_written_is_a_date_time_however_far_away) {
  EXPECT_EQ(to_rfc3339(Instant::max()), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339(Instant::min()), "0000-01-01T00:00:00.000Z");
}

TEST(Time, what_is_not_a_date_time_is_refused) {
  for (const char* text :
       {"", "2026-11-21", "2026-13-21T15:04:05Z", "2026-02-30T15:04:05Z", "2026-11-21T25:04:05Z",
        "2026-11-21T15:04:05", "2026-11-21T15:04:05.Z", "2026-11-21T15:04:05+2:00",
        "2026-11-21T15:04:05Zx", "9999-12-31T23:59:60Z", "0000-01-01T00:00:00+00:01"}) {
    EXPECT_FALSE(from_rfc3339(text)) << text;
  }
}

}  // namespace
}  // namespace mg
