#pragma once

#include <string>

#include "db/db.h"

// A whole workspace from one database into another one, whatever their engines.
namespace mg::store {

// Every row of `from` (one snapshot) into `to` (one transaction), table by table in the order of
// keys, a bounded number of rows at a time. One of the two must be SQLite; both have the same
// schema version, and `to` no rows but those of its migrations. The log keeps its order; positions
// of followers point at the same facts as before; ids and numbers go on after the last one. The
// search index is not copied: its follower starts again at the beginning of the log.
void copy_workspace(db::Session& from, db::Session& to, const db::Percent& progress);

// A consistent copy of the workspace into the new file `path` (0600) while work goes on: a SQLite
// database of the same schema, from whichever engine. Throws db::Error; nothing is left behind.
void back_up(db::Database& database, const std::string& path, const db::Percent& progress);

}  // namespace mg::store
