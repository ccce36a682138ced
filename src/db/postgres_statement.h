#pragma once

#include <libpq-fe.h>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/postgres_connection.h"
#include "db/text_cache.h"

namespace mg::db {

// The prepared statements of one connection. A parameter is declared with the type of its value
// (bigint, double precision, text, bytea); a NULL leaves the type to the server until a value
// shows it, and then the statement is prepared once more.
class PostgresStatements {
 public:
  explicit PostgresStatements(PostgresConnection& connection) : connection_(connection) {}

  PostgresResult run(const Statement& statement, std::span<const Value> values);
  PostgresResult run_text(std::string_view sql, std::span<const Value> values);
  void post(const Statement& statement, std::span<const Value> values,
            std::optional<std::int64_t> rows);

 private:
  static constexpr std::size_t texts_max = 64;

  struct Prepared {
    std::string name;
    std::vector<Oid> types;
    const char* text = nullptr;  // Compared by address only.
  };

  bool fits(const Prepared& prepared, std::span<const Value> values) const;
  std::shared_ptr<Prepared> prepare(std::string_view sql, std::span<const Value> values,
                                    const Prepared* earlier);
  const Prepared& prepared(const Statement& statement, std::span<const Value> values);
  static int send(PGconn* to, const Prepared& prepared, std::span<const Value> values);
  PostgresResult run_prepared(const Prepared& prepared, std::span<const Value> values,
                              std::string_view sql);
  void forget(const Prepared& prepared);

  PostgresConnection& connection_;
  std::unordered_map<const Statement*, std::shared_ptr<Prepared>> statements_;
  TextCache<Prepared> texts_{texts_max};
  int next_name_ = 0;
};

// Calls `each` for the rows; returns the number of rows changed or returned.
std::int64_t read_rows(const PGresult* result, const std::function<void(const Row&)>& each);

}  // namespace mg::db
