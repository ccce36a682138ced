#pragma once

#include <string>

#include "db/db.h"

// A backup: one finished SQLite file that no program has open, with a seal (db/backup_seal.h).
namespace mg::db {

// Makes the new file `path` (0600). `fill` writes it under another name; then it becomes durable
// and takes its name at once, so a file of that name is always whole. Never over an existing file.
// Throws Error{io or disk_full}, Error{busy} while another backup writes the same file, and
// whatever `fill` throws; nothing is left behind.
void write_new_file(const std::string& path, const std::function<void(const std::string&)>& fill);

// write_new_file() with an empty database that `work` fills in one transaction, and its seal. Runs
// on the calling thread, once.
void write_backup(const std::string& path, const Database::Work& work);

// Runs `work` on the finished backup `path`, which is only read: no lock, nothing beside it. Throws
// Error: not a database, damaged (every page is looked at when `verify`; the seal is not), in use
// as a workspace.
void read_backup(const std::string& path, bool verify, const Database::Work& work);

}  // namespace mg::db
