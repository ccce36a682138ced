#pragma once

#include <memory>

#include "db/db.h"

namespace mg::db {

std::unique_ptr<Database> open_postgres(const Options& options);

}  // namespace mg::db
