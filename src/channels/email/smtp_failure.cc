#include "channels/email/smtp_failure.h"

#include "channels/email/smtp_reply.h"

namespace mg::channels::email {
namespace {

std::string within(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(time);
  return " within " + std::to_string(seconds.count()) + " s.";
}

// libcurl tells its time limits apart in its words alone.
std::string timeout_words(std::string_view error, const SmtpTimes& times) {
  if (error.starts_with("Connection") || error.starts_with("Resolving")) {
    return "The mail server could not be reached" + within(times.connect_max);
  }
  if (error.starts_with("Operation timed out")) {
    return "The mail server did not take the mail" + within(times.total_max);
  }
  return "The mail server did not answer" + within(times.answer_max);
}

}  // namespace

std::string failure_words(CURLcode result, std::string_view error, const SmtpTimes& times) {
  if (result == CURLE_OPERATION_TIMEDOUT) return timeout_words(error, times);
  const bool closed = result == CURLE_RECV_ERROR || result == CURLE_GOT_NOTHING ||
                      error.starts_with("Send failure");
  if (closed) return "The mail server closed the connection.";
  return one_line(error.empty() ? curl_easy_strerror(result) : error);
}

}  // namespace mg::channels::email
