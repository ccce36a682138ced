#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mg::channels::email {

// Where mail goes out.
struct SmtpServer {
  // smtp://HOST:PORT           plain, or STARTTLS when offered, without verification
  //                            ("opportunistic"). With a user and a host that is not loopback it
  //                            means smtp+starttls, so that a password is never sent in clear.
  // smtp+starttls://HOST:PORT  STARTTLS or nothing, the certificate is verified.
  // smtps://HOST:PORT          TLS from the first byte, the certificate is verified.
  // HOST is a name, an IPv4 address or an [IPv6 address]; nothing may follow the port. Default
  // ports: 25, 587, 465.
  std::string url;
  std::string user;  // Empty: no AUTH. Mechanism as the server offers (PLAIN, LOGIN, CRAM-MD5...).
  std::string password;
  bool verify = true;     // false: take any certificate (self-signed).
  std::string ca_file;    // PEM; empty: the system's.
  std::string ehlo_name;  // Our own host name; empty: libcurl's choice.

  bool operator==(const SmtpServer&) const = default;
};

struct SmtpTimes {
  std::chrono::milliseconds connect_max{30'000};
  std::chrono::milliseconds answer_max{120'000};  // For one reply of the server.
  std::chrono::milliseconds total_max{600'000};
};

struct SendOutcome {
  enum State {
    sent,      // The server answered 250 to the whole message.
    deferred,  // 4xx, no connection, a timeout, TLS or AUTH trouble (530, 534, 535, 538 too: that
               // is a setting, not the mail's fault): try again later.
    failed,    // 5xx from MAIL FROM on, or a message or address that can never be sent.
  };
  State state = deferred;
  int code = 0;  // The last reply's, 0 without one (or when the failure is our own finding).
  std::string enhanced;     // "5.1.1"; empty when the server gave none.
  std::string answer;       // The server's last words, or what went wrong; one line without control
                            // characters, at most answer_bytes_max, valid UTF-8.
  bool mail_begun = false;  // The server had taken us in, and MAIL FROM was said.
  bool ambiguous = false;   // Only with deferred: the connection was lost after the final dot, so
                            // the server may have the mail. A retry keeps the Message-ID.
};

inline constexpr std::size_t answer_bytes_max = 512;

// Refuses (`bad_input`) what SmtpServer::url may not be, in words for the person who set it.
Result<void> check_smtp_url(std::string_view url);

// Sends one mail at a time; keeps connections open for the next one. Blocks: for
// worker threads. One object belongs to one thread at a time.
class SmtpSender {
 public:
  // Once `stopping` is true (set by any thread), a server gets three more seconds: what is under
  // way ends well when it answers, and send() comes back with `deferred` when it hangs.
  explicit SmtpSender(SmtpTimes times = {}, std::shared_ptr<const std::atomic<bool>> stopping = {});
  ~SmtpSender();
  SmtpSender(const SmtpSender&) = delete;
  SmtpSender& operator=(const SmtpSender&) = delete;

  // `from` may be empty (null sender). All recipients get it or none: if the server refuses one,
  // nothing is sent (for a fate per recipient, send one copy each). `bytes` is a message with CRLF
  // lines, sent exactly as it is (a last line without CRLF gets one); a bare CR or LF fails. A
  // server that advertises a smaller SIZE gets no upload (failed, 552), and one without SMTPUTF8 no
  // address that needs it (failed, 553). `listens` is called as soon as mail_begun is known: what a
  // server is silent about from then on may be due to this mail.
  SendOutcome send(const SmtpServer& server, std::string_view from,
                   std::span<const std::string> recipients, std::string_view bytes,
                   const std::function<void()>& listens = {});

 private:
  struct Handle;
  bool must_end();
  std::vector<std::unique_ptr<Handle>> handles_;  // Last used last.
  SmtpTimes times_;
  std::shared_ptr<const std::atomic<bool>> stopping_;
  std::optional<std::chrono::steady_clock::time_point> stop_seen_;
};

}  // namespace mg::channels::email
