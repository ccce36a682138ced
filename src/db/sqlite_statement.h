#pragma once

#include <memory>
#include <sqlite3.h>
#include <unordered_map>

#include "db/db.h"
#include "db/text_cache.h"

namespace mg::db {

// One prepared statement. A run in progress marks it, so that the same statement inside its own
// row callback gets a second one.
class SqliteStatement {
 public:
  // Throws Error{schema} when `sql` does not fit the schema or is more than one statement.
  SqliteStatement(sqlite3* connection, std::string_view sql, bool keep);
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  bool running() const { return running_; }
  bool made_from(std::string_view sql) const { return sql.data() == text_.data(); }
  // Session::execute of this statement.
  std::int64_t run(std::span<const Value> values, const std::function<void(const Row&)>& each);

 private:
  void bind(std::span<const Value> values);

  sqlite3* connection_;
  sqlite3_stmt* statement_ = nullptr;
  std::string_view text_;  // Compared by address only: who handed it in may be gone.
  bool running_ = false;
};

// The prepared statements of one connection.
class SqliteStatements {
 public:
  explicit SqliteStatements(sqlite3* connection) : connection_(connection) {}

  std::shared_ptr<SqliteStatement> of(const Statement& statement);
  std::shared_ptr<SqliteStatement> of_text(std::string_view sql);

 private:
  static constexpr std::size_t texts_max = 64;

  sqlite3* connection_;
  std::unordered_map<const Statement*, std::shared_ptr<SqliteStatement>> statements_;
  TextCache<SqliteStatement> texts_{texts_max};
};

}  // namespace mg::db
