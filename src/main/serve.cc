#include "main/serve.h"

#include <csignal>
#include <cstdio>
#include <spdlog/spdlog.h>

#include "channels/email/compose.h"
#include "channels/email/desk_sink.h"
#include "channels/email/lmtp_listener.h"
#include "channels/email/understand.h"
#include "jobs/jobs.h"
#include "main/clock.h"
#include "main/commands.h"
#include "main/log.h"
#include "main/metrics.h"
#include "main/send.h"
#include "main/site.h"
#include "net/server.h"

namespace mg::app {
namespace {

using namespace std::chrono_literals;

constexpr unsigned worker_threads = 4;
constexpr std::size_t worker_queue_max = 2000;
constexpr unsigned http_threads = 2;

// SIGTERM and SIGINT are waited for by the main thread alone.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

Result<std::unique_ptr<FileClock>> open_clock(const ServeOptions& options, const Endpoint& http,
                                              const Endpoint& lmtp) {
  if (options.clock_file.empty()) return std::unique_ptr<FileClock>();
  if (!http.is_loopback() || !lmtp.is_loopback()) {
    return refuse(RefusalKind::bad_input, "clock_file_not_on_loopback",
                  "--clock-file is for tests: it needs --listen and --lmtp on loopback.");
  }
  return FileClock::open(options.clock_file);
}

jobs::Ports ports_of_email() {
  return {.understand = channels::email::understand,
          .compose = channels::email::compose,
          .make_sender = make_sender};
}

std::string make_setup_code(desk::Desk& desk) {
  const auto taken = desk.read<bool>(
      [](db::Session& session) -> Result<bool> { return store::has_agents(session); });
  return taken && *taken ? std::string() : desk::random_secret().substr(0, 20);
}

void say_where(const ServeOptions& options, const std::string& base_url,
               const std::string& setup_code) {
  std::printf("makegood serves %s and takes mail on %s\n", base_url.c_str(), options.lmtp.c_str());
  if (!setup_code.empty()) {
    std::printf("First run: open %s/setup#code=%s to create the owner.\n", base_url.c_str(),
                setup_code.c_str());
  }
  std::fflush(stdout);
}

Result<void> run(const ServeOptions& options) {
  const sigset_t signals = block_signals();
  auto http = endpoint_from(options.listen, "--listen");
  if (!http) return std::unexpected(http.error());
  auto lmtp = endpoint_from(options.lmtp, "--lmtp");
  if (!lmtp) return std::unexpected(lmtp.error());
  auto file_clock = open_clock(options, *http, *lmtp);
  if (!file_clock) return std::unexpected(file_clock.error());
  if (auto fine = prepare(options.place); !fine) return fine;

  SystemClock system_clock;
  const Clock& clock = *file_clock ? static_cast<const Clock&>(**file_clock) : system_clock;
  const std::string base_url =
      options.base_url.empty() ? "http://" + options.listen : options.base_url;
  Workspace workspace = open_workspace(options.place, clock, base_url);
  desk::Desk& desk = *workspace.desk;
  desk::Directory directory(desk);
  net::Workers workers(worker_threads, worker_queue_max);
  jobs::Jobs jobs(desk, ports_of_email());
  if (*file_clock) (*file_clock)->on_change([&] { jobs.wake(); });

  std::unique_ptr<channels::email::LmtpListener> listener;
  net::Server* server_for_metrics = nullptr;
  const std::string setup_code = make_setup_code(desk);
  Site site(desk, directory, workers, setup_code,
            {.ready = [&] { return listener != nullptr && workspace.database->healthy(); },
             .metrics =
                 [&] {
                   return metrics_text(desk, jobs.counters(), listener.get(), server_for_metrics,
                                       workers);
                 }});
  net::Server server(
      {.address = http->address,
       .port = http->port,
       .threads = http_threads,
       .trusted_proxies = options.trusted_proxies,
       .secure = base_url.starts_with("https://")},
      {.handle = site.handler(),
       .body_bytes_max = [&](const net::Request& head) { return site.body_bytes_max(head); },
       .upgrade = site.upgrade()});
  channels::email::DeskSink sink(desk, directory);
  auto opened = channels::email::LmtpListener::open({.address = lmtp->address,
                                                     .port = lmtp->port,
                                                     .trusted_peers = options.trusted_mail_peers,
                                                     .limits = {}},
                                                    sink);
  if (!opened) return std::unexpected(opened.error());
  listener = std::move(*opened);
  if (auto started = server.start(); !started) return started;
  server_for_metrics = &server;

  std::unique_ptr<ControlServer> control;
  if (options.place.database.empty()) {
    auto made = ControlServer::open(
        options.place.data,
        [&](const std::string& command, const Arguments& arguments, const Progress& progress) {
          return run_command(desk, directory, command, arguments, progress);
        });
    if (!made) return std::unexpected(made.error());
    control = std::move(*made);
  }
  say_where(options, base_url, setup_code);

  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("draining after signal {}", signal);
  control.reset();
  site.hub().stop();
  const bool mail_done = listener->drain(4s);
  const bool http_done = server.drain(4s);
  jobs.stop();
  workers.stop();
  spdlog::info("drained: mail {}, http {}", mail_done, http_done);
  return {};
}

}  // namespace

int serve(const ServeOptions& options) {
  start_log();
  try {
    const auto done = run(options);
    if (done) return 0;
    std::fprintf(stderr, "makegood: %s\n", done.error().detail.c_str());
  } catch (const db::Error& error) {
    std::fprintf(stderr, "makegood: %s\n", error.what());
  }
  return 1;
}

}  // namespace mg::app
