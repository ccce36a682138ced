#include "db/sqlite_error.h"

#include <cerrno>

namespace mg::db {
namespace {

ErrorKind constraint_kind(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return ErrorKind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return ErrorKind::foreign_key;
    case SQLITE_CONSTRAINT_NOTNULL:
      return ErrorKind::not_null;
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_TRIGGER:  // RAISE(ABORT) in a trigger of ours is a check in long form.
      return ErrorKind::check;
    default:
      return ErrorKind::other;
  }
}

ErrorKind kind_of(int extended, int system_errno) {
  switch (extended & 0xFF) {
    case SQLITE_CONSTRAINT:
      return constraint_kind(extended);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:  // A reader's time was over.
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:  // Too many raced for the lock.
      return ErrorKind::busy;
    case SQLITE_FULL:
      return ErrorKind::disk_full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:  // The shared-memory file is made late, and may find the disk full.
      return system_errno == ENOSPC || system_errno == EDQUOT ? ErrorKind::disk_full
                                                              : ErrorKind::io;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return ErrorKind::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorKind::corrupt;
    case SQLITE_ERROR:  // No such table, a syntax error: the statement does not fit the schema.
    case SQLITE_SCHEMA:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_AUTH:
      return ErrorKind::schema;
    default:
      return ErrorKind::other;
  }
}

// "UNIQUE constraint failed: t.a, t.b" -> "t.a, t.b"
std::string constraint_in(std::string_view message) {
  constexpr std::string_view mark = "constraint failed: ";
  const std::size_t at = message.find(mark);
  return at == std::string_view::npos ? std::string()
                                      : std::string(message.substr(at + mark.size()));
}

Error damaged(sqlite3* connection, const std::string& message) {
  const char* file = sqlite3_db_filename(connection, "main");
  return Error(ErrorKind::corrupt,
               "The database file " + std::string(file && *file ? file : "(unknown)") +
                   " is damaged (" + message +
                   "). Stop the server, keep a copy of the whole folder, and restore the last "
                   "backup into a new folder with makegood restore.");
}

}  // namespace

Error sqlite_error(sqlite3* connection, std::string_view doing) {
  const int extended = sqlite3_extended_errcode(connection);
  const std::string message = sqlite3_errmsg(connection);
  const ErrorKind kind = kind_of(extended, sqlite3_system_errno(connection));
  std::string constraint;
  if ((extended & 0xFF) == SQLITE_CONSTRAINT) constraint = constraint_in(message);
  if (kind == ErrorKind::corrupt) return damaged(connection, message);
  return Error(
      kind,
      "SQLite, " + std::string(doing) + ": " + message + " (" + std::to_string(extended) + ")",
      std::move(constraint));
}

}  // namespace mg::db
