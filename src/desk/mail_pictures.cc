#include "desk/mail_pictures.h"

#include <charconv>

namespace mg::desk {

std::string with_part_addresses(std::string_view html, std::span<const std::string> addresses) {
  constexpr std::string_view mark = "\"/_cid/";
  std::string out;
  std::size_t done = 0;
  for (auto at = html.find(mark); at != std::string_view::npos; at = html.find(mark, at + 1)) {
    const char* const digits = html.data() + at + mark.size();
    const char* const last = html.data() + html.size();
    std::size_t part = 0;
    const auto [end, error] = std::from_chars(digits, last, part);
    if (error != std::errc{} || end == last || *end != '"' || part >= addresses.size()) continue;
    out.append(html, done, at + 1 - done).append(addresses[part]);
    done = static_cast<std::size_t>(end - html.data());
  }
  return out.append(html, done);
}

}  // namespace mg::desk
