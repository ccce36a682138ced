#pragma once

#include <string>
#include <string_view>

#include "mime/email.h"

// S/MIME (RFC 8551) as far as a reader needs it without keys: which kind a part is, and the text of
// a mail that is signed as a whole ("opaque"), which else would look empty. Nothing is verified:
// what a mail says of its own signature proves nothing (catalogue row E20).
namespace mg::mime {

// Signed or encrypted, by its content; `said` is the smime-type parameter, for what cannot be read.
Label smime_label(std::string_view bytes, std::string_view said);

// The content that a CMS SignedData (RFC 5652) in DER or BER carries; "" when there is none.
std::string signed_content(std::string_view bytes);

// Reads text, HTML and attachments out of signed parts, where the mail has no text of its own. The
// part itself stays as it came. Returns whether the text was made from the HTML.
bool open_smime(Email& email);

}  // namespace mg::mime
