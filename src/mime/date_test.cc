#include "mime/date.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

TEST(Dates, the_standard_form_is_read) {
  EXPECT_EQ(parse_date("Fri, 21 Nov 1997 09:55:06 -0600"), 880127706);
}

TEST(Dates, obsolete_zones_years_and_comments_are_read) {
  EXPECT_EQ(parse_date("21 Nov 97 09:55:06 GMT"), 880106106);
  EXPECT_EQ(parse_date("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600"), 880127706);
  EXPECT_EQ(parse_date("Fri, 21 Nov 1997 09:55:06 -0600 (CST)"), 880127706);
  EXPECT_EQ(parse_date("Fri, 21 Nov 1997 03:55:06 EST"), 880102506);
}

TEST(Dates, what_programs_write_instead_is_read) {
  EXPECT_EQ(parse_date("Fri Nov 21 09:55:06 1997"), 880106106);
  EXPECT_EQ(parse_date("1997-11-21T09:55:06Z"), 880106106);
  EXPECT_EQ(parse_date("1997-11-21 09:55:06 +0100"), 880102506);
  EXPECT_EQ(parse_date("21-Nov-97 09:55:06"), 880106106);
  EXPECT_EQ(parse_date("11/21/1997 9:55:06 AM"), 880106106);
  EXPECT_EQ(parse_date("Fri, 21 Nov 1997 09:55:06 GMT+0100"), 880102506);
  EXPECT_EQ(parse_date("Fri, 21 Nov 1997 09.55.06 +0000"), 880106106);
  EXPECT_EQ(parse_date("Fri, 21 November 1997 09:55"), 880106100);
}

TEST(Dates, nonsense_is_nothing) {
  for (const char* text : {"", "yesterday", "Fri, 31 Feb 1997 09:55:06 +0000", "99:99:99",
                           "Fri, 21 Nov 1997 29:55:06 +0000"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mg::mime
