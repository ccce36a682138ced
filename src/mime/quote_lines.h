#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mime/reason.h"

// Looks at lines of a mail, one question each; split_quote puts the answers together.
namespace mg::mime::quote {

struct Line {
  std::string_view raw;  // Without its line end.
  std::string folded;  // Lower case, single blanks, no emphasis or invisible marks; "" if too long.
  int depth = 0;       // How many ">" it starts with.
  bool blank = false;
};

// No phrase that is looked for stands in a longer line, so that such lines cost nothing.
inline constexpr std::size_t folded_line_bytes_max = 700;

std::vector<Line> lines_of(std::string_view text);

// Whether nothing but a drawn line ("-----", "____", "* * *") or a stray mark stands there.
bool is_rule(const Line& line);

// Where "On Monday, ... wrote:" ends that starts at `at` (one past its last line); `at` if none
// does.
std::size_t intro_end(const std::vector<Line>& lines, std::size_t at);

// Where reply and intro share a line: the byte in `raw` at which the intro begins; npos if nowhere.
std::size_t intro_inside(const Line& line);

// Where a copied block of From/Sent/To/Subject ends that starts at `at`; `at` if none does.
std::size_t header_block_end(const std::vector<Line>& lines, std::size_t at);

bool is_original_mark(const Line& line);  // "-----Original Message-----"
bool is_forward_mark(const Line& line);   // "---------- Forwarded message ---------"

// A line between quoted ones that lost its ">" when it was wrapped.
bool is_wrapped_quote(const std::vector<Line>& lines, std::size_t at);

// Where the signature and footers begin that close lines [0, end); `end` if there are none. Blank
// and drawn lines at the close count as footers.
// `footers`, if given, gets each piece and the rule that found it, the last first.
struct Footer {
  std::size_t begin = 0;
  Why why = Why::none;
};
std::size_t signature_begin(const std::vector<Line>& lines, std::size_t end,
                            std::vector<Footer>* footers = nullptr);

bool has_word(std::string_view folded, std::string_view word);  // With non-letters on both sides.

}  // namespace mg::mime::quote
