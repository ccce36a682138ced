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

// Throws db::Error with a sentence for people: in use by another process, newer schema, no server.
Workspace open_workspace(const Place& place, const Clock& clock, const std::string& base_url);

}  // namespace mg::app
