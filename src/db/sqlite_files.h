#pragma once

#include <string>

#include "db/file.h"

namespace mg::db {

// Makes the missing folders (0700) above `path` and the file itself (0600), durably.
// What exists keeps its mode. Throws Error{io}.
void create_private_file(const std::string& path);

// Takes the lock file `path`.lock for this process; it is free again when the File closes, also
// when the process dies. Throws Error{busy} naming the process that holds it.
File take_lock(const std::string& path);
// The same lock, which others who share it may hold at the same time: for whoever makes no database
// `path` but must not find one there either. Throws Error{busy} when somebody has taken it.
File share_lock(const std::string& path);

// fsync of a file or folder. Throws Error{io}.
void sync_path(const std::string& path);
std::string folder_of(const std::string& path);

}  // namespace mg::db
