#include <glib.h>
#include <memory>

#include "base/ascii.h"
#include "mime/charset.h"
#include "mime/header.h"

namespace mg::mime {
namespace {

constexpr std::size_t ids_max = 1000;
constexpr std::size_t id_bytes_max = 1000;

void add(std::vector<std::string>& ids, std::string_view text) {
  std::string id;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte != 127 && c != '<' && c != '>') id += c;
  }
  if (!id.empty() && id.size() <= id_bytes_max) ids.push_back(clean_utf8(id));
}

std::vector<std::string> ids_in(std::string_view value) {
  std::vector<std::string> ids;
  if (value.find('<') == std::string_view::npos) {
    const std::string_view whole = ascii::trim(value);
    if (whole.find_first_of(" \t,") == std::string_view::npos) {
      add(ids, whole);
      return ids;
    }
    std::string_view rest = value;
    while (!rest.empty() && ids.size() < ids_max) {
      const std::size_t end = std::min(rest.find_first_of(" \t\r\n,;"), rest.size());
      const std::string_view token = rest.substr(0, end);
      if (token.find('@') != std::string_view::npos) add(ids, token);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return ids;
  }
  std::size_t at = value.find('<');
  while (at != std::string_view::npos && ids.size() < ids_max) {
    const std::size_t end = value.find_first_of("<>", at + 1);
    if (end == std::string_view::npos) {
      // Cut off: the last id never closes.
      add(ids, value.substr(at + 1));
      break;
    }
    if (value[end] == '>') add(ids, value.substr(at + 1, end - at - 1));
    at = value[end] == '<' ? end : value.find('<', end);
  }
  return ids;
}

}  // namespace

std::vector<std::string> parse_ids(std::string_view value) {
  // No encoded word may stand here, and yet programs fold a long id into some (Python's do), its
  // brackets with it: inside of brackets everything is the id.
  if (value.find("=?") != std::string_view::npos && value.find('<') == std::string_view::npos) {
    const std::string decoded = decode_words(value);
    if (decoded.find('@') != std::string::npos) return ids_in(decoded);
  }
  return ids_in(value);
}

std::string derived_message_id(std::string_view raw) {
  const std::unique_ptr<char, decltype(&g_free)> sum(
      g_compute_checksum_for_data(G_CHECKSUM_SHA256, reinterpret_cast<const guchar*>(raw.data()),
                                  raw.size()),
      g_free);
  return std::string(sum.get()).substr(0, 40) + "@message-id.missing";
}

}  // namespace mg::mime
