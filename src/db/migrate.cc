#include "db/migrate.h"

#include <cassert>
#include <string>

namespace mg::db {
namespace {

// The number in pg_advisory_xact_lock: "makegood" in ASCII.
constexpr std::string_view postgres_patience =
    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0";
constexpr std::string_view postgres_lock = "SELECT pg_advisory_xact_lock(7881698906146303844)";
constexpr std::string_view create_versions =
    "CREATE TABLE IF NOT EXISTS schema_migrations("
    "number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)";

int version_of(Session& session) {
  std::int64_t version = 0;
  session.execute_text("SELECT COALESCE(MAX(number), 0) FROM schema_migrations", {},
                       [&](const Row& row) { version = row.integer(0); });
  return static_cast<int>(version);
}

// One step: applies the migration after the present version. False when there is none left.
bool apply_next(Session& session, std::span<const Migration> migrations) {
  const bool sqlite = session.engine() == Engine::sqlite;
  // Every step takes the lock anew and reads the version under it: two nodes may interleave.
  lock_schema(session);
  session.execute_script(create_versions);
  const int version = version_of(session);
  const int last = static_cast<int>(migrations.size());
  if (version > last) {
    throw Error(ErrorKind::schema, "The database has schema version " + std::to_string(version) +
                                       ", but this program knows only up to " +
                                       std::to_string(last) + ". Use a newer makegood.");
  }
  if (version == last) return false;
  const Migration& next = migrations[static_cast<std::size_t>(version)];
  session.execute_script(sqlite ? next.sqlite : next.postgres);
  const Value row[] = {to_value(next.number), to_value(next.name)};
  session.execute_text("INSERT INTO schema_migrations(number, name) VALUES($1, $2)", row,
                       [](const Row&) {});
  return true;
}

}  // namespace

void lock_schema(Session& session) {
  if (session.engine() == Engine::sqlite) return;
  session.execute_script(postgres_patience);  // Counts from the next script on.
  session.execute_script(postgres_lock);
}

void run_migrations_in(Session& session, std::span<const Migration> migrations) {
  while (apply_next(session, migrations)) {
  }
}

int schema_version(Session& session) {
  // A table that is not there would doom the session, so it is looked for first.
  const bool sqlite = session.engine() == Engine::sqlite;
  bool there = false;
  session.execute_text(
      sqlite ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
             : "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = "
               "'schema_migrations'",
      {}, [&](const Row&) { there = true; });
  return there ? version_of(session) : 0;
}

int run_migrations(Database& database, std::span<const Migration> migrations) {
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    assert(migrations[i].number == static_cast<int>(i) + 1);
  }
  int applied = 0;
  bool more = true;
  while (more) {
    database.write([&](Session& session) { more = apply_next(session, migrations); });
    if (more) ++applied;
  }
  return applied;
}

}  // namespace mg::db
