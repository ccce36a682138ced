#include <bit>
#include <charconv>
#include <cmath>

#include "db/postgres_statement.h"
#include "db/postgres_types.h"

namespace mg::db {
namespace {

// Binary form of numeric (backend/utils/adt/numeric.c, numeric_send): digit groups of base 10000.
struct Numeric {
  std::int16_t groups, weight;
  std::uint16_t sign;
  const char* digits;

  explicit Numeric(const char* bytes)
      : groups(type::big_endian<std::int16_t>(bytes)),
        weight(type::big_endian<std::int16_t>(bytes + 2)),
        sign(type::big_endian<std::uint16_t>(bytes + 4)),
        digits(bytes + 8) {}

  int group(int i) const {
    return i < groups ? type::big_endian<std::int16_t>(digits + std::ptrdiff_t{2} * i) : 0;
  }
  bool negative() const { return sign == 0x4000; }
  bool finite() const { return sign == 0 || negative(); }

  // SUM(bigint) is a numeric. nullopt when it is no whole number of 64 bits.
  std::optional<std::int64_t> integer() const {
    if (!finite()) return std::nullopt;
    for (int i = weight + 1; i < groups; ++i) {
      if (i >= 0 && group(i) != 0) return std::nullopt;
    }
    std::int64_t value = 0;
    for (int i = 0; i <= weight; ++i) {
      const int digit = negative() ? -group(i) : group(i);
      if (__builtin_mul_overflow(value, 10'000, &value) ||
          __builtin_add_overflow(value, digit, &value)) {
        return std::nullopt;
      }
    }
    return value;
  }
  double real() const {
    if (!finite()) return std::nan("");
    double value = 0;
    for (int i = 0; i < groups; ++i) value += group(i) * std::pow(10'000.0, weight - i);
    return negative() ? -value : value;
  }
};

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}

  bool is_null(int column) const override {
    if (column < 0 || column >= PQnfields(result_)) {
      throw Error(ErrorKind::schema, "There is no column " + std::to_string(column) + ".");
    }
    return PQgetisnull(result_, row_, column) != 0;
  }
  std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const char* bytes = PQgetvalue(result_, row_, column);
    switch (PQftype(result_, column)) {
      case type::int8:
      case type::xid8:
        return type::big_endian<std::int64_t>(bytes);
      case type::int4:
        return type::big_endian<std::int32_t>(bytes);
      case type::oid:
        return type::big_endian<std::uint32_t>(bytes);
      case type::int2:
        return type::big_endian<std::int16_t>(bytes);
      case type::boolean:
        return *bytes != 0;
      case type::numeric:
        if (const auto value = Numeric(bytes).integer()) return *value;
        [[fallthrough]];
      default:
        refuse_type(column);
    }
  }
  double real(int column) const override {
    if (is_null(column)) return 0;
    const char* bytes = PQgetvalue(result_, row_, column);
    switch (PQftype(result_, column)) {
      case type::float8:
        return std::bit_cast<double>(type::big_endian<std::uint64_t>(bytes));
      case type::float4:
        return static_cast<double>(std::bit_cast<float>(type::big_endian<std::uint32_t>(bytes)));
      case type::numeric:
        return Numeric(bytes).real();
      default:
        return static_cast<double>(integer(column));
    }
  }
  std::string_view text(int column) const override {
    if (is_null(column)) return {};
    switch (PQftype(result_, column)) {
      case type::text:
      case type::varchar:
      case type::bpchar:
      case type::name:
      case type::json:
      case type::unknown:
        return bytes_of(column);
      default:
        refuse_type(column);
    }
  }
  std::string_view blob(int column) const override {
    if (is_null(column)) return {};
    if (PQftype(result_, column) != type::bytea) refuse_type(column);
    return bytes_of(column);
  }

 private:
  std::string_view bytes_of(int column) const {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  [[noreturn]] void refuse_type(int column) const {
    throw Error(ErrorKind::schema, std::string("Column ") + PQfname(result_, column) +
                                       " holds another type than asked for (" +
                                       std::to_string(PQftype(result_, column)) + ").");
  }

  const PGresult* result_;
  int row_;
};

}  // namespace

std::int64_t rows_changed(const PGresult* result) {
  // Takes the result as not const, but only reads it.
  const std::string_view count = PQcmdTuples(const_cast<PGresult*>(result));
  std::int64_t changed = PQntuples(result);
  if (!count.empty()) std::from_chars(count.data(), count.data() + count.size(), changed);
  return changed;
}

std::int64_t read_rows(const PGresult* result, const std::function<void(const Row&)>& each) {
  const int rows = PQntuples(result);
  for (int row = 0; row < rows; ++row) each(PostgresRow(result, row));
  return rows_changed(result);
}

}  // namespace mg::db
