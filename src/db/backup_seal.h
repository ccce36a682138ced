#pragma once

#include <cstdint>
#include <string>

// The seal of a backup: one line behind the database, with the SHA-256 (FIPS 180-4) of every byte
// before it. SQLite reads as many pages as the file's first one names and never sees the line; a
// digest inside the database could not cover itself.
namespace mg::db {

// Appends the seal to a finished database file that no program has open. Reads the file once, a
// bounded piece at a time. Throws Error{io or disk_full}.
void seal_backup(const std::string& path);

struct Seal {
  bool found = false;               // Backups have one since November 2026.
  std::int64_t database_bytes = 0;  // Of the file, without the seal.
};

// Reads the file once. Throws Error{corrupt} when it is not what was sealed, or when it has no seal
// and is not as long as its database; Error{io} when it cannot be read.
Seal check_seal(const std::string& path);

}  // namespace mg::db
