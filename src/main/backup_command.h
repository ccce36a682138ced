#pragma once

#include "desk/desk.h"
#include "main/commands.h"
#include "main/options.h"

// makegood backup --to FILE. The file is written by the process that was started, with its rights
// and where it sees that path: a server may run under another name and see other folders.
namespace mg::app {

// Of a SQLite folder, whether a server runs on it or not. None when there is no such workspace.
std::optional<Result<std::string>> back_up_folder(const Place& place, const Arguments& arguments,
                                                  const Progress& progress);

Result<std::string> back_up(desk::Desk& desk, const Arguments& arguments, const Progress& progress);

}  // namespace mg::app
