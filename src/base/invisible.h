#pragma once

#include <cstddef>
#include <string_view>

namespace mg {

// The bytes of a character (UTF-8) at the start of `text` that nobody sees, or that turns the
// direction of others: C1 controls, marks without width, separators of lines, tags; 0 when it is
// another one (catalogue row X5).
std::size_t invisible_bytes(std::string_view text);

}  // namespace mg
