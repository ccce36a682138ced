#include "db/postgres_database.h"

#include "db/migrate.h"
#include "db/postgres_listener.h"
#include "db/postgres_writers.h"
#include "db/read_pool.h"

namespace mg::db {
namespace {

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(const Options& options)
      : options_(options),
        readers_(options_.read_connections_max, [this] { return gate_.connect(options_); }),
        listener_(options_, gate_, commits_),
        writers_(options_, gate_, listener_) {}

  Engine engine() const override { return Engine::postgres; }

  using Database::submit;
  void submit(Lane lane, Commit commit, Work work, Done done) override {
    writers_.queue().push(lane, {std::move(work), std::move(done), commit});
  }

  void read(const Work& work) override {
    // A pooled connection may have died in its sleep; as long as nothing ran on it, take the next.
    for (int tries = 0;; ++tries) {
      auto connection = readers_.take();
      try {
        if (connection->lost()) throw Error(ErrorKind::connection_lost, "The connection was lost.");
        connection->control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      } catch (const Error& error) {
        connection.discard();
        if (worth_another_try(error) && tries < options_.read_connections_max) continue;
        throw;
      }
      return read_on(*connection, work);
    }
  }

  int migrate(std::span<const Migration> migrations) override {
    return run_migrations(*this, migrations);
  }
  std::shared_ptr<void> on_commit(std::function<void()> wake) override {
    return commits_.subscribe(std::move(wake));
  }
  void backup(const std::string&, const Percent&) override {
    throw Error(ErrorKind::other, "PostgreSQL has no file to copy; see store/copy.h.");
  }
  void purge() override {
    // As far as it comes while a server that is told to stop can wait; each table that is done is
    // done, and autovacuum sees to the rest.
    Options brief = options_;
    brief.statement_timeout = std::chrono::seconds(4);
    try {
      gate_.connect(brief)->script("VACUUM");
    } catch (const Error& error) {
      if (error.kind != ErrorKind::busy) throw;
    }
  }
  bool healthy() const override { return listener_.healthy(); }
  std::size_t queued() const override { return writers_.queue().size(); }

 private:
  static void read_on(PostgresConnection& connection, const Work& work) {
    const auto end = [](PostgresConnection* reader) { reader->roll_back(); };
    const std::unique_ptr<PostgresConnection, decltype(end)> snapshot(&connection, end);
    PostgresSession session(connection);
    work(session);
    session.throw_if_doomed();
  }

  // Destroyed from the bottom: the writers finish first.
  const Options options_;
  CommitSignal commits_;
  ConnectGate gate_;
  ReadPool<PostgresConnection> readers_;
  PostgresListener listener_;
  mutable PostgresWriters writers_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const Options& options) {
  auto database = std::make_unique<PostgresDatabase>(options);
  database->read([](Session&) {});  // A wrong URL shows now, not at the first request.
  return database;
}

}  // namespace mg::db
