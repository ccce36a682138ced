#pragma once

#include <string_view>

namespace mg::api {

// "image/png", "image/jpeg", "image/gif" or "image/webp" by the file's first bytes; "" for all
// else.
std::string_view raster_type_of(std::string_view bytes);

// True when a browser may show the file in its place: a PNG, JPEG, GIF or WebP by its type and by
// its first bytes alike. Everything else is a download (rows X1 and X2).
bool may_be_shown_inline(std::string_view type, std::string_view bytes);

}  // namespace mg::api
