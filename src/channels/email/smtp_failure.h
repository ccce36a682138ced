#pragma once

#include <curl/curl.h>
#include <string>
#include <string_view>

#include "channels/email/smtp_send.h"

namespace mg::channels::email {

// What went wrong when the server gave no answer, for people: one line. `error` is libcurl's own
// text, which may be empty.
std::string failure_words(CURLcode result, std::string_view error, const SmtpTimes& times);

}  // namespace mg::channels::email
