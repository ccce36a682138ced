#include "store/copy.h"

#include <algorithm>
#include <array>
#include <map>

#include "db/backup_file.h"
#include "db/migrate.h"
#include "gen/store/migrations.h"
#include "store/copy_tables.h"
#include "store/log.h"

namespace mg::store {
namespace {

// With chunks of blob_chunk_bytes the most that is held at a time is 16 MB.
constexpr std::size_t rows_at_once = 64;

// A value that outlives the row it was read from.
struct Cell {
  std::variant<std::monostate, std::int64_t, double, std::string> value;
  bool is_bytes = false;

  db::Value to_value() const {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* text = std::get_if<std::string>(&value)) {
      return is_bytes ? db::Value{db::Blob{*text}} : db::Value{std::string_view(*text)};
    }
    return {};
  }
};

Cell cell_from(const db::Row& row, int column, ColumnKind kind) {
  if (row.is_null(column)) return {};
  switch (kind) {
    case ColumnKind::integer:
      return {row.integer(column), false};
    case ColumnKind::real:
      return {row.real(column), false};
    case ColumnKind::blob:
      return {std::string(row.blob(column)), true};
    case ColumnKind::text:
      break;
  }
  return {row.string(column), false};
}

std::string quoted(const std::string& name) {
  return '"' + name + '"';
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + quoted(name);
  return list;
}

std::string_view postgres_type(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::integer:
      return "bigint";
    case ColumnKind::real:
      return "double precision";
    case ColumnKind::blob:
      return "bytea";
    case ColumnKind::text:
      break;
  }
  return "text";
}

// The rows of one table, in the order of its key.
class Reader {
 public:
  Reader(db::Session& from, const Table& table) : from_(from), table_(table), key_(table.key) {
    // On PostgreSQL the log's order is that of (xid, pos); SQLite has the number alone.
    if (table.name == "log" && from.engine() == db::Engine::postgres) key_ = {"xid", "pos"};
    for (const std::string& name : key_) key_kinds_.push_back(kind_of(name));
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    names.insert(names.end(), key_.begin(), key_.end());
    select_ = "SELECT " + listed(names) + " FROM " + quoted(table.name);
  }

  // The next rows, row after row; empty at the end.
  std::vector<Cell> next() {
    std::vector<Cell> cells;
    std::vector<db::Value> values;
    std::string sql = select_;
    if (!after_.empty()) {
      std::string places;
      for (std::size_t i = 0; i < after_.size(); ++i) {
        places += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
        values.push_back(after_[i].to_value());
      }
      sql += " WHERE (" + listed(key_) + ") > (" + places + ")";
    }
    sql += " ORDER BY " + listed(key_) + " LIMIT " + std::to_string(rows_at_once);
    const int columns = static_cast<int>(table_.columns.size());
    std::vector<Cell> last;
    from_.execute_text(sql, values, [&](const db::Row& row) {
      for (int i = 0; i < columns; ++i) {
        cells.push_back(cell_from(row, i, table_.columns[static_cast<std::size_t>(i)].kind));
      }
      last.clear();
      for (std::size_t i = 0; i < key_.size(); ++i) {
        last.push_back(cell_from(row, columns + static_cast<int>(i), key_kinds_[i]));
      }
    });
    if (!last.empty()) after_ = std::move(last);
    return cells;
  }

 private:
  ColumnKind kind_of(const std::string& name) const {
    const auto at = std::ranges::find(table_.columns, name, &Column::name);
    return at == table_.columns.end() ? ColumnKind::integer : at->kind;  // Only log.xid.
  }

  db::Session& from_;
  const Table& table_;
  std::vector<std::string> key_;
  std::vector<ColumnKind> key_kinds_;
  std::string select_;
  std::vector<Cell> after_;
};

class Writer {
 public:
  Writer(db::Session& to, const Table& table)
      : to_(to),
        columns_(table.columns.size()),
        full_(insert(table, rows_at_once)),
        single_(insert(table, 1)) {}

