#include "db/backup_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup_seal.h"
#include "db/sqlite_connection.h"
#include "db/sqlite_files.h"

namespace mg::db {
namespace {

[[noreturn]] void fail(const std::string& doing, int error) {
  const ErrorKind kind = error == ENOSPC || error == EDQUOT ? ErrorKind::disk_full : ErrorKind::io;
  throw Error(kind, "The backup cannot " + doing + ": " + std::strerror(error) + ".");
}

// What is not yet in the file would be missed, and what is may change while it is read.
void refuse_if_in_use(const std::string& path) {
  std::error_code none;
  const auto log_bytes = std::filesystem::file_size(path + "-wal", none);
  if (!none && log_bytes > 0) {
    throw Error(ErrorKind::busy,
                path + " is a workspace in use, not a backup. Make one with makegood backup.");
  }
}

// The unfinished file, empty and ours alone until the File closes. One that is there already is of
// a backup that was cut short, unless its maker still holds it.
File hold_partial(const std::string& partial) {
  File file(::open(partial.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.fd() < 0) fail("create " + partial, errno);
  struct stat ours {};
  struct stat named {};
  const bool locked = ::flock(file.fd(), LOCK_EX | LOCK_NB) == 0;
  if (!locked && errno != EWOULDBLOCK) fail("lock " + partial, errno);
  // Between the two calls its maker may have finished it: then it is no longer the unfinished one.
  const bool is_named = ::fstat(file.fd(), &ours) == 0 && ::stat(partial.c_str(), &named) == 0 &&
                        ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
  if (!locked || !is_named) {
    throw Error(ErrorKind::busy, "Another backup is writing this file. Name a new one.");
  }
  if (::ftruncate(file.fd(), 0) != 0) fail("empty " + partial, errno);
  return file;
}

void fill_database(const std::string& path, const Database::Work& work) {
  SqliteConnection target(path, SqliteConnection::Role::backup_writer);
  target.control("BEGIN");
  SqliteSession session(target);
  work(session);
  session.throw_if_doomed();
  target.control("COMMIT");
}

void look_at_every_page(Session& session) {
  std::string found;
  session.execute_text("PRAGMA quick_check(1)", {}, [&](const Row& row) { found = row.string(0); });
  if (found != "ok") throw Error(ErrorKind::corrupt, "The file is damaged: " + found);
}

}  // namespace

void write_new_file(const std::string& path, const std::function<void(const std::string&)>& fill) {
  const std::string partial = path + ".partial";
  const File held = hold_partial(partial);
  try {
    fill(partial);
    sync_path(partial);
    if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
      fail("become " + path, errno);
    }
    sync_path(folder_of(path));
  } catch (...) {
    ::unlink(partial.c_str());
    throw;
  }
}

void write_backup(const std::string& path, const Database::Work& work) {
  write_new_file(path, [&](const std::string& partial) {
    fill_database(partial, work);
    seal_backup(partial);
  });
}

void read_backup(const std::string& path, bool verify, const Database::Work& work) {
  refuse_if_in_use(path);
  SqliteConnection source(path, SqliteConnection::Role::backup_reader);
  SqliteSession session(source);
  source.control("BEGIN");
  if (verify) look_at_every_page(session);
  work(session);
  session.throw_if_doomed();
  source.roll_back();
}

}  // namespace mg::db
