#include "jobs/mail_servers.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mg::jobs {
namespace {

constexpr std::size_t servers_max = 256;
constexpr int senders_each_max = 2;
// A server that says nothing for so long is not waited for by another sender.
constexpr auto slow_after = std::chrono::seconds(10);
// Two mails at which a server breaks off within this time blame it: longer than it may be silent.
constexpr auto same_fault_within = std::chrono::minutes(5);
constexpr std::size_t suspects_max = 16;
constexpr auto pause_first = std::chrono::seconds(15);
constexpr auto pause_max = std::chrono::minutes(2);

Duration pause_after(int failures) {
  return std::min<Duration>(pause_first * (1 << std::min(failures - 1, 4)), pause_max);
}

}  // namespace

std::unique_ptr<MailServers::Turn> MailServers::begin(std::span<const desk::MailDue> due,
                                                      Instant now) {
  const std::lock_guard lock(mutex_);
  forget_absent(due);
  const desk::MailDue* next = nullptr;
  const desk::MailDue* told = nullptr;
  for (const desk::MailDue& one : due) {
    Server& server = known(one.server);
    if (may_send(server, now)) {
      if (!next || turns_[one.inbox] < turns_[next->inbox]) next = &one;
    } else if (server.failures > 0 && one.has_untried && !told) {
      told = &one;
    }
  }
  if (!next) {
    if (!told) return {};
    return std::make_unique<Turn>(*this, *told, known(told->server).reason);
  }
  Server& server = known(next->server);
  if (server.sending == 0) server.last_sign = now;
  ++server.sending;
  server.last_turn = turns_[next->inbox] = ++turn_;
  return std::make_unique<Turn>(*this, *next, std::nullopt, server.suspects);
}

bool MailServers::is_trusted(const Server& server, Instant now) const {
  return server.works && (server.sending == 0 || now - server.last_sign < slow_after);
}

bool MailServers::may_send(const Server& server, Instant now) const {
  // The clock may have been set back: nobody is left alone for longer than meant.
  if (server.paused_until > now && server.paused_until - now <= pause_max) return false;
  if (is_trusted(server, now)) return server.sending < senders_each_max;
  int doubtful = 0;
  for (const auto& [name, other] : servers_) {
    if (!is_trusted(other, now)) doubtful += other.sending;
  }
  // Silent about one mail only, as far as is known: another may go beside that.
  const bool is_beside = server.sending == 1 && server.listened_to == 1;
  return (server.sending == 0 || is_beside) && doubtful < senders_ - 1;
}

MailServers::Server& MailServers::known(const desk::MailServer& server) {
  if (const auto found = servers_.find(server); found != servers_.end()) return found->second;
  if (servers_.size() >= servers_max) {
    auto oldest = servers_.end();
    for (auto it = servers_.begin(); it != servers_.end(); ++it) {
      if (it->second.sending > 0) continue;
      if (oldest == servers_.end() || it->second.last_turn < oldest->second.last_turn) oldest = it;
    }
    if (oldest != servers_.end()) servers_.erase(oldest);
  }
  return servers_[server];
}

// An inbox whose mail was all sent has not waited: it needs no place in the order.
void MailServers::forget_absent(std::span<const desk::MailDue> due) {
  std::set<InboxId> present;
  for (const desk::MailDue& one : due) present.insert(one.inbox);
  std::erase_if(turns_, [&](const auto& turn) { return !present.contains(turn.first); });
}

MailServers::Turn::~Turn() {
  if (reason_) return;
  const std::lock_guard lock(all_.mutex_);
  --ended().sending;
}

MailServers::Server& MailServers::Turn::ended() {
  Server& server = all_.known(of_.server);
  if (std::exchange(is_listened_to_, false)) --server.listened_to;
  return server;
}

void MailServers::Turn::listens(Instant now) {
  const std::lock_guard lock(all_.mutex_);
  Server& server = all_.known(of_.server);
  if (!std::exchange(is_listened_to_, true)) ++server.listened_to;
  server.last_sign = now;
}

void MailServers::Turn::answered(Instant now) {
  const std::lock_guard lock(all_.mutex_);
  Server& server = ended();
  server.works = true;
  server.failures = 0;
  server.last_sign = now;
  server.paused_until = {};
  server.reason.clear();
  server.broken_off_at.reset();
}

void MailServers::Turn::failed(std::string what, Instant now) {
  const std::lock_guard lock(all_.mutex_);
  blame(ended(), std::move(what), now);
}

bool MailServers::Turn::broke_off(OutboxId mail, std::string what, Instant now) {
  const std::lock_guard lock(all_.mutex_);
  Server& server = ended();
  // A suspect that fails once more says nothing new of the server.
  const bool is_another = std::erase(server.suspects, mail) == 0;
  const bool blames =
      is_another && server.broken_off_at && now - *server.broken_off_at < same_fault_within;
  if (server.suspects.size() >= suspects_max) server.suspects.erase(server.suspects.begin());
  server.suspects.push_back(mail);
  server.broken_off_at = now;
  if (blames) blame(server, std::move(what), now);
  return blames;
}

void MailServers::blame(Server& server, std::string what, Instant now) {
  server.works = false;
  ++server.failures;
  server.paused_until = now + pause_after(server.failures);
  server.reason = std::move(what);
}

}  // namespace mg::jobs