  void write(const std::vector<Cell>& cells) {
    std::vector<db::Value> values;
    values.reserve(cells.size());
    for (const Cell& cell : cells) values.push_back(cell.to_value());
    if (values.size() == columns_ * rows_at_once) return run(full_, values);
    for (std::size_t at = 0; at < values.size(); at += columns_) {
      run(single_, std::span(values).subspan(at, columns_));
    }
  }

 private:
  void run(const std::string& sql, std::span<const db::Value> values) {
    to_.execute_text(sql, values, [](const db::Row&) {});
  }

  std::string insert(const Table& table, std::size_t rows) const {
    const bool postgres = to_.engine() == db::Engine::postgres;
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    std::string sql = "INSERT INTO " + quoted(table.name) + " (" + listed(names) + ")";
    if (postgres && table.name == "log") sql += " OVERRIDING SYSTEM VALUE";
    sql += " VALUES ";
    std::size_t place = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      sql += row == 0 ? "(" : ", (";
      for (std::size_t i = 0; i < columns_; ++i) {
        if (i > 0) sql += ", ";
        sql += "$" + std::to_string(++place);
        if (postgres) sql += "::" + std::string(postgres_type(table.columns[i].kind));
      }
      sql += ")";
    }
    return sql;
  }

  db::Session& to_;
  const std::size_t columns_;
  const std::string full_, single_;
};

std::int64_t number(db::Session& session, const std::string& sql,
                    std::span<const db::Value> values = {}) {
  std::int64_t found = 0;
  session.execute_text(sql, values, [&](const db::Row& row) { found = row.integer(0); });
  return found;
}

// The numbers of the log start at 1 again when they come from PostgreSQL, where they have gaps and
// another order than the log.
void number_the_log(const Table& log, std::vector<Cell>& cells, std::int64_t& last) {
  const auto pos = static_cast<std::size_t>(std::ranges::find(log.columns, "pos", &Column::name) -
                                            log.columns.begin());
  for (std::size_t at = pos; at < cells.size(); at += log.columns.size()) cells[at].value = ++last;
}

// About how many rows there are. On PostgreSQL to count them takes a look at each, and with it
// perhaps longer than a statement may run.
std::int64_t rows_about(db::Session& from, const std::string& table) {
  if (from.engine() == db::Engine::sqlite) {
    return number(from, "SELECT count(*) FROM " + quoted(table));
  }
  const db::Value values[] = {db::to_value(table)};
  return number(from,
                "SELECT coalesce(max(reltuples), 0)::bigint FROM pg_class "
                "WHERE oid = to_regclass($1::text)",
                values);
}

// Rows of PostgreSQL's log behind `position`, counted by statements that look at so many each.
std::int64_t facts_behind(db::Session& from, Position position) {
  constexpr std::int64_t rows_a_look = 50'000;
  const std::string behind = "FROM log WHERE (xid, pos) > ($1, $2) ";
  const std::string last_of_a_look = "SELECT xid, pos " + behind +
                                     "ORDER BY xid, pos LIMIT 1 OFFSET " +
                                     std::to_string(rows_a_look - 1);
  std::int64_t count = 0;
  const auto values = [&] {
    return std::array{db::to_value(position.transaction), db::to_value(position.row)};
  };
  for (bool more = true; more;) {
    more = false;
    from.execute_text(last_of_a_look, values(), [&](const db::Row& row) {
      position = {row.integer(0), row.integer(1)};
      count += rows_a_look;
      more = true;
    });
  }
  return count + number(from,
                        "SELECT count(*) FROM (SELECT 1 " + behind + "LIMIT " +
                            std::to_string(rows_a_look) + ") AS rest",
                        values());
}

// Where a follower stood in `from`, as its place in `to`, of which the log is there.
Position moved(db::Session& from, db::Session& to, Position position) {
  if (from.engine() == db::Engine::postgres) {
    return {0, number(to, "SELECT coalesce(max(pos), 0) FROM log") - facts_behind(from, position)};
  }
  if (to.engine() == db::Engine::sqlite || position.row == 0) return position;
  return {number(to, "SELECT coalesce(max(xid), 0) FROM log"), position.row};
}

