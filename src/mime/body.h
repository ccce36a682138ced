#pragma once

#include "mime/email.h"
#include "mime/part.h"

namespace mg::mime {

// Fills text, html and attachments of `email` from the tree: of alternatives the plain one is the
// text and the richest one the HTML; other inline texts are strung together; the rest is attached.
// Returns whether the text was made from the HTML.
bool collect_body(const Part& root, Email& email);

// The name of a part as given (filename, then name), without folders and control characters; ""
// when there is none.
std::string given_name(const Part& part);

// A name for a nameless part of that type: "image.png", "message.eml".
std::string generated_name(std::string_view type);

// Moves uuencoded files ("begin 644 name" ... "end") from the text into attachments.
void extract_uuencode(Email& email);

}  // namespace mg::mime
