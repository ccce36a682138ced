
#include "base/ascii.h"
#include "mime/html_write.h"
#include "mime/sanitize.h"

namespace mg::mime {
namespace {

constexpr std::size_t url_bytes_max = 8000;

}  // namespace

std::string safe_link(std::string_view url) {
  // As the URL standard says: control characters and blanks go at both ends, tabs and line ends
  // everywhere - so that "java\tscript:" is seen as what a browser would run.
  while (!url.empty() && static_cast<unsigned char>(url.front()) <= 0x20) url.remove_prefix(1);
  while (!url.empty() && static_cast<unsigned char>(url.back()) <= 0x20) url.remove_suffix(1);
  if (url.size() > url_bytes_max) return {};
  std::string clean;
  for (const char c : url) {
    if (c == '\t' || c == '\n' || c == '\r') continue;
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return {};
    if (c == ' ') {
      clean += "%20";
    } else {
      clean += c;
    }
  }
  const auto colon = clean.find(':');
  if (colon == std::string::npos) return {};
  const auto scheme = ascii::lower(clean.substr(0, colon));
  const auto rest = std::string_view(clean).substr(colon + 1);
  if (scheme == "http" || scheme == "https") {
    const bool host = rest.size() > 2 && rest.starts_with("//") && rest[2] != '/' &&
                      rest[2] != '\\' && rest[2] != '?' && rest[2] != '#';
    return host ? scheme + ':' + std::string(rest) : std::string();
  }
  const bool plain = (scheme == "mailto" || scheme == "tel") && !rest.empty();
  return plain ? scheme + ':' + std::string(rest) : std::string();
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  html::write_text(text, out);
  return out;
}

}  // namespace mg::mime
