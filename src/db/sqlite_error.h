#pragma once

#include <sqlite3.h>

#include "db/db.h"

namespace mg::db {

// The last error of the connection, told in our kinds. `doing` starts the sentence.
Error sqlite_error(sqlite3* connection, std::string_view doing);

}  // namespace mg::db
