#include <algorithm>

#include "db/backup_file.h"
#include "db/backup_seal.h"
#include "db/sqlite_connection.h"
#include "db/sqlite_database.h"
#include "db/sqlite_error.h"

namespace mg::db {
namespace {

constexpr int pages_at_once = 1'000;

void copy_pages(sqlite3* from, sqlite3* to, const Percent& progress) {
  std::unique_ptr<sqlite3_backup, decltype(&sqlite3_backup_finish)> copying(
      sqlite3_backup_init(to, "main", from, "main"), &sqlite3_backup_finish);
  sqlite3_backup* backup = copying.get();
  if (!backup) throw sqlite_error(to, "starting the backup");
  int step = SQLITE_OK;
  while (step == SQLITE_OK) {
    step = sqlite3_backup_step(backup, pages_at_once);
    const int all = std::max(sqlite3_backup_pagecount(backup), 1);
    if (progress)
      progress(static_cast<int>(100LL * (all - sqlite3_backup_remaining(backup)) / all));
  }
  const int end = sqlite3_backup_finish(copying.release());
  if (step != SQLITE_DONE || end != SQLITE_OK) throw sqlite_error(to, "copying to the backup");
}

void write_copy(const std::string& path, const std::string& copy, const Percent& progress) {
  SqliteConnection source(path, SqliteConnection::Role::reader);
  // One snapshot for the whole copy: without it each commit of the writer would start it again.
  source.control("BEGIN");
  SqliteSession(source).execute_text("SELECT COUNT(*) FROM sqlite_master", {}, [](const Row&) {});
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int result = sqlite3_open_v2(copy.c_str(), &opened, flags, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> target(opened, &sqlite3_close_v2);
  if (result != SQLITE_OK) throw sqlite_error(opened, "opening the backup");
  copy_pages(source.handle(), opened, progress);
  source.roll_back();
}

}  // namespace

void back_up_sqlite(const std::string& path, const std::string& copy, const Percent& progress) {
  write_new_file(copy, [&](const std::string& partial) {
    write_copy(path, partial, progress);
    seal_backup(partial);
  });
}

}  // namespace mg::db
