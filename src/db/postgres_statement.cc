#include "db/postgres_statement.h"

#include <array>
#include <bit>

#include "db/parameters.h"
#include "db/postgres_types.h"

namespace mg::db {
namespace {

constexpr std::size_t parameters_max = 65'535;  // The protocol's number.

Oid declared_type(const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return type::int8;
  if (std::holds_alternative<double>(value)) return type::float8;
  if (std::holds_alternative<std::string_view>(value)) return type::text;
  if (std::holds_alternative<Blob>(value)) return type::bytea;
  return 0;
}

// The arrays that PQsendQueryPrepared wants; all values binary.
struct Parameters {
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  std::vector<std::array<char, 8>> numbers;

  explicit Parameters(std::size_t count)
      : values(count), lengths(count), formats(count, 1), numbers(count) {}

  void set(std::size_t i, const Value& value, Oid wanted) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      const auto bits = wanted == type::float8
                            ? std::bit_cast<std::uint64_t>(static_cast<double>(*number))
                            : static_cast<std::uint64_t>(*number);
      set_number(i, bits);
    } else if (const auto* real = std::get_if<double>(&value)) {
      set_number(i, std::bit_cast<std::uint64_t>(*real));
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      set_bytes(i, *text);
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
      set_bytes(i, blob->bytes);
    }  // Else NULL: the null pointer that is there already.
  }

 private:
  void set_number(std::size_t i, std::uint64_t bits) {
    type::write_big_endian(bits, numbers[i].data());
    values[i] = numbers[i].data();
    lengths[i] = 8;
  }
  void set_bytes(std::size_t i, std::string_view bytes) {
    values[i] = bytes.data() ? bytes.data() : "";
    lengths[i] = static_cast<int>(bytes.size());
  }
};

}  // namespace

bool PostgresStatements::fits(const Prepared& prepared, std::span<const Value> values) const {
  if (prepared.types.size() != values.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Oid wanted = declared_type(values[i]);
    const bool widened = wanted == type::int8 && prepared.types[i] == type::float8;
    if (wanted != 0 && wanted != prepared.types[i] && !widened) return false;
  }
  return true;
}

std::shared_ptr<PostgresStatements::Prepared> PostgresStatements::prepare(
    std::string_view sql, std::span<const Value> values, const Prepared* earlier) {
  auto prepared = std::make_shared<Prepared>();
  prepared->name = "s" + std::to_string(++next_name_);
  prepared->text = sql.data();
  const bool learn = earlier && earlier->types.size() == values.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Oid declared = declared_type(values[i]);
    prepared->types.push_back(declared == 0 && learn ? earlier->types[i] : declared);
  }
  const std::string text(sql);
  connection_.finish(
      PQsendPrepare(connection_.handle(), prepared->name.c_str(), text.c_str(),
                    static_cast<int>(prepared->types.size()), prepared->types.data()),
      "preparing " + text);
  return prepared;
}

void PostgresStatements::forget(const Prepared& prepared) {
  connection_.control("DEALLOCATE " + prepared.name);
}

int PostgresStatements::send(PGconn* to, const Prepared& prepared, std::span<const Value> values) {
  Parameters parameters(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    parameters.set(i, values[i], prepared.types[i]);
  }
  return PQsendQueryPrepared(to, prepared.name.c_str(), static_cast<int>(values.size()),
                             parameters.values.data(), parameters.lengths.data(),
                             parameters.formats.data(), 1);
}

PostgresResult PostgresStatements::run_prepared(const Prepared& prepared,
                                                std::span<const Value> values,
                                                std::string_view sql) {
  return connection_.finish(send(connection_.handle(), prepared, values), sql);
}

const PostgresStatements::Prepared& PostgresStatements::prepared(const Statement& statement,
                                                                 std::span<const Value> values) {
  if (values.size() > parameters_max) throw Error(ErrorKind::schema, "Too many parameters.");
  for (const Value& value : values) check_value(value);
  const std::string_view sql = statement.postgres;
  std::shared_ptr<Prepared>& kept = statements_[&statement];
  if (kept && kept->text != sql.data()) {  // Another statement lives at this address now.
    forget(*kept);
    kept = nullptr;
  }
  if (!kept || !fits(*kept, values)) {
    auto made = prepare(sql, values, kept.get());
    if (kept) forget(*kept);
    kept = std::move(made);
  }
  return *kept;
}

PostgresResult PostgresStatements::run(const Statement& statement, std::span<const Value> values) {
  return run_prepared(prepared(statement, values), values, statement.postgres);
}

void PostgresStatements::post(const Statement& statement, std::span<const Value> values,
                              std::optional<std::int64_t> rows) {
  const Prepared& ready = prepared(statement, values);
  std::size_t bytes = 0;
  for (const Value& value : values) {
    if (const auto* text = std::get_if<std::string_view>(&value)) bytes += text->size();
    if (const auto* blob = std::get_if<Blob>(&value)) bytes += blob->bytes.size();
  }
  connection_.posted(send(connection_.posting(), ready, values), statement.postgres, bytes, rows);
}

PostgresResult PostgresStatements::run_text(std::string_view sql, std::span<const Value> values) {
  if (values.size() > parameters_max) throw Error(ErrorKind::schema, "Too many parameters.");
  for (const Value& value : values) check_value(value);
  std::shared_ptr<Prepared> kept = texts_.find(sql);
  if (!kept || !fits(*kept, values)) {
    auto made = prepare(sql, values, kept.get());
    if (kept) forget(*kept);
    kept = made;
    if (const auto oldest = texts_.insert(sql, made)) forget(*oldest);
  }
  return run_prepared(*kept, values, sql);
}

std::int64_t PostgresSession::run_statement(const Statement& statement,
                                            std::span<const Value> values,
                                            const std::function<void(const Row&)>& each) {
  return take(connection_.statements().run(statement, values).get(), each);
}

std::int64_t PostgresSession::run_text(std::string_view sql, std::span<const Value> values,
                                       const std::function<void(const Row&)>& each) {
  return take(connection_.statements().run_text(sql, values).get(), each);
}

void PostgresSession::run_script(std::string_view sql) {
  has_written_ = true;
  connection_.script(std::string(sql));
}

void PostgresSession::send_statement(const Statement& statement, std::span<const Value> values,
                                     std::optional<std::int64_t> rows) {
  has_written_ = true;
  connection_.statements().post(statement, values, rows);
}

std::int64_t PostgresSession::take(const PGresult* result,
                                   const std::function<void(const Row&)>& each) {
  const std::string_view done = PQcmdStatus(const_cast<PGresult*>(result));
  if (!done.starts_with("SELECT")) has_written_ = true;
  return read_rows(result, each);
}

}  // namespace mg::db
