#include "base/invisible.h"

namespace mg {

std::size_t invisible_bytes(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto third_between = [&](unsigned int first, unsigned int last) {
    return at(2) >= first && at(2) <= last;
  };
  if (at(0) == 0xc2 && ((at(1) >= 0x80 && at(1) < 0xa0) || at(1) == 0xad)) return 2;
  if (at(0) == 0xd8 && at(1) == 0x9c) return 2;  // Arabic letter mark.
  if (at(0) == 0xe2 && at(1) == 0x80 && (third_between(0x80, 0x8f) || third_between(0xa8, 0xae))) {
    return 3;
  }
  if (at(0) == 0xe2 && at(1) == 0x81 && third_between(0xa0, 0xaf)) return 3;
  if (text.starts_with("\xef\xbb\xbf") || text.starts_with("\xe1\xa0\x8e")) return 3;
  if (text.starts_with("\xf3\xa0\x80") || text.starts_with("\xf3\xa0\x81")) return 4;  // Tags.
  return 0;
}

}  // namespace mg
