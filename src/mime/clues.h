#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/email.h"

// What a mail says of its place among other mails.
namespace mg::mime {

// The ids that it says it answers, the most telling first: In-Reply-To, then References from the
// newest back.
std::vector<std::string> answered_ids(const Email& email);

// Its ancestors (RFC 5322 3.6.4), the oldest first: References, and what it answers if that is not
// among them. The oldest one and the newest others of a long list.
inline constexpr std::size_t ancestors_max = 100;
std::vector<std::string> ancestor_ids(const Email& email);

// As it stands in the header; "" when there is none (thread_index.h).
std::string thread_index_of(const Email& email);

// All addresses that it was sent to, for plus-address tokens: `recipient` of the envelope, then
// what the mail servers on the way wrote down, To and Cc.
std::vector<std::string> sent_to(const Email& email, std::string_view recipient);

}  // namespace mg::mime
