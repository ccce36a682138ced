#pragma once

#include <string>
#include <string_view>

#include "mime/email.h"

namespace mg::mime {

// One line of JSON that says what was understood of a mail; for `makegood mail explain`. `file` is
// repeated as given, `ms` is the time the reading took.
std::string explain_json(const Email& email, std::string_view file, double ms);

}  // namespace mg::mime
