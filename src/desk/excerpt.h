#pragma once

#include <string>
#include <string_view>

// What of a message stands for it in a list.
namespace mg::desk {

// The words without what ends them: the writer's own name, a closing above it ("Best regards,") and
// a few short lines below it (a company, a telephone number). All of them when nothing else would
// be left. Signatures that a mail marks as such are gone before: mime/quote.h. A view into `text`.
std::string_view without_sign_off(std::string_view text, std::string_view writer);

// The rest on one line, of at most store::excerpt_characters_max.
std::string excerpt_of(std::string_view text, std::string_view writer);

}  // namespace mg::desk
