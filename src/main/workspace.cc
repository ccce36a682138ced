#include "main/workspace.h"

#include <cstdlib>
#include <filesystem>
#include <spdlog/spdlog.h>
#include <string_view>

#include "gen/store/migrations.h"

namespace mg::app {
namespace {

// For the negative control of the power-cut test alone: it must see mail get lost.
bool is_told_to_be_unsafe() {
  const char* value = std::getenv("MAKEGOOD_UNSAFE_SYNCHRONOUS_NORMAL");
  if (!value || std::string_view(value) != "1") return false;
  spdlog::warn(
      "MAKEGOOD_UNSAFE_SYNCHRONOUS_NORMAL is set: a power cut WILL lose acknowledged mail");
  return true;
}

bool has_row(db::Session& session, std::string_view sql) {
  return session.execute_text(sql, {}, [](const db::Row&) {}) > 0;
}

Holding checked_holding_of(db::Database& database) {
  Holding holding = Holding::nothing;
  database.read([&](db::Session& session) { holding = holding_of(session); });
  if (holding == Holding::something_else) {
    throw db::Error(db::ErrorKind::schema,
                    "This database holds tables of something else, and no workspace. Nothing was "
                    "changed. Create a database for Makegood alone (createdb) and name that.");
  }
  return holding;
}

}  // namespace

// Other programs have a table schema_migrations, too.
Holding holding_of(db::Session& session) {
  const bool table_of_ours =
      has_row(session,
              "SELECT 1 FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
              "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
              "AND c.relname = 'schema_migrations' AND a.attname = 'number' "
              "AND NOT a.attisdropped AND a.atttypid = 'bigint'::regtype");
  if (table_of_ours) {
    const auto migrations = store::migrations();
    const db::Value first[] = {db::to_value(migrations.front().name)};
    const bool ours =
        session.execute_text("SELECT 1 FROM schema_migrations WHERE number = 1 AND name = $1",
                             first, [](const db::Row&) {}) > 0;
    if (ours) return Holding::workspace;
  }
  const bool has_tables = has_row(
      session,
      "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
      "WHERE n.nspname = current_schema() "
      "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT 1 FROM pg_depend d "
      "WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') "
      "LIMIT 1");
  return has_tables ? Holding::something_else : Holding::nothing;
}

std::unique_ptr<db::Database> open_database(const db::Options& options) {
  auto database = db::open(options);
  if (database->engine() == db::Engine::postgres) checked_holding_of(*database);
  return database;
}

bool holds_workspace(const Place& place) {
  if (place.database.empty()) {
    std::error_code error;
    const bool exists = std::filesystem::exists(place.file(), error);
    if (error) {
      throw db::Error(db::ErrorKind::io, place.data + " cannot be looked into (" + error.message() +
                                             "). Run this as the user that the server runs as.");
    }
    return exists;
  }
  db::Options options;
  options.url = place.url();
  return checked_holding_of(*db::open(options)) == Holding::workspace;
}

Result<void> must_hold_workspace(const Place& place) {
  if (holds_workspace(place)) return {};
  return refuse(RefusalKind::not_found, "no_workspace",
                (place.database.empty() ? "--data: there is no workspace in " + place.data
                                        : std::string("--database: there is no workspace in it")) +
                    ". \"makegood serve\", \"agent add\", \"inbox add\" and \"migrate\" make one.");
}

Workspace open_workspace(const Place& place, const Clock& clock, const std::string& base_url) {
  Workspace workspace;
  db::Options options;
  options.url = place.url();
  options.synchronous_full = !is_told_to_be_unsafe();
  workspace.database = open_database(options);
  workspace.database->migrate(store::migrations());
  workspace.desk = std::make_unique<desk::Desk>(*workspace.database, clock,
                                                desk::Desk::Options{base_url, "localhost"});
  return workspace;
}

}  // namespace mg::app
