#pragma once

#include <cstddef>
#include <cstdint>

namespace mg::db::type {

// Object ids of PostgreSQL's built-in types: fixed for ever (catalog/pg_type.dat).
constexpr unsigned boolean = 16;
constexpr unsigned bytea = 17;
constexpr unsigned name = 19;
constexpr unsigned int8 = 20;
constexpr unsigned int2 = 21;
constexpr unsigned int4 = 23;
constexpr unsigned text = 25;
constexpr unsigned oid = 26;
constexpr unsigned json = 114;
constexpr unsigned float4 = 700;
constexpr unsigned float8 = 701;
constexpr unsigned unknown = 705;
constexpr unsigned bpchar = 1042;
constexpr unsigned varchar = 1043;
constexpr unsigned numeric = 1700;
constexpr unsigned xid8 = 5069;

// Network byte order.
template <class Integer>
Integer big_endian(const char* bytes) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    value = static_cast<Integer>((static_cast<std::uint64_t>(value) << 8) |
                                 static_cast<unsigned char>(bytes[i]));
  }
  return value;
}

inline void write_big_endian(std::uint64_t value, char* bytes) {
  for (int i = 7; i >= 0; --i) {
    bytes[i] = static_cast<char>(value & 0xFF);
    value >>= 8;
  }
}

}  // namespace mg::db::type
