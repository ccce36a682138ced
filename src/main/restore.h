#pragma once

#include <string>

#include "base/result.h"
#include "db/db.h"
#include "main/options.h"

namespace mg::app {

struct Restore {
  std::string from;          // A backup of this version or an older one, made on either engine.
  Place place;               // An empty or new folder, or an empty PostgreSQL database.
  bool send_queued = false;  // For a planned move: the old workspace sends no more.
};

// Puts a backup where there is nothing yet: whole, or not at all. Mail that waited to be sent when
// the backup was made is then on hold. Returns a sentence that says what to do next.
Result<std::string> restore_backup(const Restore& want, const Clock& clock,
                                   const db::Percent& progress);

// Applies what is missing; prints the result, returns the exit status.
int migrate_workspace(const Place& place);

}  // namespace mg::app
