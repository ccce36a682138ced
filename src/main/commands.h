#pragma once

#include "desk/people.h"
#include "main/control.h"
#include "main/workspace.h"

namespace mg::app {

// The commands that change or look at a workspace, by name: "agent add", "token create",
// "inbox add", "import mbox", "contact erase", "check", "backup", "mail send-held",
// "mail drop-held". Run inside the server when there is one, else by the command's own process.
// What one did is visible when it returns. Progress is a number (percent) or a sentence.
Result<std::string> run_command(desk::Desk& desk, desk::Directory& directory,
                                const std::string& command, const Arguments& arguments,
                                const Progress& progress);

// What run_command() would refuse of these arguments whatever the workspace holds. Opens nothing.
Result<void> check_arguments(const std::string& command, const Arguments& arguments);
// What it would refuse where no workspace is yet, beside that.
Result<void> check_first(const std::string& command, const Arguments& arguments);

// For the commands' own files. "" when it was not given.
std::string argument(const Arguments& arguments, const std::string& name);
// A command runs with the rights of whoever owns the data folder.
desk::Context by_operator();

Result<std::string> import_mbox(desk::Desk& desk, const Arguments& arguments,
                                const Progress& progress);
Result<std::string> erase_contact(desk::Desk& desk, const Arguments& arguments,
                                  const Progress& progress);
Result<std::string> check_workspace(desk::Desk& desk, const Progress& progress);

}  // namespace mg::app
