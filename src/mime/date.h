#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mg::mime {

// Unix seconds of a Date field: RFC 5322 with its obsolete forms, and what programs write instead
// (asctime, ISO 8601, "26-Feb-03", missing seconds or zone, AM and PM). Without a zone it is UTC.
// nullopt when no day, month and year can be made out, or the year is before 1900.
std::optional<std::int64_t> parse_date(std::string_view value);

}  // namespace mg::mime
