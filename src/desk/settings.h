#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/policy.h"

namespace mg::desk {

// What an owner or admin decides for the whole workspace. One line each in settings.cc: key,
// member, default, bounds.
struct Settings {
  std::string workspace_name = "Our team";
  std::string language = "en";
  std::string time_zone = "UTC";
  bool acknowledge = true;
  bool spam_headers = true;  // What a filter on the way marked opens as spam.
  int first_answer_minutes = 240;
  int warn_minutes = 30;
  std::vector<int> reminder_days{2, 5};
  int unconfirmed_days = 10;
  int reopen_days = 30;
  int page_link_days = 90;
  int undo_seconds = 10;

  bool operator==(const Settings&) const = default;
  rules::Policy policy() const;
};

// Values that do not parse or lie outside their bounds are left at their default.
Settings settings_from(const std::map<std::string, std::string>& stored);
std::map<std::string, std::string> to_stored(const Settings& settings);

// Refuses values outside their bounds, with the member's pointer.
Result<void> check(const Settings& settings);

}  // namespace mg::desk
