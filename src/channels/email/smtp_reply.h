#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What an SMTP server says, line by line (RFC 5321 section 4.2, RFC 2034, RFC 1870).
namespace mg::channels::email {

// The last reply of a session.
class SmtpReplies {
 public:
  // One line or several, with or without CRLF.
  void take(std::string_view lines);

  int code() const { return ended_ ? code_ : 0; }  // 0: none yet, or one is half said.
  std::string enhanced() const;                    // "5.1.1", or "".
  // "550 5.1.1 no such user": one line for all lines of the reply, as one_line() makes it.
  std::string text() const;

 private:
  void take_line(std::string_view line);

  int code_ = 0;
  bool ended_ = true;
  std::string text_;
};

// From a line of the answer to EHLO: "250-SIZE 1000". 0 and no number mean no bound (nullopt).
std::optional<std::uint64_t> advertised_size(std::string_view line);

// "250-SMTPUTF8".
bool offers_utf8(std::string_view line);

// Control characters become spaces, what is not UTF-8 '?'; at most answer_bytes_max octets are
// kept, whole characters.
std::string one_line(std::string_view text);

}  // namespace mg::channels::email
