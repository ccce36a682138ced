#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "channels/email/lmtp_sink.h"

namespace mg::channels::email {

// Bounds of the listener. Those of time are between two bytes of the peer unless said otherwise.
struct LmtpLimits {
  std::size_t message_bytes_max = 50u << 20;  // 552 5.3.4 above; advertised as SIZE.
  std::size_t bodies_bytes_max = 512u << 20;  // All sessions and the sink's queue: 452 4.3.1.
  std::size_t command_bytes_max = 2048;       // With CRLF: 500 5.5.2 above.
  std::size_t recipients_max = 100;           // Of one mail: 452 4.5.3 above.
  std::size_t errors_max = 20;                // 421 4.7.0 and close at this many in one session.
  std::size_t connections_max = 1000;         // 421 4.3.2 above.
  std::chrono::milliseconds command_idle_max{300'000};  // 421 4.4.2 and close.
  std::chrono::milliseconds data_idle_max{180'000};
  std::chrono::milliseconds message_time_max{1'800'000};  // From 354 to the last dot, in all.
  std::chrono::milliseconds answer_time_max{300'000};     // For the sink: 451 4.3.0 after it.
  // Peers that are not trusted, each address (IPv6: each /64) by itself:
  std::size_t peer_connections_max = 20;           // At one time: 421 4.7.0.
  std::size_t peer_connections_a_minute_max = 60;  // 421 4.7.0.
  std::size_t peer_mails_a_minute_max = 120;       // 451 4.7.1 at MAIL FROM.
};

struct LmtpOptions {
  std::string address = "127.0.0.1";       // Numeric IPv4 or IPv6.
  std::uint16_t port = 0;                  // 0: any free one; see LmtpListener::port().
  std::string host_name = "localhost";     // Said in the greeting.
  std::vector<std::string> trusted_peers;  // Numeric addresses or networks ("10.0.0.0/8") without
                                           // rate limits.
  bool trust_loopback = true;  // false when a proxy on this machine passes strangers on.
  int threads = 1;
  LmtpLimits limits;
};

// For metrics; each only grows but `connections` and `body_bytes`.
struct LmtpCounters {
  std::uint64_t connections = 0;  // Open now.
  std::uint64_t connections_total = 0;
  std::uint64_t connections_refused = 0;  // 421 at the greeting: limits or drain.
  std::uint64_t mails_accepted = 0;       // At least one recipient answered with 250.
  std::uint64_t mails_deferred = 0;       // No 250, at least one 4xx.
  std::uint64_t mails_refused = 0;        // Only 5xx.
  std::uint64_t mail_bytes_accepted = 0;
  std::uint64_t recipients_refused = 0;  // RCPT TO answered with 5xx.
  std::uint64_t bare_line_ends = 0;      // Mails refused because of a bare CR or LF.
  std::uint64_t rate_limited = 0;
  std::uint64_t timeouts = 0;
  std::uint64_t protocol_errors = 0;
  std::uint64_t body_bytes = 0;  // In memory now, until the sink has answered.
};

// Takes mail by LMTP (RFC 2033, after LHLO) and SMTP (RFC 5321, after EHLO or HELO) on one port,
// with SIZE, 8BITMIME, PIPELINING, SMTPUTF8 and ENHANCEDSTATUSCODES. Never relays: an address that
// the sink does not know is refused. There is no TLS and no AUTH: the listener stands on loopback
// or a private network behind a mail server that has both.
//
// Line ends are strict: a message with a bare CR or LF is refused with 554 5.6.0, and only
// CRLF "." CRLF ends it ("SMTP smuggling"). 250 is written from MailDone alone. Kinds of refusal
// become: unavailable and internal 451 4.3.0, too_many 452 4.3.1, too_large 552 5.3.4, not_found
// 550 5.1.1, every other 554 5.6.0. LMTP answers once per recipient; SMTP once: 250 when all
// succeeded, else the first temporary failure, else the first permanent one, so that no loss is
// silent (the sink knows a retry as a duplicate).
//
// Owns its threads. Methods may be called from any thread but those.
class LmtpListener {
 public:
  // Listens and serves at once. Refusal `bad_input`: the address; `conflict`: the port is taken.
  static Result<std::unique_ptr<LmtpListener>> open(LmtpOptions options, MailSink& sink);

  virtual ~LmtpListener() = default;  // Ends all sessions at once; a later MailDone does nothing.

  virtual std::uint16_t port() const = 0;
  virtual LmtpCounters counters() const = 0;

  // Answers 421 to new connections and to idle sessions, lets each mail under way come to its
  // answer, and returns when all are gone or `wait_max` has passed (true: all are gone). What is
  // left is closed. Nothing is served afterwards.
  virtual bool drain(std::chrono::milliseconds wait_max) = 0;
};

}  // namespace mg::channels::email
