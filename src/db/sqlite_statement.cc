#include "db/sqlite_statement.h"

#include "db/parameters.h"
#include "db/sqlite_error.h"

namespace mg::db {
namespace {

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const override { return type(column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override {
    return fits(column, SQLITE_INTEGER) ? sqlite3_column_int64(statement_, column) : 0;
  }
  double real(int column) const override {
    if (type(column) == SQLITE_INTEGER) return static_cast<double>(integer(column));
    return fits(column, SQLITE_FLOAT) ? sqlite3_column_double(statement_, column) : 0;
  }
  std::string_view text(int column) const override {
    if (!fits(column, SQLITE_TEXT)) return {};
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {text, size(column)};
  }
  std::string_view blob(int column) const override {
    if (!fits(column, SQLITE_BLOB)) return {};
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {bytes, size(column)};
  }

 private:
  std::size_t size(int column) const {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  }
  int type(int column) const {
    if (column < 0 || column >= sqlite3_column_count(statement_)) {
      throw Error(ErrorKind::schema, "There is no column " + std::to_string(column) +
                                         " in: " + sqlite3_sql(statement_));
    }
    return sqlite3_column_type(statement_, column);
  }
  // False for NULL; throws when the column holds another type.
  bool fits(int column, int wanted) const {
    const int found = type(column);
    if (found == SQLITE_NULL) return false;
    if (found == wanted) return true;
    throw Error(ErrorKind::schema,
                "Column " + std::to_string(column) +
                    " holds another type than asked for in: " + sqlite3_sql(statement_));
  }

  sqlite3_stmt* statement_;
};

// sqlite3_bind_text and _blob take a null pointer for NULL, whatever the length.
const char* not_null(std::string_view text) {
  return text.data() ? text.data() : "";
}

int bind_one(sqlite3_stmt* statement, int at, const Value& value) {
  check_value(value);
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, at, *number);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return sqlite3_bind_double(statement, at, *real);
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return sqlite3_bind_text64(statement, at, not_null(*text), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  if (const auto* blob = std::get_if<Blob>(&value)) {
    return sqlite3_bind_blob64(statement, at, not_null(blob->bytes), blob->bytes.size(),
                               SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, at);
}

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* connection, std::string_view sql, bool keep)
    : connection_(connection), text_(sql) {
  const std::string own = with_question_marks(sql);
  const char* tail = nullptr;
  const unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
  if (sqlite3_prepare_v3(connection, own.c_str(), static_cast<int>(own.size()) + 1, flags,
                         &statement_, &tail) != SQLITE_OK) {
    throw sqlite_error(connection, "preparing " + own);
  }
  const bool more = std::string_view(tail).find_first_not_of(" \t\r\n;") != std::string_view::npos;
  if (!statement_ || more) {
    sqlite3_finalize(statement_);
    throw Error(ErrorKind::schema, "This is not exactly one statement: " + own);
  }
}

SqliteStatement::~SqliteStatement() {
  sqlite3_finalize(statement_);
}

void SqliteStatement::bind(std::span<const Value> values) {
  const auto wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement_));
  if (wanted != values.size()) {
    throw Error(ErrorKind::schema, std::to_string(values.size()) + " parameters for " +
                                       std::to_string(wanted) + " in: " + sqlite3_sql(statement_));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (bind_one(statement_, static_cast<int>(i) + 1, values[i]) != SQLITE_OK) {
      throw sqlite_error(connection_, "binding a parameter");
    }
  }
}

std::int64_t SqliteStatement::run(std::span<const Value> values,
                                  const std::function<void(const Row&)>& each) {
  running_ = true;
  const auto reset = [this](sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);  // They point into the caller's memory.
    running_ = false;
  };
  const std::unique_ptr<sqlite3_stmt, decltype(reset)> end(statement_, reset);
  bind(values);
  const sqlite3_int64 changed_before = sqlite3_total_changes64(connection_);
  const SqliteRow row(statement_);
  std::int64_t rows = 0;
  int step = 0;
  while ((step = sqlite3_step(statement_)) == SQLITE_ROW) {
    ++rows;
    each(row);
  }
  if (step != SQLITE_DONE) {
    throw sqlite_error(connection_, "running " + std::string(sqlite3_sql(statement_)));
  }
  if (sqlite3_stmt_readonly(statement_)) return rows;
  // sqlite3_changes64 keeps the number of an earlier statement when this one changed nothing.
  const bool changed = sqlite3_total_changes64(connection_) != changed_before;
  return changed ? sqlite3_changes64(connection_) : 0;
}

std::shared_ptr<SqliteStatement> SqliteStatements::of(const Statement& statement) {
  std::shared_ptr<SqliteStatement>& kept = statements_[&statement];
  if (kept && kept->running()) {
    return std::make_shared<SqliteStatement>(connection_, statement.sqlite, false);
  }
  if (!kept || !kept->made_from(statement.sqlite)) {
    kept = std::make_shared<SqliteStatement>(connection_, statement.sqlite, true);
  }
  return kept;
}

std::shared_ptr<SqliteStatement> SqliteStatements::of_text(std::string_view sql) {
  if (auto kept = texts_.find(sql)) {
    if (!kept->running()) return kept;
    return std::make_shared<SqliteStatement>(connection_, sql, false);
  }
  auto made = std::make_shared<SqliteStatement>(connection_, sql, true);
  texts_.insert(sql, made);
  return made;
}

}  // namespace mg::db
