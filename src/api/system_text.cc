#include "api/system_text.h"

#include <date/tz.h>
#include <stdexcept>

namespace mg::api {
namespace {

std::string readable(Instant at, const std::string& time_zone) {
  constexpr const char* format = "%A %e %B, %H:%M %Z";
  const auto minute = std::chrono::floor<std::chrono::minutes>(at);
  try {
    return date::format(format, date::make_zoned(date::locate_zone(time_zone), minute));
  } catch (const std::runtime_error&) {
    return date::format("%A %e %B, %H:%M UTC", minute);
  }
}

}  // namespace

std::string system_text(SystemKind kind, std::string_view customer,
                        std::optional<Instant> next_word_by, const std::string& time_zone) {
  const std::string who(customer.empty() ? "the customer" : customer);
  switch (kind) {
    case SystemKind::acknowledgement: {
      const std::string told = "Makegood told " + who + " that the message has arrived";
      if (!next_word_by) return told + ".";
      return told + ", and promised the next word by " + readable(*next_word_by, time_zone) + ".";
    }
    case SystemKind::reminder:
      return "Makegood asked " + who + " once more whether it is solved.";
    case SystemKind::bounce:
      return "A mail to " + who + " came back.";
    case SystemKind::delay:
      return "A mail to " + who + " is delayed on its way.";
    case SystemKind::page_link:
      return "Makegood sent " + who + " a new link to the page of this conversation.";
    case SystemKind::none:
      return "";
  }
  return "";
}

}  // namespace mg::api
