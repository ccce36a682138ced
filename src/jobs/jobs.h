#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "desk/mail_in.h"
#include "desk/newer_version.h"
#include "desk/outbox.h"
#include "jobs/failures.h"
#include "jobs/held_leases.h"
#include "jobs/in_turn.h"
#include "jobs/mail_order.h"
#include "jobs/mail_servers.h"
#include "jobs/pump.h"

// All periodic and background work, on one page.
namespace mg::jobs {

// What the jobs need from the channels, given by main.
struct Ports {
  std::function<std::shared_ptr<desk::ReceivedMail>(const store::RawMail&, std::string_view raw)>
      understand;
  std::function<Result<std::string>(const desk::MailToBuild&)> compose;
  // Looks at what other nodes may have changed (settings, inboxes); every few seconds.
  std::function<void()> refresh;
  // Blocks while it talks to the mail server; called by one thread at a time for each sender.
  // `listens` is called when the server has taken us in and the mail has begun.
  using Send =
      std::function<desk::Attempt(const desk::OutboxItem&, const std::function<void()>& listens)>;
  std::function<Send()> make_sender;  // One for each sending thread.
  // The log holds what only a newer program can read: this one must not go on deciding. Called
  // once, on a thread of the jobs; stop() must come from another one.
  std::function<void(const std::string& reason)> stand_aside = [](const std::string&) {};
  // Something went wrong where nobody waits for an answer: for the log (see Failures).
  Failures::Tell failed = {};
};

struct Counters {
  std::atomic<std::uint64_t> mails_received{0};
  std::atomic<std::uint64_t> mails_quarantined{0};
  std::atomic<std::uint64_t> mails_sent{0};
  std::atomic<std::uint64_t> mails_deferred{0};
  std::atomic<std::uint64_t> mails_failed{0};
  std::atomic<std::uint64_t> timers_fired{0};
};

class Jobs {
 public:
  Jobs(desk::Desk& desk, Ports ports);
  ~Jobs();

  // The clock was set: everything that waits for an instant looks again.
  void wake();
  // Ends all threads after their turn. Called before the database closes.
  void stop();

  const Counters& counters() const { return counters_; }
  const Failures& failures() const { return failures_; }

 private:
  struct MailBatch;
  // One of the threads that send.
  struct Sender {
    Ports::Send send;
    std::chrono::steady_clock::time_point look_again{};
  };

  Pump::Next receive_mail();        // Stored mail becomes messages, many small ones at a time.
  Pump::Next receive_large_mail();  // One at a time, so that no small one waits for it.
  std::shared_ptr<MailBatch> batch_of(std::vector<store::RawMail> leased);
  void take_in(const std::shared_ptr<MailBatch>& batch);
  Result<std::string> raw_bytes(MailBatch& batch, const store::RawMail& mail);
  void give_to_database(const std::shared_ptr<MailBatch>& batch);
  void note(MailBatch& batch, RawMailId id, const Result<std::int64_t>& result);
  void put_large_aside(std::vector<store::RawMail>& leased);
  void try_one_alone(std::vector<store::RawMail>& leased);
  void give_back_large();
  void settle(MailBatch& batch);  // Waits until all of it is stored or refused.
  void note_internal(const std::string& job, const Refusal& refusal);  // Not what passes by itself.
  // Why a mail could not be stored, to be quarantined with if it never can.
  void note_reason(RawMailId id, const Refusal& refusal);
  std::string reason_of(RawMailId id);
  Pump::Next send_mail(Sender& sender);  // Queued copies go out.
  void send_copies(const Ports::Send& send, MailServers::Turn& turn,
                   const HeldLeases<store::OutboxLease>::Hold& held);
  std::optional<std::string> send_copy(const Ports::Send& send, MailServers::Turn& turn,
                                       store::OutboxLease lease);
  std::optional<std::string> judge(MailServers::Turn& turn, OutboxId mail,
                                   const desk::Attempt& attempt);
  void give_back_waiting();
  void report(store::OutboxLease lease, desk::Attempt attempt);
  Pump::Next keep_leases();  // Of what is being sent or taken in.
  Pump::Next fire_timers();  // Promises warn and break, replies are released, silence ends.
  Pump::Next index();        // The search index follows the log.
  Pump::Next watch();        // Looks for facts that a newer program wrote.
  Pump::Next refresh();      // Settings and inboxes that another node changed.
  Pump::Next erase();        // People who were erased lose their words, a few at a time.
  Pump::Next tidy();         // Once an hour: forget what has had its time.

  desk::Desk& desk_;
  Ports ports_;
  Counters counters_;
  Failures failures_;
  MailServers servers_;
  HeldLeases<store::OutboxLease> sending_;
  HeldLeases<store::MailLease> receiving_;
  MailOrder order_;
  InTurn turns_;
  // Small and large mail come from two threads: who enters first must stand in line first, too.
  std::mutex entering_;
  std::shared_ptr<MailBatch> under_way_;  // Given to the database; of receive_mail's thread.
  std::mutex large_mutex_;
  std::deque<std::shared_ptr<MailBatch>> large_;  // Leased, each alone in its batch.
  Pump* large_pump_ = nullptr;
  std::mutex reasons_mutex_;
  std::map<RawMailId, std::string> reasons_;
  // Taken alone to try a mail that may bring the program down: no other mail is at risk then.
  std::shared_mutex at_risk_;
  std::vector<std::unique_ptr<Pump>> pumps_;    // Woken by commits.
  std::vector<std::unique_ptr<Pump>> clocked_;  // By time alone.
  Instant tidied_at_;
  bool uploads_left_ = false;  // Unused ones, for the next turns.
  Instant running_since_;      // Of fire_timers' thread.
  desk::NewerVersion newer_version_;
  bool stood_aside_ = false;
  std::shared_ptr<void> subscription_;
};

}  // namespace mg::jobs
