#include "db/sqlite_database.h"

#include <filesystem>

#include "db/migrate.h"
#include "db/read_pool.h"
#include "db/sqlite_files.h"
#include "db/sqlite_writer.h"

namespace mg::db {
namespace {

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::string& path, const Options& options)
      : path_(path),
        lock_((create_private_file(path), take_lock(path))),
        writer_(path, options, commits_),
        readers_(options.read_connections_max, [path, time_max = options.statement_timeout] {
          return std::make_unique<SqliteConnection>(path, SqliteConnection::Role::reader, time_max);
        }) {}

  Engine engine() const override { return Engine::sqlite; }

  using Database::submit;
  void submit(Lane lane, Commit, Work work, Done done) override {
    writer_.queue().push(lane, {std::move(work), std::move(done)});
  }

  void read(const Work& work) override {
    auto connection = readers_.take();
    const auto end = [](SqliteConnection* reader) { reader->roll_back(); };
    connection->start_snapshot();
    connection->control("BEGIN");
    const std::unique_ptr<SqliteConnection, decltype(end)> snapshot(&*connection, end);
    SqliteSession session(*connection);
    try {
      work(session);
      session.throw_if_doomed();
    } catch (const Error& error) {
      if (error.kind == ErrorKind::corrupt) writer_.note(error);
      throw;
    }
  }

  int migrate(std::span<const Migration> migrations) override {
    return run_migrations(*this, migrations);
  }
  std::shared_ptr<void> on_commit(std::function<void()> wake) override {
    return commits_.subscribe(std::move(wake));
  }
  void backup(const std::string& path, const Percent& progress) override {
    back_up_sqlite(path_, path, progress);
  }
  void purge() override { writer_.purge(); }
  bool healthy() const override { return writer_.healthy(); }
  std::int64_t wal_bytes() const override {
    std::error_code none;  // No file: an empty log.
    const auto size = std::filesystem::file_size(path_ + "-wal", none);
    return none ? 0 : static_cast<std::int64_t>(size);
  }
  std::size_t queued() const override { return writer_.queue().size(); }

 private:
  // Destroyed from the bottom: the readers close first, then the writer, which then copies the
  // whole log into the file; the lock goes last.
  const std::string path_;
  const File lock_;
  CommitSignal commits_;
  mutable SqliteWriter writer_;
  ReadPool<SqliteConnection> readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, const Options& options) {
  return std::make_unique<SqliteDatabase>(path, options);
}

}  // namespace mg::db
