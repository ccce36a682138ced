#pragma once

#include <algorithm>
#include <functional>
#include <ranges>

namespace mg::mime {

// Lists of phrases stand in the order of their bytes, which keeps a script together, and name none
// twice; a static_assert behind each list holds it to that.
template <class List>
constexpr bool is_in_order(const List& list) {
  return std::ranges::adjacent_find(list, std::ranges::greater_equal{}) == std::ranges::end(list);
}

}  // namespace mg::mime
