#include "main/metrics.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <unistd.h>

#include "desk/files.h"
#include "desk/hold.h"
#include "desk/mail_in.h"

namespace mg::app {
namespace {

constexpr int lag_counted_max = 100'000;

class Exposition {
 public:
  void gauge(std::string_view name, std::string_view help, double value) {
    put(name, "gauge", help, value);
  }
  void counter(std::string_view name, std::string_view help, std::uint64_t value) {
    put(name, "counter", help, static_cast<double>(value));
  }
  // One for each value of the label.
  void counters(std::string_view name, std::string_view help, std::string_view label,
                const std::map<std::string, std::uint64_t>& values) {
    head(name, "counter", help);
    for (const auto& [of, value] : values) {
      out_ += std::string(name) + "{" + std::string(label) + "=\"" + of + "\"} " +
              std::to_string(value) + "\n";
    }
  }
  void labelled(std::string_view name, std::string_view help, std::string_view label,
                double value) {
    head(name, "gauge", help);
    out_ += std::string(name) + "{" + std::string(label) + "} " + number(value) + "\n";
  }
  std::string text() { return std::move(out_); }

 private:
  void head(std::string_view name, std::string_view type, std::string_view help) {
    out_ += "# HELP " + std::string(name) + " " + std::string(help) + "\n# TYPE " +
            std::string(name) + " " + std::string(type) + "\n";
  }
  void put(std::string_view name, std::string_view type, std::string_view help, double value) {
    head(name, type, help);
    out_ += std::string(name) + " " + number(value) + "\n";
  }
  static std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    const auto whole = static_cast<std::int64_t>(value);
    return static_cast<double>(whole) == value ? std::to_string(whole) : std::to_string(value);
  }

  std::string out_;
};

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

std::int64_t mails_on_hold(desk::Desk& desk) {
  std::int64_t copies = 0;
  desk.database().read([&](db::Session& session) { copies = desk::outgoing_hold(session).copies; });
  return copies;
}

// What only the database knows.
struct Backlog {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  double mails = unknown, held = unknown, unindexed = unknown;
};

Backlog backlog_of(desk::Desk& desk) {
  // A database that is away is not waited for: makegood_database_healthy says so.
  if (!desk.database().healthy()) return {};
  try {
    return {static_cast<double>(desk::mail_waiting(desk)), static_cast<double>(mails_on_hold(desk)),
            static_cast<double>(desk::index_lag(desk, lag_counted_max))};
  } catch (const db::Error&) {
    return {};  // It went away meanwhile.
  }
}

void put_mail(Exposition& out, const channels::email::LmtpCounters& c) {
  out.counter("makegood_lmtp_mails_accepted_total", "Mails answered with 250.", c.mails_accepted);
  out.counter("makegood_lmtp_mails_deferred_total", "Mails answered with 4xx.", c.mails_deferred);
  out.counter("makegood_lmtp_mails_refused_total", "Mails answered with 5xx.", c.mails_refused);
  out.gauge("makegood_lmtp_connections", "Open mail connections.",
            static_cast<double>(c.connections));
}

void put_http(Exposition& out, const net::ServerCounters& c) {
  out.counter("makegood_http_requests_total", "Requests.", c.requests);
  out.counter("makegood_http_responses_5xx_total", "Answers with a server error.",
              c.responses_by_class[5]);
  out.gauge("makegood_http_connections", "Open connections.",
            static_cast<double>(c.connections_open));
  out.gauge("makegood_http_requests_in_flight", "Requests being answered.",
            static_cast<double>(c.requests_in_flight));
  out.gauge("makegood_websockets", "Open live connections.",
            static_cast<double>(c.websockets_open));
}

void put_backlog(Exposition& out, const Backlog& backlog) {
  out.gauge("makegood_ingest_pending", "Stored mails that are not yet in a conversation.",
            backlog.mails);
  out.gauge("makegood_outbox_held", "Mails that a restore put on hold until somebody decides.",
            backlog.held);
  out.labelled("makegood_follower_lag_facts", "Facts of the log that a follower has not read.",
               "follower=\"search\"", backlog.unindexed);
}

}  // namespace

std::string backlog_metrics(desk::Desk& desk) {
  Exposition out;
  put_backlog(out, backlog_of(desk));
  return out.text();
}

std::string metrics_text(desk::Desk& desk, const jobs::Jobs& work,
                         const channels::email::LmtpListener* listener, const net::Server* server,
                         const net::Workers& workers) {
  const jobs::Counters& jobs = work.counters();
  Exposition out;
  out.gauge("makegood_database_healthy", "1 while the database can be read and written.",
            desk.database().healthy() ? 1 : 0);
  out.gauge("makegood_write_queue", "Writes waiting for the database.",
            static_cast<double>(desk.database().queued()));
  out.gauge("makegood_wal_bytes", "Size of the write-ahead log (SQLite).",
            static_cast<double>(desk.database().wal_bytes()));
  out.gauge("makegood_worker_queue", "Requests waiting for a worker.",
            static_cast<double>(workers.queued()));
  put_backlog(out, backlog_of(desk));
  out.counter("makegood_mails_received_total", "Mails that became messages.", jobs.mails_received);
  out.counter("makegood_mails_quarantined_total", "Mails that could not be read.",
              jobs.mails_quarantined);
  out.counter("makegood_mails_sent_total", "Mails taken by a mail server.", jobs.mails_sent);
  out.counter("makegood_mails_deferred_total", "Attempts to be repeated.", jobs.mails_deferred);
  out.counter("makegood_mails_failed_total", "Mails refused for good.", jobs.mails_failed);
  out.counter("makegood_timers_fired_total", "Timers that fired.", jobs.timers_fired);
  out.counters("makegood_background_failures_total", "Failed turns of work in the background.",
               "job", work.failures().totals());
  if (listener) put_mail(out, listener->counters());
  if (server) put_http(out, server->counters());
  out.gauge("process_resident_memory_bytes", "Resident memory.", resident_bytes());
  return out.text();
}

}  // namespace mg::app
