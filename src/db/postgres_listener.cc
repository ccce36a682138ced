#include "db/postgres_listener.h"

#include <algorithm>
#include <cstdint>
#include <poll.h>
#include <random>
#include <sys/eventfd.h>
#include <unistd.h>

namespace mg::db {
namespace {

constexpr int probe_every_ms = 1'000;
// How often the server is asked whether it lives, when it counts as unwell without an answer, and
// when as hanging: then nobody waits for it any longer.
constexpr auto question_max = std::chrono::milliseconds(2'500);
constexpr auto pulse_every = std::chrono::milliseconds(500);
constexpr auto unwell_after = std::chrono::milliseconds(1'250);
constexpr auto hangs_after = std::chrono::milliseconds(3'500);
// A real write, made durable: reaching the server is not enough.
constexpr const char* probe = "BEGIN; SET LOCAL synchronous_commit = on; NOTIFY makegood; COMMIT";
// Each wakes all who follow the log: several commits soon after another are told of at once.
constexpr auto tell_every = std::chrono::milliseconds(20);
constexpr int pause_first_ms = 100;
constexpr int pause_max_ms = 5'000;

}  // namespace

PostgresListener::PostgresListener(const Options& options, ConnectGate& gate, CommitSignal& commits)
    : options_(options),
      gate_(gate),
      commits_(commits),
      nudge_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      pause_ms_(pause_first_ms) {
  if (nudge_.fd() < 0) throw Error(ErrorKind::other, "Cannot make an eventfd.");
  thread_ = std::thread([this] { run(); });
}

PostgresListener::~PostgresListener() {
  stopping_ = true;
  nudge();
  thread_.join();
}

void PostgresListener::doubt() {
  if (healthy_.exchange(false)) nudge();  // Once: a nudge also ends the pause between attempts.
}

void PostgresListener::committed() {
  if (!committed_.exchange(true)) nudge();
}

void PostgresListener::nudge() {
  const std::uint64_t one = 1;
  // It fails only when a nudge waits already.
  [[maybe_unused]] const ssize_t written = ::write(nudge_.fd(), &one, sizeof(one));
}

void PostgresListener::wait(int socket, int time_out_ms) {
  // poll ignores an entry with a negative descriptor.
  pollfd ready[] = {{nudge_.fd(), POLLIN, 0}, {socket, POLLIN, 0}};
  ::poll(ready, 2, time_out_ms);
  std::uint64_t nudges = 0;
  [[maybe_unused]] const ssize_t got = ::read(nudge_.fd(), &nudges, sizeof(nudges));
}

void PostgresListener::run() {
  std::minstd_rand random(std::random_device{}());
  while (!stopping_) {
    try {
      connect_and_serve();
    } catch (const Error&) {
      healthy_ = false;
    }
    if (stopping_) return;
    // Nodes that lost the same server must not all come back in the same moment.
    wait(-1, pause_ms_ + static_cast<int>(random() % static_cast<unsigned>(pause_ms_)));
    pause_ms_ = std::min(pause_ms_ * 2, pause_max_ms);
  }
}

std::unique_ptr<PostgresConnection> PostgresListener::connect() {
  // Its own questions are small: who does not answer them in this time hangs.
  Options options = options_;
  options.statement_timeout = std::min(options.statement_timeout, question_max);
  const auto start = std::chrono::steady_clock::now();
  try {
    auto connection = std::make_unique<PostgresConnection>(options);
    connection->answer_within(question_max);
    return connection;
  } catch (const Error& error) {
    // Not refused, and not taken.
    const bool waited = std::chrono::steady_clock::now() - start >= unwell_after;
    if (waited && error.kind == ErrorKind::connection_lost) gate_.hangs();
    throw;
  }
}

void PostgresListener::connect_and_serve() {
  const auto connection = connect();
  try {
    listen_on(*connection);
  } catch (const Error&) {
    if (connection->unanswered()) gate_.hangs();
    throw;
  }
}

void PostgresListener::listen_on(PostgresConnection& connection) {
  connection.control("LISTEN makegood");
  connection.control("SET synchronous_commit = off");
  connection.control(probe);
  gate_.reached();
  healthy_ = true;
  pause_ms_ = pause_first_ms;
  commits_.notify();  // Something may have been committed while nobody listened.
  serve(connection);
}

void PostgresListener::feel_pulse(PostgresConnection& connection) {
  if (connection.pulse(unwell_after)) return;
  healthy_ = false;
  if (connection.pulse(hangs_after - unwell_after)) return;
  gate_.hangs();
  throw Error(ErrorKind::connection_lost, "PostgreSQL does not answer.");
}

void PostgresListener::serve(PostgresConnection& connection) {
  using SteadyClock = std::chrono::steady_clock;
  auto felt_at = SteadyClock::time_point{};
  auto told_at = SteadyClock::time_point{};
  while (!stopping_) {
    if (SteadyClock::now() - felt_at >= pulse_every) {
      feel_pulse(connection);
      felt_at = SteadyClock::now();
    }
    if (!healthy_) {
      connection.control(probe);
      healthy_ = true;
    }
    if (SteadyClock::now() - told_at >= tell_every && committed_.exchange(false)) {
      connection.control("NOTIFY makegood");
      told_at = SteadyClock::now();
    }
    bool woken = false;
    while (PGnotify* notification = PQnotifies(connection.handle())) {
      PQfreemem(notification);
      woken = true;
    }
    if (woken) commits_.notify();
    const auto rest = committed_ ? tell_every : pulse_every;
    wait(PQsocket(connection.handle()), static_cast<int>(rest.count()));
    if (PQconsumeInput(connection.handle()) == 0) {
      throw Error(ErrorKind::connection_lost, "The listening connection is lost.");
    }
    if (!healthy_ && !stopping_) wait(-1, probe_every_ms);
  }
  // The other nodes hear of the last commits before this one goes.
  if (committed_.exchange(false)) connection.control("NOTIFY makegood");
}

}  // namespace mg::db
