#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/api.h"
#include "live/hub.h"
#include "net/allowed_hosts.h"
#include "net/answer_cache.h"
#include "net/api.h"
#include "net/router.h"
#include "net/static_files.h"
#include "net/workers.h"
#include "pages/pages.h"

namespace mg::app {

// What /metrics and /readyz tell about the running server.
struct Health {
  // Why the server is not ready, as /readyz says it; empty: it is.
  std::function<std::string()> trouble;
  // Why nothing may be changed any more, though it can be read; empty: it may.
  std::function<std::string()> read_only;
  std::function<std::string()> metrics;  // Prometheus text.
};

// What only the server itself can tell whoever sets the workspace up.
struct FirstRun {
  std::string setup_code;  // As api::Services has it.
  std::string takes_mail_on;
};

// Everything that is served over HTTP: the API, the customer's page, the agents' application,
// health and the live stream. Build once; drain the server before it goes.
class Site {
 public:
  Site(desk::Desk& desk, desk::Directory& directory, net::Workers& workers, FirstRun first_run,
       net::AllowedHosts hosts, Health health);

  net::Handler handler();
  std::size_t body_bytes_max(const net::Request& head) const;
  std::size_t cut_body_bytes(const net::Request& head) const;
  net::UpgradeHandler upgrade();

  // Everything that was remembered is asked for anew: the clock was set.
  void forget_answers() { ++changes_; }

  live::Hub& hub() { return hub_; }
  const net::Api& api() const { return api_; }
  const net::Router& router() const { return router_; }

 private:
  void add_health();
  void add_application();
  // What answers a request whose Host is not ours; nullopt for all others. Whether the server lives
  // is told under any name, its numbers under any address.
  std::optional<net::Response> misdirected(const net::Request& request) const;
  void tell_of_unasked_proxy(const net::Request& request);
  void decide_upgrade(const net::Request& request, net::UpgradeDecision& decide);

  desk::Desk& desk_;
  net::Workers& workers_;
  const net::AllowedHosts hosts_;
  api::Services services_;
  pages::Services page_services_;
  net::Router router_;
  net::Api api_;
  net::StaticFiles files_;
  live::Hub hub_;
  const Health health_;
  // Only with SQLite: other nodes change a PostgreSQL without telling before they answer.
  std::optional<net::AnswerCache> answers_;
  std::atomic<std::uint64_t> changes_{1};
  std::shared_ptr<void> counting_;  // The subscription that raises changes_.
  std::atomic<bool> told_of_proxy_{false};
};

}  // namespace mg::app
