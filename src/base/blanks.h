#pragma once

#include <string_view>

namespace mg {

// Without the blanks and controls (ASCII) around it, nor those that nobody sees and that are copied
// along with an address: U+00A0, U+200B, U+FEFF.
std::string_view without_blanks_around(std::string_view text);

}  // namespace mg
