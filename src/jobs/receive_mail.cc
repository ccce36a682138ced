#include <algorithm>
#include <latch>
#include <map>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "desk/ahead.h"
#include "desk/timers.h"
#include "jobs/jobs.h"

namespace mg::jobs {
namespace {

constexpr int mails_per_turn_max = 64;
// A larger one may take a second to understand: it does not stand before small ones.
constexpr std::int64_t small_mail_bytes_max = 128 * 1024;
constexpr std::size_t large_mails_held_max = 16;
// What is understood by then is given to the database.
constexpr auto understanding_time_max = std::chrono::milliseconds(100);

using ReceivingHold = HeldLeases<store::MailLease>::Hold;

// Behind people's changes: a mail that is stored can wait a moment, a person should not.
desk::Context in_the_background() {
  desk::Context context = desk::as_system();
  context.bulk = true;
  return context;
}

bool was_tried(const store::RawMail& mail) {
  return mail.attempts > 1;
}

std::vector<store::MailLease> leases_of(const std::vector<store::RawMail>& mails) {
  std::vector<store::MailLease> leases;
  for (const store::RawMail& mail : mails) leases.push_back({mail.id, mail.attempts});
  return leases;
}

std::vector<RawMailId> ids_of(const std::vector<store::RawMail>& mails) {
  std::vector<RawMailId> ids;
  for (const store::RawMail& mail : mails) ids.push_back(mail.id);
  return ids;
}

}  // namespace

// Mails that were leased together, on their way through the database.
struct Jobs::MailBatch {
  MailBatch(HeldLeases<store::MailLease>& all, std::vector<store::RawMail> leased)
      : mails(std::move(leased)),
        held(all, leases_of(mails)),
        unfinished(static_cast<std::ptrdiff_t>(mails.size())) {}

  const std::vector<store::RawMail> mails;
  const ReceivingHold held;
  std::latch unfinished;
  // Understood, but not given to the database yet; of the thread that takes the batch in.
  struct Understood {
    RawMailId id;
    std::shared_ptr<const desk::ReceivedMail> mail;  // Or it is given up:
    std::string error;
  };
  std::vector<Understood> understood;
  std::map<std::int64_t, std::string> read;  // Bytes of the next ones, by their blobs.

