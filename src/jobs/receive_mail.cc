#include <latch>
#include <mutex>
#include <vector>

#include "desk/timers.h"
#include "jobs/jobs.h"

namespace mg::jobs {
namespace {

constexpr int mails_per_turn_max = 64;

}  // namespace

Pump::Next Jobs::receive_mail() {
  const auto next = desk::next_incoming(desk_);
  if (!next || *next > desk_.now()) return {.at = next};
  const auto leased = desk::lease_mail(desk_, mails_per_turn_max);
  std::mutex mutex;
  std::vector<RawMailId> give_back;
  std::latch finished(static_cast<std::ptrdiff_t>(leased.size()));
  for (const store::RawMail& mail : leased) {
    const auto done = [&, id = mail.id](Result<std::int64_t> result) {
      if (result) ++counters_.mails_received;
      if (!result && result.error().kind == RefusalKind::unavailable) {
        const std::lock_guard lock(mutex);
        give_back.push_back(id);
      }
      finished.count_down();
    };
    const auto raw = desk::raw_bytes(desk_, mail);
    if (!raw && raw.error().kind == RefusalKind::unavailable) {
      done(std::unexpected(raw.error()));
      continue;
    }
    // A mail that has brought the program down before is not tried for ever.
    if (!raw || mail.attempts > desk::mail_attempts_max) {
      ++counters_.mails_quarantined;
      desk_.change(desk::as_system(),
                   desk::quarantine_mail(mail.id, raw ? "It could not be read in three attempts."
                                                      : raw.error().detail),
                   done);
      continue;
    }
    desk_.change(desk::as_system(), desk::receive_mail(ports_.understand(mail, *raw), desk_.keys()),
                 done);
  }
  finished.wait();
  // The database is at fault, not the mail. When this fails, too, the leases run out.
  if (!give_back.empty()) (void)desk_.change_now(desk::as_system(), desk::give_back(give_back));
  return {.at_once = true, .at = {}};
}

}  // namespace mg::jobs
