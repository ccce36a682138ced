#include "store/copy_tables.h"

#include <algorithm>
#include <map>
#include <set>

namespace mg::store {
namespace {

ColumnKind kind_of(std::string_view declared) {
  if (declared == "INTEGER") return ColumnKind::integer;
  if (declared == "REAL") return ColumnKind::real;
  if (declared == "BLOB") return ColumnKind::blob;
  if (declared == "TEXT") return ColumnKind::text;
  throw db::Error(db::ErrorKind::schema,
                  "A column has the type " + std::string(declared) + ", which cannot be copied.");
}

std::vector<std::string> names(db::Session& sqlite) {
  std::vector<std::string> found;
  sqlite.execute_text(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
      "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('sequence', "
      "'schema_migrations') "
      "ORDER BY name",
      {}, [&](const db::Row& row) { found.push_back(row.string(0)); });
  return found;
}

Table describe(db::Session& sqlite, const std::string& name) {
  Table table{name, {}, {}};
  std::map<std::int64_t, std::string> key;
  const db::Value values[] = {db::to_value(name)};
  sqlite.execute_text("SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid", values,
                      [&](const db::Row& row) {
                        table.columns.push_back({row.string(0), kind_of(row.text(1))});
                        if (row.integer(2) > 0) key[row.integer(2)] = row.string(0);
                      });
  for (auto& [position, column] : key) table.key.push_back(std::move(column));
  if (table.key.empty()) {
    for (const Column& column : table.columns) table.key.push_back(column.name);
  }
  return table;
}

std::set<std::string> referred_to(db::Session& sqlite, const std::string& name) {
  std::set<std::string> found;
  const db::Value values[] = {db::to_value(name)};
  sqlite.execute_text("SELECT \"table\" FROM pragma_foreign_key_list($1)", values,
                      [&](const db::Row& row) { found.insert(row.string(0)); });
  found.erase(name);
  return found;
}

}  // namespace

std::vector<Table> tables_to_copy(db::Session& sqlite) {
  std::vector<std::string> left = names(sqlite);
  std::set<std::string> placed;
  std::vector<Table> tables;
  while (!left.empty()) {
    const auto next = std::ranges::find_if(left, [&](const std::string& name) {
      return std::ranges::includes(placed, referred_to(sqlite, name));
    });
    if (next == left.end()) {
      throw db::Error(db::ErrorKind::schema, "Tables refer to one another in a circle.");
    }
    tables.push_back(describe(sqlite, *next));
    placed.insert(*next);
    left.erase(next);
  }
  return tables;
}

}  // namespace mg::store
