#pragma once

#include <atomic>
#include <sqlite3.h>

// For tests: the default file layer of SQLite with a write-ahead log that fails when told to.
namespace mg::db::testing {

struct LogFaults {
  std::atomic<int> syncs{0};             // Successful and failed ones so far.
  std::atomic<bool> sync_fails{false};   // fsync: EIO.
  std::atomic<bool> write_fails{false};  // write: no space left.
};

inline LogFaults log_faults;
inline const sqlite3_io_methods* real_methods = nullptr;
inline sqlite3_vfs* real_vfs = nullptr;

inline int sync_log(sqlite3_file* file, int flags) {
  ++log_faults.syncs;
  return log_faults.sync_fails ? SQLITE_IOERR_FSYNC : real_methods->xSync(file, flags);
}

inline int write_log(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  return log_faults.write_fails ? SQLITE_FULL : real_methods->xWrite(file, bytes, count, at);
}

inline int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* got) {
  const int result = real_vfs->xOpen(real_vfs, name, file, flags, got);
  if (result != SQLITE_OK || (flags & SQLITE_OPEN_WAL) == 0) return result;
  // All files of the unix layer in WAL mode share one table of methods: swap it for ours.
  static const sqlite3_io_methods ours = [&] {
    real_methods = file->pMethods;
    sqlite3_io_methods copy = *real_methods;
    copy.xSync = sync_log;
    copy.xWrite = write_log;
    return copy;
  }();
  file->pMethods = &ours;
  return result;
}

// Makes the failing layer the default one of this process. Call before the first open.
inline void install_log_faults() {
  static sqlite3_vfs vfs = [] {
    sqlite3_initialize();
    real_vfs = sqlite3_vfs_find(nullptr);
    sqlite3_vfs copy = *real_vfs;
    copy.zName = "faulty";
    copy.xOpen = open_file;
    return copy;
  }();
  sqlite3_vfs_register(&vfs, 1);
}

}  // namespace mg::db::testing
