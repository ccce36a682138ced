#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mg::store {

// One statement that asks `select`, which ends where a key is missing, for each of so many keys.
// Not `IN`: of a table that is still small PostgreSQL remembers to read the whole of it for that,
// and goes on so while it grows.
inline std::string for_each_of(std::size_t keys, std::string_view select) {
  std::string text;
  for (std::size_t key = 1; key <= keys; ++key) {
    if (key > 1) text += " UNION ALL ";
    text += std::string(select) + "$" + std::to_string(key);
  }
  return text;
}

}  // namespace mg::store
