#include "main/serve.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <spdlog/spdlog.h>
#include <thread>
#include <unistd.h>

#include "api/api.h"
#include "channels/email/compose.h"
#include "channels/email/desk_sink.h"
#include "channels/email/lmtp_listener.h"
#include "channels/email/understand.h"
#include "db/sqlite_files.h"
#include "desk/workspace.h"
#include "jobs/jobs.h"
#include "main/clock.h"
#include "main/commands.h"
#include "main/metrics.h"
#include "main/send.h"
#include "main/site.h"
#include "net/problem.h"
#include "net/server.h"

namespace mg::app {
namespace {

using namespace std::chrono_literals;

constexpr unsigned worker_threads = 4;
static_assert(worker_threads > api::sign_ins_at_once_max);
constexpr std::size_t worker_queue_max = 2000;
constexpr unsigned http_threads = 2;
constexpr int mail_threads = 2;

// Sent by ourselves to our main thread, see Running::stand_aside.
constexpr int stand_aside_signal = SIGUSR1;

// These are waited for by the main thread alone.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, stand_aside_signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

Result<std::unique_ptr<FileClock>> open_clock(const ServeOptions& options) {
  if (options.clock_file.empty()) return std::unique_ptr<FileClock>();
  return FileClock::open(options.clock_file);
}

// With PostgreSQL nothing is in the data folder, yet it is this server's: a backup that is restored
// into it would be of no use to anybody. Several servers may name one folder.
std::optional<db::File> hold_folder(const Place& place) {
  if (place.database.empty() || place.data.empty()) return {};
  return db::share_lock(place.file());
}

std::string make_setup_code(desk::Desk& desk) {
  const auto taken = desk.read<bool>(
      [](db::Session& session) -> Result<bool> { return desk::has_owner(session); });
  return taken && *taken ? std::string() : desk::random_secret().substr(0, 20);
}

void say_where(const ServeOptions& options, const Endpoint& http, const std::string& base_url,
               const std::string& setup_code) {
  std::printf("makegood serves %s and takes mail on %s\n", base_url.c_str(), options.lmtp.c_str());
  if (!setup_code.empty()) {
    std::printf("First run: open %s/setup#code=%s to create the owner.\n", base_url.c_str(),
                setup_code.c_str());
    if (const auto local = local_url_of(http, base_url)) {
      std::printf("While no proxy serves that address, on this machine: %s/setup#code=%s\n",
                  local->c_str(), setup_code.c_str());
    }
  }
  std::fflush(stdout);
}

void say_what_failed(std::string_view job, std::uint64_t count, std::string_view what) {
  spdlog::error("background work: {} failed ({}): {}", job, count, what);
}

void say_internal_error(std::string_view what, std::string_view request_id) {
  spdlog::error("internal error in request {}: {}", request_id, what);
}

// Everything that runs, in the order of dependence; destruction undoes it.
class Running {
 public:
  Running(const ServeOptions& options, ServeSettings settings, Workspace workspace)
      : options_(options),
        http_(settings.http),
        lmtp_(settings.lmtp),
        base_url_(settings.base_url),
        workspace_(std::move(workspace)),
        setup_code_(make_setup_code(desk())),
        directory_(desk()),
        workers_(worker_threads, worker_queue_max),
        jobs_(desk(), {.understand = channels::email::understand,
                       .compose = channels::email::compose,
                       .refresh = [this] { refresh(); },
                       .make_sender = [this] { return make_sender(stopping_); },
                       .stand_aside = [this](const std::string& reason) { stand_aside(reason); },
                       .failed = say_what_failed}),
        site_(desk(), directory_, workers_, {setup_code_, local_address_of(lmtp_)},
              std::move(settings.hosts),
              {.trouble = [this] { return trouble(); },
               .read_only = [this] { return aside_reason(); },
               .metrics = [this] { return metrics(); }}),
        server_({.address = http_.address,
                 .port = http_.port,
                 .threads = http_threads,
                 .trusted_proxies = options.trusted_proxies,
                 .secure = base_url_.starts_with("https://")},
                {.handle = site_.handler(),
                 .body_bytes_max =
                     [this](const net::Request& head) { return site_.body_bytes_max(head); },
                 .cut_body_bytes =
                     [this](const net::Request& head) { return site_.cut_body_bytes(head); },
                 .upgrade = site_.upgrade()}),
        sink_(desk(), directory_) {}

