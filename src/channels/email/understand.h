#pragma once

#include <memory>
#include <string_view>

#include "desk/mail_in.h"

namespace mg::channels::email {

// Reads a stored mail: what it says, whom it answers, whether a machine wrote it; HTML sanitised,
// parts ready to be stored. Slow (parsing, compressing); pure; any thread. Never fails: what cannot
// be understood is left out, the raw bytes stay the truth.
std::shared_ptr<desk::ReceivedMail> understand(const store::RawMail& mail, std::string_view raw);

}  // namespace mg::channels::email
