#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "facts/enums.h"

namespace mg::api {

// What agents read in place of a mail that the program wrote: whom it told what. `next_word_by`:
// what it promised, if it did. `time_zone` is an IANA name; an unknown one reads as UTC.
std::string system_text(SystemKind kind, std::string_view customer,
                        std::optional<Instant> next_word_by, const std::string& time_zone);

}  // namespace mg::api
