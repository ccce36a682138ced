#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
namespace mg {

// Bytes of the character that `text` begins with (1 to 4); 0 when it begins with none.
std::size_t utf8_sequence_length(std::string_view text);

bool is_utf8(std::string_view text);

// Characters here are code points.
std::size_t utf8_length(std::string_view text);

// Nothing but white space, also the kind that does not break.
bool is_blank(std::string_view text);

// The last place at or before `at` where a character begins or the text ends. In what is not UTF-8
// perhaps `at` itself.
std::size_t utf8_boundary(std::string_view text, std::size_t at);

// The longest beginning of whole characters within `bytes_max`.
std::string_view utf8_cut(std::string_view text, std::size_t bytes_max);
// The same, ending with a word where there is a space to end at (in the second half).
std::string_view utf8_cut_at_word(std::string_view text, std::size_t bytes_max);

// The first `characters_max` characters on one line: runs of blanks and controls become one space.
// What is longer is cut in the same way and ends with "...".
std::string utf8_excerpt(std::string_view text, std::size_t characters_max);

}  // namespace mg
