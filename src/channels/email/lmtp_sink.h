#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// The port between the mail listener and whoever keeps mail.
namespace mg::channels::email {

// One accepted RCPT TO.
struct Recipient {
  std::string address;     // As the peer wrote it, without angle brackets and source route.
  std::int64_t inbox = 0;  // Filled by MailSink::resolve.
};

// What the peer said about a mail, apart from its bytes.
struct Envelope {
  std::string from;  // Reverse path without angle brackets; "" is the null sender (bounces).
  std::vector<Recipient> recipients;  // In the order of RCPT TO; never empty; repeats are kept.
  std::string peer;                   // "127.0.0.1", "::1": the connection, not a header.
  std::string helo;                   // The name after LHLO/EHLO/HELO; unverified, printable.
  bool lmtp = false;
  bool smtputf8 = false;  // Addresses may hold UTF-8 (RFC 6531).
};

// Called once, from any thread, when the fate of a mail is known: one result per recipient of the
// envelope, in its order. Success means that raw bytes and envelope are durable. Destroying it
// uncalled answers 451, and so does a missing result.
using MailDone = std::function<void(std::vector<Result<void>>)>;

// Must outlive the listener.
class MailSink {
 public:
  virtual ~MailSink() = default;

  // Whose address this is; called on an I/O thread for each RCPT TO, so it must be quick (a lookup
  // in memory). Deals with plus-addresses and case. Refusal `unavailable` is answered with 451,
  // `too_many` with 452, every other with 550 5.1.1.
  virtual Result<Recipient> resolve(std::string_view address) = 0;

  // Takes a whole mail: `raw` has CRLF lines only and is dot-unstuffed. Called on an I/O thread and
  // must not block: it queues, and calls `done` later (or at once, when the queue is at its bound).
  // An exception is answered with 451.
  virtual void accept(Envelope envelope, std::string raw, MailDone done) = 0;
};

}  // namespace mg::channels::email
