#pragma once

#include "mime/email.h"
#include "mime/header.h"

namespace mg::mime {

// Sets is_auto_reply, is_from_list and automatic of an email whose other members are filled:
// whether a machine wrote it (RFC 3834, and the markers that programs used before and beside it),
// and whether it came over a mailing list, where a person may have written it and a machine must
// still not answer. X-Auto-Response-Suppress does not prove a machine, but its sender asks for no
// automatic answer (All, AutoReply, OOF); the other values (DR, RN, NRN) are about receipts and
// count for nothing.
void judge_automatic(const Header& header, Email& email);

}  // namespace mg::mime
