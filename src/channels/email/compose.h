#pragma once

#include <string>

#include "base/result.h"
#include "desk/outbox.h"

namespace mg::channels::email {

// The bytes of an outgoing mail (RFC 5322, CRLF, 7 bit), in the workspace's language. Pure.
Result<std::string> compose(const desk::MailToBuild& mail);

}  // namespace mg::channels::email
