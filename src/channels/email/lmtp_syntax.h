#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The grammar of SMTP commands (RFC 5321 section 4.1), without state. Pure; any thread.
namespace mg::channels::email {

inline constexpr std::size_t path_octets_max = 254;  // RFC 5321 4.5.3.1.3, without the brackets.
inline constexpr std::size_t local_octets_max = 64;  // RFC 5321 4.5.3.1.1.
inline constexpr std::size_t domain_octets_max = 255;

enum class Verb { lhlo, ehlo, helo, mail, rcpt, data, rset, noop, quit, help, vrfy, expn, unknown };

struct Command {
  Verb verb = Verb::unknown;
  std::string_view word;       // As written.
  std::string_view arguments;  // What follows, outer spaces removed.
};

// `line` without its CRLF.
Command read_command(std::string_view line);

// A path with what stands behind it, of MAIL FROM or RCPT TO.
struct Path {
  std::string_view address;  // Without brackets and source route; "" is "<>".
  std::string_view parameters;
};

// "FROM:<a@b> SIZE=1" with `key` "FROM:". nullopt: not of that form. One space after the colon is
// tolerated, since senders write it.
std::optional<Path> read_path(std::string_view arguments, std::string_view key);

// Dot-string or quoted local part, and a domain or an address literal. Octets above 127 are
// allowed only with `utf8`, and then must be valid UTF-8.
bool is_mailbox(std::string_view address, bool utf8);
bool is_ascii(std::string_view text);
// Well-formed: no overlong forms, no surrogates, no code point above U+10FFFF.
bool is_utf8(std::string_view text);

struct MailParameters {
  std::optional<std::uint64_t> size;
  bool smtputf8 = false;
};

enum class ParameterError { unknown, malformed };

struct MailParametersRead {
  MailParameters parameters;
  std::optional<ParameterError> error;
};

// SIZE=n, BODY=7BIT|8BITMIME and SMTPUTF8, each at most once.
MailParametersRead read_mail_parameters(std::string_view text);

bool equal_ignoring_case(std::string_view a, std::string_view b);

// Control characters and octets above 127 become '?'; at most `chars_max` are kept.
std::string printable(std::string_view text, std::size_t chars_max);

}  // namespace mg::channels::email
