#pragma once

#include <span>

#include "db/db.h"

namespace mg::db {

// Database::migrate for both engines, through Database::write.
int run_migrations(Database& database, std::span<const Migration> migrations);

}  // namespace mg::db
