#pragma once

#include <string>

#include "mime/email.h"
#include "mime/header.h"

namespace mg::mime {

// Why the mail was written by a machine ("Auto-Submitted: auto-replied"), or "" when it was not.
// RFC 3834, and the markers that programs used before and beside it. X-Auto-Response-Suppress
// does not prove a machine, but its sender asks for no automatic answer (All, AutoReply, OOF); the
// other values (DR, RN, NRN) are about receipts and count for nothing.
std::string automatic_reason(const Header& header, const Email& email);

}  // namespace mg::mime
