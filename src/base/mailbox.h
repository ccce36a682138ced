#pragma once

#include <optional>
#include <string>
#include <string_view>

// Mail addresses and mail servers as people type them. Mail that comes in is not held to this: what
// real mail says is odd.
namespace mg {

enum class Dots {
  as_specified,  // Neither first nor last nor two in a row.
  anywhere,      // Some providers have given out such addresses.
};

// A domain, also of names that are not ASCII, or an address literal: "[192.0.2.7]".
bool is_mail_domain(std::string_view domain);

// RFC 5321 Mailbox (RFC 6531 with UTF-8), without the blanks around it: "ana@customer.example".
// None for everything else: with a name, brackets, a comment, quotes or a second address, with
// control characters or invisible ones.
std::optional<std::string> plain_mailbox(std::string_view typed, Dots dots = Dots::as_specified);

// "smtp://HOST[:PORT]", and so with smtp+starttls and smtps; a slash may end it.
struct SmtpUrl {
  std::string scheme;  // In lower case.
  std::string host;    // A name or an IPv4 address, or an IPv6 address in brackets.
  int port = 0;        // 0: the scheme's own.
};
std::optional<SmtpUrl> read_smtp_url(std::string_view url);
// Without "USER:PASSWORD@", which older versions let in.
std::string without_user(std::string_view url);

}  // namespace mg
