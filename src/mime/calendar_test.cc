#include "mime/calendar.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

constexpr std::string_view request =
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=en:Kettle\\, the visit\\n(bring tools\r\n )\r\n"
    "DTSTART;TZID=\"Europe/Berlin\":20260301T100000\r\nDTEND:20260301T110000Z\r\n"
    "LOCATION:Main Street 1\r\nORGANIZER;CN=\"Lopez: Ana\":mailto:ana@example.com\r\n"
    "BEGIN:VALARM\r\nSUMMARY:an alarm\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

TEST(Calendar, an_invitation_is_read) {
  const Invite invite = read_calendar(request);
  EXPECT_EQ(invite.method, "request");
  EXPECT_EQ(invite.summary, "Kettle, the visit (bring tools)");
  EXPECT_EQ(invite.starts, "2026-03-01 10:00 Europe/Berlin");
  EXPECT_EQ(invite.ends, "2026-03-01 11:00 UTC");
  EXPECT_EQ(invite.location, "Main Street 1");
  EXPECT_EQ(invite.organizer, "ana@example.com");
}

TEST(Calendar, whole_days_and_other_dates_are_kept_as_they_are_said) {
  const auto starts = [](std::string_view value) {
    return read_calendar("BEGIN:VEVENT\nDTSTART" + std::string(value) + "\nEND:VEVENT").starts;
  };
  EXPECT_EQ(starts(";VALUE=DATE:20260301"), "2026-03-01");
  EXPECT_EQ(starts(":20260301T1000"), "2026-03-01 10:00");
  EXPECT_EQ(starts(":tomorrow"), "tomorrow");
}

TEST(Calendar, what_is_no_event_gives_none) {
  EXPECT_EQ(read_calendar("BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR").method, "");
  EXPECT_EQ(read_calendar("").method, "");
  EXPECT_EQ(read_calendar("BEGIN:VEVENT").method, "publish");
}

TEST(Calendar, a_mail_of_nothing_else_shows_the_invitation) {
  const std::string mail =
      "From: a@x.test\nContent-Type: text/calendar; method=REQUEST\n\n" + std::string(request);
  const Email email = parse(mail);
  ASSERT_EQ(email.invites.size(), 1u);
  ASSERT_EQ(email.attachments.size(), 1u);
  EXPECT_EQ(email.attachments[0].label, Label::calendar);
  EXPECT_EQ(email.attachments[0].name, "invite.ics");
  EXPECT_EQ(email.reply_text,
            "Kettle, the visit (bring tools)\n2026-03-01 10:00 Europe/Berlin \u2013 2026-03-01 "
            "11:00 UTC\nMain Street 1\nana@example.com");
}

// Catalogue row X14: what a calendar says is text and stays text.
TEST(Calendar, X14_markup_in_a_description_is_text) {
  const Invite invite =
      read_calendar("BEGIN:VEVENT\nSUMMARY:<svg onload=alert(1)>\x01\nEND:VEVENT");
  EXPECT_EQ(invite.summary, "<svg onload=alert(1)>");
}

}  // namespace
}  // namespace mg::mime