  Result<void> start() {
    auto listener =
        channels::email::LmtpListener::open({.address = lmtp_.address,
                                             .port = lmtp_.port,
                                             .trusted_peers = options_.trusted_mail_peers,
                                             .threads = mail_threads,
                                             .limits = {}},
                                            sink_);
    if (!listener) return std::unexpected(listener.error());
    listener_ = std::move(*listener);
    if (auto started = server_.start(); !started) return started;
    if (options_.place.database.empty()) {
      auto control = ControlServer::open(
          options_.place.data,
          [this](const std::string& command, const Arguments& arguments, const Progress& progress) {
            return run_command(desk(), directory_, command, arguments, progress);
          });
      if (!control) return std::unexpected(control.error());
      control_ = std::move(*control);
    }
    listening_ = true;
    say_where(options_, http_, base_url_, setup_code_);
    return {};
  }

  // The rest of standing aside, on the main thread: nothing is taken in, sent or decided any more.
  // What is there can still be read.
  void stop_deciding() {
    jobs_.stop();
    control_.reset();
    listener_->drain(4s);
    spdlog::error("stands aside: serves reading alone until it is stopped");
  }

  void drain() {
    listening_ = false;
    *stopping_ = true;
    // Beside the rest: a mail server that hangs must not add its time to theirs.
    std::jthread ending_jobs([this] { jobs_.stop(); });
    control_.reset();
    site_.hub().stop();
    const bool mail_done = listener_->drain(4s);
    const bool http_done = server_.drain(4s);
    ending_jobs.join();
    workers_.stop();
    desk().finish();
    spdlog::info("drained: mail {}, http {}", mail_done, http_done);
  }

  // The clock was set by hand.
  void wake() {
    site_.forget_answers();
    jobs_.wake();
  }

 private:
  desk::Desk& desk() { return *workspace_.desk; }
  // On a thread of the jobs. From here on /readyz is 503 and changes are refused.
  void stand_aside(const std::string& reason) {
    spdlog::error("stands aside: {}", reason);
    {
      const std::lock_guard lock(aside_mutex_);
      aside_ = reason;
    }
    ::kill(::getpid(), stand_aside_signal);
  }
  std::string aside_reason() {
    const std::lock_guard lock(aside_mutex_);
    return aside_;
  }
  std::string trouble() {
    if (const std::string reason = aside_reason(); !reason.empty()) return reason;
    if (!listening_) return "it is starting or stopping";
    return workspace_.database->healthy() ? "" : "the database cannot be written";
  }
  void refresh() {
    desk().reload();
    directory_.forget();
  }
  std::string metrics() {
    return metrics_text(desk(), jobs_, listening_ ? listener_.get() : nullptr,
                        listening_ ? &server_ : nullptr, workers_);
  }

  const ServeOptions& options_;
  const Endpoint http_, lmtp_;
  const std::string base_url_;
  Workspace workspace_;
  const std::string setup_code_;
  desk::Directory directory_;
  net::Workers workers_;
  std::atomic<bool> listening_{false};
  std::mutex aside_mutex_;
  std::string aside_;
  const std::shared_ptr<std::atomic<bool>> stopping_ = std::make_shared<std::atomic<bool>>(false);
  jobs::Jobs jobs_;
  Site site_;
  net::Server server_;
  channels::email::DeskSink sink_;
  std::unique_ptr<channels::email::LmtpListener> listener_;
  std::unique_ptr<ControlServer> control_;
};

Result<void> run(const ServeOptions& options, ServeSettings settings) {
  const sigset_t signals = block_signals();
  auto file_clock = open_clock(options);
  if (!file_clock) return std::unexpected(file_clock.error());
  if (auto fine = prepare(options.place); !fine) return fine;
  const auto folder = hold_folder(options.place);

  net::on_internal_error(say_internal_error);
  SystemClock system_clock;
  const Clock& clock = *file_clock ? static_cast<const Clock&>(**file_clock) : system_clock;
  Workspace workspace = open_workspace(options.place, clock, settings.base_url);
  Running running(options, std::move(settings), std::move(workspace));
  if (auto started = running.start(); !started) return started;
  if (*file_clock) (*file_clock)->on_change([&] { running.wake(); });

  int signal = 0;
  sigwait(&signals, &signal);
  if (signal == stand_aside_signal) {
    running.stop_deciding();
    while (signal == stand_aside_signal) sigwait(&signals, &signal);
  }
  spdlog::info("draining after signal {}", signal);
  if (*file_clock) (*file_clock)->on_change([] {});
  running.drain();
  return {};
}

}  // namespace

int serve(const ServeOptions& options) {
  auto settings = settings_of(options);
  if (!settings) {
    std::fprintf(stderr, "makegood: %s\n", settings.error().detail.c_str());
    return wrong_command_line;
  }
  try {
    const auto done = run(options, std::move(*settings));
    if (done) return 0;
    std::fprintf(stderr, "makegood: %s\n", done.error().detail.c_str());
  } catch (const db::Error& error) {
    std::fprintf(stderr, "makegood: %s\n", error.what());
  }
  return could_not_be_done;
}

}  // namespace mg::app
