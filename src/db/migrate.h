#pragma once

#include <span>

#include "db/db.h"

namespace mg::db {

// Database::migrate for both engines, through Database::write.
int run_migrations(Database& database, std::span<const Migration> migrations);

// The same within the caller's transaction, for a database that this transaction fills.
void run_migrations_in(Session& session, std::span<const Migration> migrations);

// Until the end of the transaction nobody else applies migrations; waits for whoever does, however
// long. On PostgreSQL, where others may be at the same database; on SQLite it does nothing.
void lock_schema(Session& session);

// The number of the last migration that was applied; 0: none, or this is no database of ours.
int schema_version(Session& session);

}  // namespace mg::db
