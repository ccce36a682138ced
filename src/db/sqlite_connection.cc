#include "db/sqlite_connection.h"

#include <algorithm>
#include <cstdio>

#include "db/sqlite_error.h"

namespace mg::db {
namespace {

// Older ones can corrupt a database in WAL mode when two connections write or checkpoint.
static_assert(SQLITE_VERSION_NUMBER >= 3051003, "SQLite is too old for WAL with a reader pool");

constexpr int busy_timeout_ms = 5'000;
constexpr int steps_between_looks = 10'000;  // Of SQLite's machine: some tenths of a millisecond.
constexpr int snapshot_statements = 10;      // A snapshot may last as long as so many statements.
constexpr std::int64_t wal_kept_bytes = 64 << 20;  // The log file shrinks to this when it restarts.

using Role = SqliteConnection::Role;

// "file:...?immutable=1": nobody writes to it.
std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      char escaped[4];
      std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(c));
      uri += escaped;
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

int open_flags(Role role) {
  constexpr int always = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (role == Role::reader) return always | SQLITE_OPEN_READONLY;
  if (role == Role::backup_reader) return always | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  return always | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

sqlite3* open_handle(const std::string& path, Role role) {
  const std::string name = role == Role::backup_reader ? immutable_uri(path) : path;
  sqlite3* connection = nullptr;
  if (sqlite3_open_v2(name.c_str(), &connection, open_flags(role), nullptr) == SQLITE_OK) {
    return connection;
  }
  Error error = connection ? sqlite_error(connection, "opening " + path)
                           : Error(ErrorKind::other, "SQLite: out of memory.");
  sqlite3_close_v2(connection);
  throw error;
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, Role role,
                                   std::chrono::milliseconds reader_time_max)
    : connection_(open_handle(path, role)),
      statements_(connection_.get()),
      time_max_(reader_time_max) {
  sqlite3_busy_timeout(handle(), busy_timeout_ms);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // One plan for a statement, whatever is bound: else SQLite prepares it anew for nearly each run.
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  if (role == Role::reader || role == Role::backup_reader) {
    prepare_reader();
  } else if (role == Role::backup_writer) {
    prepare_backup_writer();
  } else {
    prepare_writer(role == Role::writer);
  }
  // From here on: transactions and ATTACH only through control().
  sqlite3_set_authorizer(handle(), &SqliteConnection::authorize, this);
}

void SqliteConnection::prepare_writer(bool synchronous_full) {
  std::string mode;
  SqliteStatement journal(handle(), "PRAGMA journal_mode=WAL", false);
  journal.run({}, [&](const Row& row) { mode = row.string(0); });
  if (mode != "wal") throw Error(ErrorKind::io, "SQLite cannot use a write-ahead log here.");
  pragma(synchronous_full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  pragma("PRAGMA foreign_keys=ON");
  pragma("PRAGMA secure_delete=ON");  // Erased words leave no bytes behind; deletes are rare here.
  pragma(("PRAGMA journal_size_limit=" + std::to_string(wal_kept_bytes)).c_str());
  pragma("PRAGMA temp_store=MEMORY");     // Each item's savepoint keeps its undo pages there.
  pragma("PRAGMA cache_size=-16000");     // KiB: the pages that every mail and the index touch.
  pragma("PRAGMA wal_autocheckpoint=0");  // The writer does it, after its acknowledgements.
  sqlite3_wal_hook(handle(), &SqliteConnection::note_wal, this);
}

void SqliteConnection::prepare_backup_writer() {
  // The new file has no earlier state to go back to: a failure removes it.
  pragma("PRAGMA journal_mode=MEMORY");
  pragma("PRAGMA synchronous=OFF");
  pragma("PRAGMA foreign_keys=ON");
}

void SqliteConnection::prepare_reader() {
  pragma("PRAGMA query_only=ON");
  pragma("PRAGMA cache_size=-8000");
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (time_max_.count() > 0) {
    sqlite3_progress_handler(handle(), steps_between_looks, &SqliteConnection::is_too_long, this);
  }
}

void SqliteConnection::start_snapshot() {
  if (time_max_.count() > 0) snapshot_end_ = SteadyClock::now() + snapshot_statements * time_max_;
}

void SqliteConnection::start_statement() {
  if (time_max_.count() == 0) return;
  statement_end_ = std::min(SteadyClock::now() + time_max_, snapshot_end_);
}

int SqliteConnection::is_too_long(void* self) {
  return SteadyClock::now() > static_cast<SqliteConnection*>(self)->statement_end_;
}

void SqliteConnection::pragma(const char* sql) {
  if (sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw sqlite_error(handle(), sql);
  }
}

void SqliteConnection::control(const std::string& sql) {
  // Set while stepping, too: SQLite may prepare an expired statement again by itself.
  own_control_ = true;
  statement_end_ = SteadyClock::time_point::max();  // Ending a snapshot is never too late.
  const auto back = [this](void*) { own_control_ = false; };
  const std::unique_ptr<void, decltype(back)> end(this, back);
  std::unique_ptr<SqliteStatement>& statement = controls_[sql];
  if (!statement) statement = std::make_unique<SqliteStatement>(handle(), sql, true);
  statement->run({}, [](const Row&) {});
}

void SqliteConnection::roll_back() noexcept {
  if (!in_transaction()) return;
  try {
    control("ROLLBACK");
  } catch (const Error&) {  // NOLINT: whoever calls looks at in_transaction() or reopens.
  }
}

void SqliteConnection::check_deferred_keys() const {
  int open_violations = 0;
  int unused = 0;
  sqlite3_db_status(handle(), SQLITE_DBSTATUS_DEFERRED_FKS, &open_violations, &unused, 0);
  if (open_violations == 0) return;
  throw Error(ErrorKind::foreign_key, "SQLite: a deferred foreign key points at nothing.");
}

int SqliteConnection::checkpoint(bool truncate, std::chrono::milliseconds patience) {
  // Busy means a reader still needs the log. It is hardly ever waited for: writers come first.
  sqlite3_busy_timeout(handle(), static_cast<int>(patience.count()));
  int in_log = 0;
  int copied = 0;
  const int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  const int result = sqlite3_wal_checkpoint_v2(handle(), nullptr, mode, &in_log, &copied);
  std::optional<Error> error;
  if (result != SQLITE_OK && (result & 0xFF) != SQLITE_BUSY) {
    error = sqlite_error(handle(), "copying the log into the database");
  }
  sqlite3_busy_timeout(handle(), busy_timeout_ms);
  if (error) throw Error(*error);
  return result == SQLITE_OK ? in_log - copied : std::max(1, in_log - copied);
}

int SqliteConnection::authorize(void* self, int action, const char*, const char*, const char*,
                                const char*) {
  const bool guarded = action == SQLITE_TRANSACTION || action == SQLITE_SAVEPOINT ||
                       action == SQLITE_ATTACH || action == SQLITE_DETACH;
  return guarded && !static_cast<SqliteConnection*>(self)->own_control_ ? SQLITE_DENY : SQLITE_OK;
}

int SqliteConnection::note_wal(void* self, sqlite3*, const char*, int pages) {
  static_cast<SqliteConnection*>(self)->wal_pages_ = pages;
  return SQLITE_OK;
}

void SqliteSession::run_script(std::string_view sql) {
  const std::string text(sql);
  if (sqlite3_exec(connection_.handle(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw sqlite_error(connection_.handle(), "running a script");
  }
}

}  // namespace mg::db
