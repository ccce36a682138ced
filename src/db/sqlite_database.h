#pragma once

#include <memory>
#include <string>

#include "db/db.h"

namespace mg::db {

std::unique_ptr<Database> open_sqlite(const std::string& path, const Options& options);

// Database::backup; `path` is the database, `copy` the new file.
void back_up_sqlite(const std::string& path, const std::string& copy, const Percent& progress);

}  // namespace mg::db
