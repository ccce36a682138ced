#include "base/blanks.h"

namespace mg {

std::string_view without_blanks_around(std::string_view text) {
  constexpr std::string_view unseen[] = {"\xc2\xa0", "\xe2\x80\x8b", "\xef\xbb\xbf"};
  for (std::size_t size = text.size() + 1; size != text.size();) {
    size = text.size();
    if (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    if (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    for (const std::string_view blank : unseen) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size());
      if (text.ends_with(blank)) text.remove_suffix(blank.size());
    }
  }
  return text;
}

}  // namespace mg
