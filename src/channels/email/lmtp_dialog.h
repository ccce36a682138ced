#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "channels/email/lmtp_body.h"
#include "channels/email/lmtp_listener.h"
#include "channels/email/lmtp_sink.h"
#include "channels/email/lmtp_syntax.h"

namespace mg::channels::email {

// LmtpCounters while they are counted, by any thread.
struct LmtpTally {
  std::atomic<std::uint64_t> connections = 0, connections_total = 0, connections_refused = 0,
                             mails_accepted = 0, mails_deferred = 0, mails_refused = 0,
                             mail_bytes_accepted = 0, recipients_refused = 0, bare_line_ends = 0,
                             rate_limited = 0, timeouts = 0, protocol_errors = 0;
};

// One session's half of the protocol without its socket and clock: bytes in, bytes out. One thread
// at a time.
class LmtpDialog {
 public:
  // What all sessions share; outlives them.
  struct Shared {
    const LmtpOptions& options;
    MailSink& sink;
    LmtpTally& tally;
    std::shared_ptr<BodyBudget> budget;
  };

  struct Peer {
    std::string address;
    bool trusted = true;
    std::function<bool()> may_send_mail;  // Asked at each MAIL FROM of a peer not trusted.
  };

  struct Mail {
    Envelope envelope;
    std::string raw;  // Its bytes are to be given back to the budget when the sink has answered.
  };

  enum class State {
    command,
    data,
    waiting,  // A mail is whole: take_mail(), then answer().
    closed,   // Write what there is and close.
  };

  LmtpDialog(const Shared& shared, Peer peer);

  // All replies are appended to `out`.
  void greet(std::string& out);
  // How many bytes were used; the rest is to be fed again after answer(), or dropped when closed.
  std::size_t feed(std::string_view bytes, std::string& out);
  Mail take_mail();
  // The fate of each recipient; a missing one is `unavailable`.
  void answer(const std::vector<Result<void>>& results, std::string& out);
  // Says `reply` (a 421 as a rule) and ends.
  void close(std::string_view reply, std::string& out);
  // From now on takes no new mail: ends at once when none is under way, else after its answer.
  void drain(std::string& out);

  State state() const { return state_; }

 private:
  std::size_t feed_command(std::string_view bytes, std::string& out);
  void end_body(std::string& out);
  void run(std::string_view line, std::string& out);
  void hello(const Command& command, std::string& out);
  void mail(std::string_view arguments, std::string& out);
  void rcpt(std::string_view arguments, std::string& out);
  void data(std::string_view arguments, std::string& out);
  void error(std::string_view reply, std::string& out);
  void reply_to_all(std::string_view reply, std::string& out);
  void reset();
  void end_if_draining(std::string& out);

  const Shared& shared_;
  Peer peer_;
  State state_ = State::command;
  bool draining_ = false;
  std::size_t errors_ = 0;

  std::string line_;  // A command of which the end has not come yet.
  std::size_t line_bytes_ = 0;

  bool greeted_ = false, lmtp_ = false;
  std::string helo_;
  bool in_mail_ = false;  // Between MAIL FROM and the answer.
  Envelope envelope_;
  std::size_t declared_bytes_ = 0;
  std::unique_ptr<LmtpBody> body_;
  std::size_t mail_bytes_ = 0;
};

}  // namespace mg::channels::email
