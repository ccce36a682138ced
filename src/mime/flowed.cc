#include "base/ascii.h"
#include "mime/part.h"

namespace mg::mime {

std::string unflow(std::string_view text, bool delete_space) {
  std::string out;
  std::size_t open_depth = 0;
  bool open = false;  // The line before ended softly.
  while (!text.empty()) {
    const bool last = text.find('\n') == std::string_view::npos;
    std::string_view line = ascii::take_line(text);
    std::size_t depth = 0;
    while (depth < line.size() && line[depth] == '>') ++depth;
    line.remove_prefix(depth);
    if (line.starts_with(' ')) line.remove_prefix(1);  // Space stuffing.
    const bool is_signature = line == "-- ";
    if (open && (depth != open_depth || is_signature)) {
      out += '\n';
      open = false;
    }
    if (!open && depth > 0) out.append(depth, '>').append(line.empty() ? "" : " ");
    const bool soft = line.ends_with(' ') && !is_signature;
    if (soft && delete_space) line.remove_suffix(1);
    out += line;
    if (!soft && !last) out += '\n';
    open = soft;
    open_depth = depth;
  }
  return out;
}

}  // namespace mg::mime
