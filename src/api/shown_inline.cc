#include "api/shown_inline.h"

#include "net/http.h"

namespace mg::api {
namespace {

bool is_webp(std::string_view bytes) {
  return bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
}

}  // namespace

bool may_be_shown_inline(std::string_view type, std::string_view bytes) {
  if (net::iequals(type, "image/png")) return bytes.starts_with("\x89PNG\r\n\x1a\n");
  if (net::iequals(type, "image/jpeg")) return bytes.starts_with("\xff\xd8\xff");
  if (net::iequals(type, "image/gif")) {
    return bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a");
  }
  return net::iequals(type, "image/webp") && is_webp(bytes);
}

}  // namespace mg::api
