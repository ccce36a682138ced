#include "base/utf8.h"
#include "net/form.h"
#include "net/url.h"

namespace mg::net {
namespace {

constexpr std::size_t file_name_bytes_max = 200;

char32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  switch (character.size()) {
    case 1:
      return byte(0);
    case 2:
      return static_cast<char32_t>((byte(0) & 0x1F) << 6 | (byte(1) & 0x3F));
    case 3:
      return static_cast<char32_t>((byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 |
                                   (byte(2) & 0x3F));
    default:
      return static_cast<char32_t>((byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 |
                                   (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F));
  }
}

// What could make a name look like another, or leave the folder it is saved in.
bool is_unsafe(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == '/' || c == '\\' || c == 0xAD || c == 0x61C ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

std::string safe_name(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const std::size_t length = utf8_sequence_length(name);
    const std::string_view character = name.substr(0, length == 0 ? 1 : length);
    name.remove_prefix(character.size());
    if (length == 0 || is_unsafe(code_point(character))) continue;
    if (out.size() + length > file_name_bytes_max) break;
    out += character;
  }
  // Leading dots hide a file; trailing dots and spaces are dropped by some systems.
  const std::size_t first = out.find_first_not_of(". ");
  if (first == std::string::npos) return "file";
  out.erase(0, first);
  out.erase(out.find_last_not_of(". ") + 1);
  return out;
}

}  // namespace

std::string content_disposition(Disposition disposition, std::string_view file_name) {
  const std::string name = safe_name(file_name);
  std::string fallback;
  bool is_plain = true;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // One '_' for each character, not for each byte.
    const bool plain = byte < 0x80 && c != '"' && c != '%' && c != '\\';
    fallback += plain ? c : '_';
    is_plain = is_plain && plain;
  }
  std::string out = disposition == Disposition::attachment ? "attachment" : "inline";
  out += "; filename=\"" + fallback + '"';
  if (!is_plain) out += "; filename*=UTF-8''" + encode_component(name);
  return out;
}

}  // namespace mg::net
