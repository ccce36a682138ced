#pragma once

#include <string>
#include <string_view>

#include "desk/mail_in.h"

// Mails compared by what they say.
namespace mg::desk {

// Names a mail whose own Message-ID another mail has: by who says what, with which files.
std::string id_of_words(const ReceivedMail& mail);

std::string without_blanks(std::string_view text);

}  // namespace mg::desk
