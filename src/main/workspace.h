#pragma once

#include <memory>
#include <string>

#include "base/time.h"
#include "db/db.h"
#include "desk/desk.h"
#include "main/options.h"

namespace mg::app {

// An open, migrated workspace.
struct Workspace {
  std::unique_ptr<db::Database> database;
  std::unique_ptr<desk::Desk> desk;
};

// Makes the workspace when there is none. Throws db::Error with a sentence for people: in use by
// another process, newer schema, no server, a PostgreSQL database that holds something else.
Workspace open_workspace(const Place& place, const Clock& clock, const std::string& base_url);

// What the schema of a PostgreSQL database holds that our tables are, or would be, in. Tables of
// extensions belong to the server and do not count.
enum class Holding { nothing, workspace, something_else };
Holding holding_of(db::Session& session);

// Changes nothing. Throws db::Error, as open_workspace() does.
bool holds_workspace(const Place& place);
// Refuses a place without a workspace: a mistyped one must not look like an empty one.
Result<void> must_hold_workspace(const Place& place);

// Opened, on PostgreSQL unless it holds something else; throws db::Error.
std::unique_ptr<db::Database> open_database(const db::Options& options);

}  // namespace mg::app
