#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "desk/outbox.h"

namespace mg::jobs {

// Which mail a sender takes next, so that a mail server that hangs or cannot be reached holds up
// its own mail alone. Inboxes take turns. A server that works gets two senders at most; one of
// which that is not known, or that has failed, gets one, and all such servers together never get
// the last sender. After a failure it is left alone for a while that grows. Where it broke off, or
// is silent, after one mail had begun, that mail is suspected first, and others are tried beside
// it. Thread-safe; knows a bounded number of servers, of this process alone.
class MailServers {
  struct Server {
    int sending = 0;      // Senders that talk to it.
    int listened_to = 0;  // Those of them to whose mail it has begun to listen.
    bool works = false;   // It answered when it was last talked to.
    int failures = 0;     // Since it last answered.
    Instant last_sign;    // Of an answer, or when somebody began to talk to it.
    Instant paused_until;
    std::string reason;
    std::vector<OutboxId> suspects;        // It broke off at these, the last one last.
    std::optional<Instant> broken_off_at;  // At the last of them, when nothing was answered since.
    std::uint64_t last_turn = 0;
  };

 public:
  explicit MailServers(int senders) : senders_(senders) {}

  // What one sender is to do now. Ends with its destruction.
  class Turn {
   public:
    Turn(MailServers& all, desk::MailDue of, std::optional<std::string> reason,
         std::vector<OutboxId> suspects = {})
        : all_(all),
          of_(std::move(of)),
          reason_(std::move(reason)),
          suspects_(std::move(suspects)) {}
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    InboxId inbox() const { return of_.inbox; }
    // Set: the server is left alone; what was never tried is deferred with these words, so that
    // people see why it waits.
    const std::optional<std::string>& reason() const { return reason_; }

    // The server listens to a mail: should it fall silent now, others may go beside it.
    void listens(Instant now);
    // What came of an attempt: an answer of the server, or none, with what went wrong.
    void answered(Instant now);
    void failed(std::string what, Instant now);
    // No answer, after something of this mail had been said. Returns whether the server is at
    // fault: another mail has failed in the same way just before.
    bool broke_off(OutboxId mail, std::string what, Instant now);

    // The mails that it broke off at lately: to be sent after others.
    const std::vector<OutboxId>& suspects() const { return suspects_; }

   private:
    Server& ended();  // The attempt is over. Under the lock.

    MailServers& all_;
    const desk::MailDue of_;
    const std::optional<std::string> reason_;
    const std::vector<OutboxId> suspects_;
    bool is_listened_to_ = false;
  };

  // For the mail that is due, longest waiting first. None: all of it has to wait.
  std::unique_ptr<Turn> begin(std::span<const desk::MailDue> due, Instant now);

 private:
  Server& known(const desk::MailServer& server);
  bool may_send(const Server& server, Instant now) const;
  static void blame(Server& server, std::string what, Instant now);
  bool is_trusted(const Server& server, Instant now) const;
  void forget_absent(std::span<const desk::MailDue> due);

  const int senders_;
  std::mutex mutex_;
  std::map<desk::MailServer, Server> servers_;
  std::map<InboxId, std::uint64_t> turns_;  // When each inbox with mail due had its last.
  std::uint64_t turn_ = 0;
};

}  // namespace mg::jobs