  std::mutex mutex;
  std::vector<RawMailId> give_back;  // The database was not able to take them.
  std::vector<RawMailId> wait;       // Behind an older one that is elsewhere.
};

// While the database takes one batch in, the next is parsed, so that both have work all the time.
Pump::Next Jobs::receive_mail() {
  const auto next = desk::next_incoming(desk_);
  if (!next || *next > desk_.now()) {
    if (!under_way_) return {.at = next};
    settle(*std::exchange(under_way_, nullptr));
    return {.at_once = true, .at = {}};
  }
  auto leased = desk::lease_mail(desk_, mails_per_turn_max);
  if (std::ranges::any_of(leased, was_tried)) {
    try_one_alone(leased);
    return {.at_once = true, .at = {}};
  }
  put_large_aside(leased);
  const std::shared_lock with_others(at_risk_);
  const auto batch = batch_of(std::move(leased));
  take_in(batch);
  if (const auto before = std::exchange(under_way_, batch)) settle(*before);
  return {.at_once = true, .at = {}};
}

Pump::Next Jobs::receive_large_mail() {
  std::shared_ptr<MailBatch> batch;
  {
    const std::lock_guard lock(large_mutex_);
    if (large_.empty()) return {};
    batch = std::move(large_.front());
    large_.pop_front();
  }
  const std::shared_lock with_others(at_risk_);
  take_in(batch);
  settle(*batch);
  return {.at_once = true, .at = {}};
}

std::shared_ptr<Jobs::MailBatch> Jobs::batch_of(std::vector<store::RawMail> leased) {
  return std::make_shared<MailBatch>(receiving_, std::move(leased));
}

// What finds no place is taken up again in a moment, behind the small ones that have come by then.
void Jobs::put_large_aside(std::vector<store::RawMail>& leased) {
  const auto large = std::ranges::stable_partition(
      leased, [](const store::RawMail& mail) { return mail.size <= small_mail_bytes_max; });
  std::vector<store::RawMail> no_place;
  {
    const std::lock_guard lock(large_mutex_);
    for (store::RawMail& mail : large) {
      if (large_.size() < large_mails_held_max) {
        large_.push_back(batch_of({std::move(mail)}));
      } else {
        no_place.push_back(std::move(mail));
      }
    }
  }
  if (large.empty()) return;
  leased.erase(large.begin(), large.end());
  large_pump_->wake();
  constexpr auto pause = std::chrono::seconds(1);
  if (no_place.empty()) return;
  (void)desk_.change_now(in_the_background(), desk::give_back(ids_of(no_place), pause));
}

// A mail that was tried before may be one that brings the program down. It is tried while no other
// is, so that no other's attempts are counted for it.
void Jobs::try_one_alone(std::vector<store::RawMail>& leased) {
  if (const auto before = std::exchange(under_way_, nullptr)) settle(*before);
  const auto tried = std::ranges::find_if(leased, was_tried);
  const auto one = batch_of({*tried});
  leased.erase(tried);
  (void)desk_.change_now(in_the_background(), desk::give_back(ids_of(leased), Duration{0}));
  const std::unique_lock alone(at_risk_);
  take_in(one);
  settle(*one);
}

void Jobs::take_in(const std::shared_ptr<MailBatch>& batch) {
  auto since = std::chrono::steady_clock::now();
  for (const store::RawMail& mail : batch->mails) {
    if (std::chrono::steady_clock::now() - since > understanding_time_max) {
      give_to_database(batch);
      since = std::chrono::steady_clock::now();
    }
    const auto finish = [&](const Result<std::int64_t>& result) {
      note(*batch, mail.id, result);
      batch->unfinished.count_down();
    };
    auto raw = raw_bytes(*batch, mail);
    if (!raw &&
        (raw.error().kind == RefusalKind::unavailable ||
         (raw.error().kind == RefusalKind::internal && mail.attempts <= desk::mail_attempts_max))) {
      finish(std::unexpected(raw.error()));
      continue;
    }
    // A mail that has brought the program down before is not tried for ever.
    if (!raw || mail.attempts > desk::mail_attempts_max) {
      ++counters_.mails_quarantined;
      const auto error = raw ? reason_of(mail.id) : raw.error().detail;
      batch->understood.push_back({mail.id, nullptr, error});
      continue;
    }
    const auto understood = ports_.understand(mail, *raw);
    if (const auto ahead = desk::store_ahead_now(desk_, desk::blobs_of(*understood)); !ahead) {
      finish(std::unexpected(ahead.error()));
      continue;
    }
    batch->understood.push_back({mail.id, understood, ""});
  }
  give_to_database(batch);
}

// Small mails are read some at a time, which on PostgreSQL costs hardly more than one.
Result<std::string> Jobs::raw_bytes(MailBatch& batch, const store::RawMail& mail) {
  auto found = batch.read.extract(mail.blob);
  if (!found) {
    const auto from = static_cast<std::size_t>(&mail - batch.mails.data());
    const auto rest = std::span(batch.mails).subspan(from);
    batch.read =
        desk::raw_bytes(desk_, rest.first(std::min(rest.size(), store::blobs_at_once_max)));
    found = batch.read.extract(mail.blob);
  }
  if (!found) return desk::raw_bytes(desk_, mail);
  return std::move(found.mapped());
}

// Together: a few large commits instead of many small ones. What belongs together goes in one after
// the other, in the order in which it came: SQLite's one writer does that by itself.
void Jobs::give_to_database(const std::shared_ptr<MailBatch>& batch) {
  const bool writes_in_order = desk_.database().engine() == db::Engine::sqlite;
  const std::lock_guard lock(entering_);
  for (const auto& [id, mail, error] : batch->understood) {
    const auto keys = desk_.keys();
    desk::Change change =
        mail ? desk::receive_mail(mail, keys, order_.enter(id)) : desk::quarantine_mail(id, error);
    auto lines =
        mail && !writes_in_order ? desk::thread_keys(*mail, *keys) : std::vector<std::uint64_t>();
    turns_.add(std::move(lines), [this, batch, id = id,
                                  change = std::move(change)](const InTurn::Place& place) mutable {
      desk_.change(in_the_background(), std::move(change),
                   [this, batch, id, place](const Result<std::int64_t>& result) {
                     note(*batch, id, result);
                     turns_.end(place);
                     batch->unfinished.count_down();  // Last: this object may end after it.
                   });
    });
  }
  batch->understood.clear();
}

// Before the next one's turn: what could not be taken in is ahead of nothing.
void Jobs::note(MailBatch& batch, RawMailId id, const Result<std::int64_t>& result) {
  if (result) {
    ++counters_.mails_received;
    return order_.done(id);
  }
  order_.leave(id);
  note_reason(id, result.error());
  const std::lock_guard lock(batch.mutex);
  if (result.error().kind == RefusalKind::unavailable) batch.give_back.push_back(id);
  if (result.error().code == desk::older_mail_waits) batch.wait.push_back(id);
}

void Jobs::settle(MailBatch& batch) {
  batch.unfinished.wait();
  for (const store::RawMail& mail : batch.mails) order_.leave(mail.id);
  // The database is at fault, not the mail. When this fails, too, the leases run out.
  constexpr auto pause = std::chrono::seconds(2);
  if (!batch.give_back.empty()) {
    (void)desk_.change_now(desk::as_system(), desk::give_back(batch.give_back, pause));
  }
  if (batch.wait.empty()) return;
  auto soonest = Duration::max();
  for (const RawMailId id : batch.wait) soonest = std::min(soonest, order_.wait(id));
  (void)desk_.change_now(in_the_background(), desk::give_back(std::move(batch.wait), soonest));
}

// At the end of the program: nobody has tried them.
void Jobs::give_back_large() {
  std::vector<RawMailId> untried;
  for (const auto& batch : large_) untried.push_back(batch->mails.front().id);
  large_.clear();
  if (untried.empty()) return;
  (void)desk_.change_now(in_the_background(), desk::give_back(std::move(untried), Duration{0}));
}

}  // namespace mg::jobs
