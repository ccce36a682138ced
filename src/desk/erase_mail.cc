#include "desk/erase_mail.h"

#include <algorithm>
#include <array>

#include "base/address.h"
#include "base/ascii.h"
#include "desk/mail_people.h"

namespace mg::desk {
namespace {

constexpr std::size_t head_bytes_max = 256 * 1024;

bool is_address_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
         c == '+';
}

// As a whole address: "ana@x.org" is not in "diana@x.org", nor in "ana@x.org.uk".
bool names(std::string_view line, std::string_view address) {
  for (auto at = line.find(address); at != line.npos; at = line.find(address, at + 1)) {
    const auto end = at + address.size();
    const bool begins = at == 0 || !is_address_byte(line[at - 1]);
    const bool ends = end == line.size() || !is_address_byte(line[end]);
    if (begins && ends) return true;
  }
  return false;
}

bool names_sender(std::string_view line) {
  constexpr std::array<std::string_view, 4> fields{"from:", "sender:", "reply-to:", "return-path:"};
  if (line.starts_with("resent-")) line.remove_prefix(7);
  return std::ranges::any_of(fields, [&](std::string_view f) { return line.starts_with(f); });
}

}  // namespace

bool is_from(std::string_view raw, const std::vector<std::string>& addresses) {
  const std::string head = ascii::lower(raw.substr(0, head_bytes_max));
  bool in_sender = false;
  for (std::size_t at = 0; at < head.size();) {
    const auto end = std::min(head.find('\n', at), head.size());
    const std::string_view line = std::string_view(head).substr(at, end - at);
    at = end + 1;
    if (line.empty() || line == "\r") return false;  // The body begins.
    const bool continues = line.front() == ' ' || line.front() == '\t';
    if (!continues) in_sender = names_sender(line);
    if (!in_sender) continue;
    for (const std::string& address : addresses) {
      if (names(line, address)) return true;
    }
  }
  return false;
}

std::string without_people(const std::string& text, const std::vector<std::string>& addresses) {
  People people = people_from(text);
  const auto is_erased = [&](const rules::Person& person) {
    return std::ranges::find(addresses, address_key(person.email)) != addresses.end();
  };
  std::size_t erased = 0;
  for (auto* list : {&people.to, &people.cc, &people.bcc, &people.reply_to}) {
    erased += std::erase_if(*list, is_erased);
  }
  return erased == 0 ? text : json::write(people);
}

}  // namespace mg::desk
