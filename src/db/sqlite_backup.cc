#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "db/sqlite_connection.h"
#include "db/sqlite_database.h"
#include "db/sqlite_error.h"
#include "db/sqlite_files.h"

namespace mg::db {
namespace {

constexpr int pages_at_once = 1'000;

[[noreturn]] void fail(const std::string& doing, int error) {
  const ErrorKind kind = error == ENOSPC || error == EDQUOT ? ErrorKind::disk_full : ErrorKind::io;
  throw Error(kind, "The backup cannot " + doing + ": " + std::strerror(error) + ".");
}

void copy_pages(sqlite3* from, sqlite3* to) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (!backup) throw sqlite_error(to, "starting the backup");
  int step = SQLITE_OK;
  while (step == SQLITE_OK) step = sqlite3_backup_step(backup, pages_at_once);
  const int end = sqlite3_backup_finish(backup);
  if (step != SQLITE_DONE || end != SQLITE_OK) throw sqlite_error(to, "copying to the backup");
}

void write_copy(const std::string& path, const std::string& copy) {
  SqliteConnection source(path, SqliteConnection::Role::reader);
  // One snapshot for the whole copy: without it each commit of the writer would start it again.
  source.control("BEGIN");
  SqliteSession(source).execute_text("SELECT COUNT(*) FROM sqlite_master", {}, [](const Row&) {});
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int result = sqlite3_open_v2(copy.c_str(), &opened, flags, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> target(opened, &sqlite3_close_v2);
  if (result != SQLITE_OK) throw sqlite_error(opened, "opening the backup");
  copy_pages(source.handle(), opened);
  source.roll_back();
}

}  // namespace

void back_up_sqlite(const std::string& path, const std::string& copy) {
  const std::string partial = copy + ".partial";
  ::unlink(partial.c_str());  // Of a backup that was cut short.
  {
    const File file(::open(partial.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.fd() < 0) fail("create " + partial, errno);
  }
  try {
    write_copy(path, partial);
    sync_path(partial);
    if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, copy.c_str(), RENAME_NOREPLACE) != 0) {
      fail("become " + copy, errno);
    }
    sync_path(folder_of(copy));
  } catch (...) {
    ::unlink(partial.c_str());
    throw;
  }
}

}  // namespace mg::db
