#include <algorithm>
#include <latch>
#include <mutex>
#include <utility>
#include <vector>

#include "desk/ahead.h"
#include "desk/timers.h"
#include "jobs/jobs.h"

namespace mg::jobs {
namespace {

constexpr int mails_per_turn_max = 64;

// Behind people's changes: a mail that is stored can wait a moment, a person should not.
desk::Context in_the_background() {
  desk::Context context = desk::as_system();
  context.bulk = true;
  return context;
}

bool was_tried(const store::RawMail& mail) {
  return mail.attempts > 1;
}

}  // namespace

// Mails that were leased together, on their way through the database.
struct Jobs::MailBatch {
  explicit MailBatch(std::vector<store::RawMail> leased)
      : mails(std::move(leased)), unfinished(static_cast<std::ptrdiff_t>(mails.size())) {}

  const std::vector<store::RawMail> mails;
  std::latch unfinished;
  std::mutex mutex;
  std::vector<RawMailId> give_back;
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
  if (std::ranges::any_of(leased, was_tried)) leave_one(leased);
  const auto batch = std::make_shared<MailBatch>(std::move(leased));
  take_in(batch);
  if (const auto before = std::exchange(under_way_, batch)) settle(*before);
  return {.at_once = true, .at = {}};
}

// A mail that was tried before may be one that brings the program down. It is tried alone, so that
// no other's attempts are counted for it.
void Jobs::leave_one(std::vector<store::RawMail>& leased) {
  if (const auto before = std::exchange(under_way_, nullptr)) settle(*before);
  std::ranges::iter_swap(leased.begin(), std::ranges::find_if(leased, was_tried));
  std::vector<RawMailId> others;
  for (std::size_t i = 1; i < leased.size(); ++i) others.push_back(leased[i].id);
  leased.resize(1);
  (void)desk_.change_now(in_the_background(), desk::give_back(std::move(others), Duration{0}));
}

void Jobs::take_in(const std::shared_ptr<MailBatch>& batch) {
  // Given to the database together: a few large commits instead of many small ones.
  std::vector<std::pair<RawMailId, desk::Change>> changes;
  const auto finish = [this, batch](RawMailId id, const Result<std::int64_t>& result) {
    if (result) ++counters_.mails_received;
    if (!result && result.error().kind == RefusalKind::unavailable) {
      const std::lock_guard lock(batch->mutex);
      batch->give_back.push_back(id);
    }
    batch->unfinished.count_down();
  };
  for (const store::RawMail& mail : batch->mails) {
    const auto raw = desk::raw_bytes(desk_, mail);
    if (!raw && raw.error().kind == RefusalKind::unavailable) {
      finish(mail.id, std::unexpected(raw.error()));
      continue;
    }
    // A mail that has brought the program down before is not tried for ever.
    if (!raw || mail.attempts > desk::mail_attempts_max) {
      ++counters_.mails_quarantined;
      changes.emplace_back(
          mail.id, desk::quarantine_mail(mail.id, raw ? "It could not be read in three attempts."
                                                      : raw.error().detail));
      continue;
    }
    const auto understood = ports_.understand(mail, *raw);
    if (const auto ahead = desk::store_ahead_now(desk_, desk::blobs_of(*understood)); !ahead) {
      finish(mail.id, std::unexpected(ahead.error()));
      continue;
    }
    changes.emplace_back(mail.id, desk::receive_mail(understood, desk_.keys()));
  }
  for (auto& [id, change] : changes) {
    desk_.change(in_the_background(), std::move(change),
                 [finish, id = id](const Result<std::int64_t>& result) { finish(id, result); });
  }
}

void Jobs::settle(MailBatch& batch) {
  batch.unfinished.wait();
  // The database is at fault, not the mail. When this fails, too, the leases run out.
  if (batch.give_back.empty()) return;
  constexpr auto pause = std::chrono::seconds(2);
  (void)desk_.change_now(desk::as_system(), desk::give_back(batch.give_back, pause));
}

}  // namespace mg::jobs
