#pragma once

#include <chrono>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <unordered_map>

#include "db/guarded_session.h"
#include "db/sqlite_statement.h"

namespace mg::db {

// One open connection; used by one thread at a time.
class SqliteConnection {
 public:
  // backup_writer fills a new file that is synced at the end; backup_reader reads one that nobody
  // changes, so it needs neither locks nor files beside it.
  enum class Role { writer, writer_without_sync, reader, backup_writer, backup_reader };

  // `reader_time_max`: see Options::statement_timeout.
  SqliteConnection(const std::string& path, Role role,
                   std::chrono::milliseconds reader_time_max = {});

  sqlite3* handle() const { return connection_.get(); }
  SqliteStatements& statements() { return statements_; }

  // Our own BEGIN, SAVEPOINT, COMMIT ...: nobody else's SQL may contain them. Throws Error.
  void control(const std::string& sql);
  // ROLLBACK of whatever is open. Never throws; the connection may have done it already.
  void roll_back() noexcept;
  // False when an error has rolled back everything (sqlite3_get_autocommit).
  bool in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
  // Throws Error{foreign_key} when a deferred foreign key is violated at this point.
  void check_deferred_keys() const;

  // A reader's time starts anew: for one more statement, within the snapshot's.
  void start_snapshot();
  void start_statement();

  // Pages in the write-ahead log after the last commit of this connection.
  int wal_pages() const { return wal_pages_; }
  // Copies what readers allow from the log into the database file, without waiting for them.
  // `truncate` also tries to empty the log, and waits so long for readers. Returns the pages that
  // have to stay in the log; 0: all is done.
  int checkpoint(bool truncate, std::chrono::milliseconds patience = {});

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };

  void prepare_writer(bool synchronous_full);
  void prepare_backup_writer();
  void prepare_reader();
  void pragma(const char* sql);
  static int authorize(void* self, int action, const char*, const char*, const char*, const char*);
  static int is_too_long(void* self);
  static int note_wal(void* self, sqlite3*, const char*, int pages);

  std::unique_ptr<sqlite3, Close> connection_;
  SqliteStatements statements_;
  std::unordered_map<std::string, std::unique_ptr<SqliteStatement>> controls_;
  using SteadyClock = std::chrono::steady_clock;
  bool own_control_ = false;
  const std::chrono::milliseconds time_max_;
  SteadyClock::time_point snapshot_end_ = SteadyClock::time_point::max();
  SteadyClock::time_point statement_end_ = SteadyClock::time_point::max();
  int wal_pages_ = 0;
};

class SqliteSession final : public GuardedSession {
 public:
  explicit SqliteSession(SqliteConnection& connection) : connection_(connection) {}
  Engine engine() const override { return Engine::sqlite; }

 protected:
  std::int64_t run_statement(const Statement& statement, std::span<const Value> values,
                             const std::function<void(const Row&)>& each) override {
    connection_.start_statement();
    return connection_.statements().of(statement)->run(values, each);
  }
  std::int64_t run_text(std::string_view sql, std::span<const Value> values,
                        const std::function<void(const Row&)>& each) override {
    connection_.start_statement();
    return connection_.statements().of_text(sql)->run(values, each);
  }
  void run_script(std::string_view sql) override;

 private:
  SqliteConnection& connection_;
};

}  // namespace mg::db
