#pragma once

#include <string>
#include <string_view>

#include "db/db.h"

namespace mg::db {

// Refuses what the engines would treat differently: text that is not UTF-8 or holds U+0000
// (PostgreSQL refuses it) and NaN (SQLite stores it as NULL). Throws Error{other}.
void check_value(const Value& value);

// "$1" as "?1" outside of literals, quoted names and comments: SQLite would take $1 for a name.
std::string with_question_marks(std::string_view sql);

}  // namespace mg::db
