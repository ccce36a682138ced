#pragma once

#include <string>

#include "base/result.h"
#include "main/options.h"

namespace mg::app {

// Puts a backup into an empty or new folder.
Result<std::string> restore_backup(const std::string& from, const std::string& data);

// Applies what is missing; prints the result, returns the exit status.
int migrate_workspace(const Place& place);

}  // namespace mg::app
