#pragma once

#include <cstddef>
#include <string_view>

// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
namespace mg {

// Bytes of the character that `text` begins with (1 to 4); 0 when it begins with none.
std::size_t utf8_sequence_length(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace mg