void move_followers(db::Session& from, db::Session& to) {
  std::map<std::string, std::string> kept;
  from.execute_text("SELECT name, position FROM follower", {},
                    [&](const db::Row& row) { kept[row.string(0)] = row.string(1); });
  kept.erase("search");
  const db::Value search[] = {db::to_value("search")};
  to.execute_text("DELETE FROM follower WHERE name = $1", search, [](const db::Row&) {});
  for (const auto& [name, text] : kept) {
    const auto position = position_from(text);
    if (!position) throw db::Error(db::ErrorKind::corrupt, "A follower has no valid position.");
    save_follower(to, name, moved(from, to, *position));
  }
}

// Ids and numbers go on after the last one that was given.
void raise_sequences(db::Session& from, db::Session& to) {
  for (const std::string name : {"id", "conversation_number"}) {
    const std::string in_postgres = name + "_sequence";
    const db::Value named[] = {db::to_value(name)};
    const std::int64_t last =
        from.engine() == db::Engine::sqlite
            ? number(from, "SELECT last FROM sequence WHERE name = $1", named)
            : number(from,
                     "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + in_postgres);
    const db::Value values[] = {db::to_value(name), db::to_value(last)};
    if (to.engine() == db::Engine::sqlite) {
      to.execute_text("UPDATE sequence SET last = $2 WHERE name = $1", values,
                      [](const db::Row&) {});
    } else if (last > 0) {
      number(to, "SELECT setval('" + in_postgres + "', " + std::to_string(last) + ")");
    }
  }
  if (to.engine() == db::Engine::postgres) {
    number(to,
           "SELECT setval(pg_get_serial_sequence('log', 'pos'), max(pos)) FROM log "
           "HAVING max(pos) IS NOT NULL");
  }
}

class Copying {
 public:
  Copying(db::Session& from, db::Session& to, const db::Percent& progress)
      : from_(from),
        to_(to),
        progress_(progress),
        tables_(tables_to_copy(from.engine() == db::Engine::sqlite ? from : to)) {}

  void run() {
    for (const Table& table : tables_) rows_ += rows_about(from_, table.name);
    // What migrations put in is in the copied rows, too.
    for (auto table = tables_.rbegin(); table != tables_.rend(); ++table) {
      to_.execute_text("DELETE FROM " + quoted(table->name), {}, [](const db::Row&) {});
    }
    for (const Table& table : tables_) copy(table);
    move_followers(from_, to_);
    raise_sequences(from_, to_);
    if (progress_) progress_(100);
  }

 private:
  void copy(const Table& table) {
    Reader reader(from_, table);
    Writer writer(to_, table);
    const bool renumber = table.name == "log" && from_.engine() == db::Engine::postgres;
    std::int64_t last = 0;
    for (auto cells = reader.next(); !cells.empty(); cells = reader.next()) {
      if (renumber) number_the_log(table, cells, last);
      writer.write(cells);
      done_ += static_cast<std::int64_t>(cells.size() / table.columns.size());
      // There may be more rows than were thought.
      const auto rows = std::max(rows_, done_ + 1);
      if (progress_) progress_(static_cast<int>(100 * done_ / rows));
    }
  }

  db::Session& from_;
  db::Session& to_;
  const db::Percent& progress_;
  const std::vector<Table> tables_;
  std::int64_t rows_ = 0, done_ = 0;
};

}  // namespace

void copy_workspace(db::Session& from, db::Session& to, const db::Percent& progress) {
  Copying(from, to, progress).run();
}

void back_up(db::Database& database, const std::string& path, const db::Percent& progress) {
  if (database.engine() == db::Engine::sqlite) return database.backup(path, progress);
  db::write_backup(path, [&](db::Session& to) {
    db::run_migrations_in(to, migrations());
    database.read([&](db::Session& from) { copy_workspace(from, to, progress); });
  });
}

}  // namespace mg::store
