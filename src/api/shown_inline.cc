#include "api/shown_inline.h"

#include "base/ascii.h"
#include "net/http.h"

namespace mg::api {
namespace {

bool is_webp(std::string_view bytes) {
  return bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
}

}  // namespace

std::string_view raster_type_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  return is_webp(bytes) ? "image/webp" : "";
}

bool may_be_shown_inline(std::string_view type, std::string_view bytes) {
  const std::string_view real = raster_type_of(bytes);
  return !real.empty() && ascii::equals(type, real);
}

}  // namespace mg::api
