#pragma once

#include <string>
#include <string_view>

#include "mime/email.h"

namespace mg::mime {

inline constexpr std::size_t tnef_attachments_max = 200;
inline constexpr std::size_t rtf_bytes_max = 5u << 20;

// Unpacks each winmail.dat (application/ms-tnef, [MS-OXTNEF]) among the attachments: its files join
// the attachments, its body becomes the text or HTML where the mail has none, and the container
// itself is hidden. One that cannot be read stays as it is. Returns whether the text was changed.
bool unpack_tnef(Email& email);

// Undoes the compression of [MS-OXRTFCP]; "" when it is broken.
std::string decompress_rtf(std::string_view bytes);

// The words of an RTF text, also of one that HTML was wrapped into ([MS-OXRTFEX]). UTF-8.
std::string text_of_rtf(std::string_view rtf);

}  // namespace mg::mime
