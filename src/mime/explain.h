#pragma once

#include <string>
#include <string_view>

#include "mime/email.h"

namespace mg::mime {

// "quoted", "smime_signed": the names in JSON.
std::string_view name_of(FoldKind kind);
std::string_view name_of(Label label);

// One line of JSON that says what was understood of a mail; for `makegood mail explain`. `file` is
// given back as it came, `ms` is how long parsing took. Every decision stands there with its code
// and the value that it was made on (reason.h).
std::string explain_json(const Email& email, std::string_view file, double ms);

// The same decisions in English sentences: why the mail is automatic or not, what was folded by
// which rule, what was repaired or left out, and which attachments are hidden. Ends with a line
// end; holds no control characters of the mail's.
std::string explain_words(const Email& email, std::string_view file);

}  // namespace mg::mime
