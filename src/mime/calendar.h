#pragma once

#include <string_view>

#include "mime/email.h"

namespace mg::mime {

inline constexpr std::size_t invites_max = 20;

// What the calendar parts among the attachments ask for goes to `invites`; the parts stay. A mail
// that has no other text gets the first invitation as its text.
void read_invites(Email& email);

// The first event of an iCalendar text (RFC 5545); its method is "" when the text holds no event.
// Values are plain text, one line each.
Invite read_calendar(std::string_view text);

}  // namespace mg::mime
