#include "db/postgres_connection.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <utility>

#include "db/postgres_statement.h"

namespace mg::db {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

// The server's own statement time-out comes first; this is for a server that hangs.
constexpr auto answer_slack = 5s;
constexpr auto script_max = 24h;    // A migration may take its time; TCP notices a dead server.
constexpr auto look_every = 250ms;  // Whether the server has been found to hang.
constexpr std::string_view no_answer = "the server does not answer.";
constexpr auto pause_first = 100ms;
constexpr auto pause_max = 5'000ms;
// Posted statements are kept until somebody waits, by libpq and, as answers, by the kernel.
constexpr std::size_t posted_max = 1'000;
constexpr std::size_t posted_bytes_max = 2 * 1024 * 1024;
constexpr int server_version_min = 130'000;  // xid8 and pg_current_snapshot().

PGconn* open_handle(const std::string& url) {
  // What stands before dbname can be changed by the URL, what stands behind it cannot.
  const char* const names[] = {"connect_timeout",      "keepalives_idle",
                               "keepalives_interval",  "keepalives_count",
                               "tcp_user_timeout",     "application_name",
                               "target_session_attrs", "dbname",
                               "client_encoding",      nullptr};
  const char* const values[] = {"3",        "10",         "5",         "3",    "15000",
                                "makegood", "read-write", url.c_str(), "UTF8", nullptr};
  return PQconnectdbParams(names, values, 1);
}

// A server may have synchronous_commit=off for everybody; an acknowledged write must be durable.
std::string session_settings(const Options& options) {
  return "SET statement_timeout = " + std::to_string(options.statement_timeout.count()) +
         "; SET lock_timeout = 10000; SET idle_in_transaction_session_timeout = 60000; "
         "SET timezone = 'UTC'; SET client_min_messages = warning; "
         "SELECT set_config('synchronous_commit', 'on', false) "
         "WHERE current_setting('synchronous_commit') = 'off'";
}

// libpq breaks and indents its sentences.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == '\n' || c == '\t' || c == ' ';
    if (!space)
      line += c;
    else if (!line.ends_with(' '))
      line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace

PostgresConnection::PostgresConnection(const Options& options,
                                       const std::atomic<bool>* server_hangs)
    : answer_max_(options.statement_timeout + answer_slack),
      connection_(open_handle(options.url)),
      statements_(std::make_unique<PostgresStatements>(*this)),
      server_hangs_(server_hangs) {
  if (PQstatus(handle()) != CONNECTION_OK) {
    throw Error(ErrorKind::connection_lost,
                "Cannot reach PostgreSQL: " + one_line(PQerrorMessage(handle())));
  }
  check_server();
  PQsetnonblocking(handle(), 1);
  PQsetNoticeProcessor(
      handle(), [](void*, const char*) {}, nullptr);
  control(session_settings(options));
}

PostgresConnection::~PostgresConnection() = default;

void PostgresConnection::check_server() const {
  if (PQserverVersion(handle()) < server_version_min) {
    throw Error(ErrorKind::schema, "PostgreSQL 13 or newer is needed.");
  }
  const char* encoding = PQparameterStatus(handle(), "server_encoding");
  if (!encoding || std::string_view(encoding) != "UTF8") {
    throw Error(ErrorKind::schema, "The PostgreSQL database must have the encoding UTF8.");
  }
}

void PostgresConnection::lose(std::string_view doing, std::string_view why) {
  lost_ = true;
  throw Error(ErrorKind::connection_lost,
              "PostgreSQL, " + std::string(doing) + ": " + std::string(why));
}

void PostgresConnection::wait_until_ready(TimePoint deadline, std::string_view doing) {
  if (is_ready_by(deadline, doing)) return;
  unanswered_ = true;
  lose(doing, no_answer);
}

bool PostgresConnection::is_ready_by(TimePoint deadline, std::string_view doing) {
  while (true) {
    const int unsent = PQflush(handle());
    if (unsent < 0) lose(doing, PQerrorMessage(handle()));
    if (unsent == 0 && PQisBusy(handle()) == 0) return true;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
    if (left <= 0) return false;
    if (server_hangs_ && *server_hangs_) lose(doing, no_answer);
    const auto slice = server_hangs_ ? std::min<std::int64_t>(left, look_every.count()) : left;
    pollfd ready{PQsocket(handle()), static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN), 0};
    if (::poll(&ready, 1, static_cast<int>(slice)) < 0 && errno != EINTR) {
      lose(doing, "poll failed.");
    }
    if ((ready.revents & ~POLLOUT) != 0 && PQconsumeInput(handle()) == 0) {
      lose(doing, PQerrorMessage(handle()));
    }
  }
}

PGconn* PostgresConnection::posting() {
  constexpr std::string_view doing = "sending statements together";
  if (posted_.size() >= posted_max || posted_bytes_ >= posted_bytes_max) settle();
  if (posted_.empty() && PQenterPipelineMode(handle()) == 0) lose(doing, "the connection is busy.");
  return handle();
}

void PostgresConnection::posted(int sent, std::string_view doing, std::size_t bytes,
                                std::optional<std::int64_t> rows) {
  if (sent == 0) lose(doing, PQerrorMessage(handle()));
  posted_bytes_ += bytes;
  posted_.push_back({doing, rows});
}

void PostgresConnection::settle() {
  if (!posted_.empty()) finish_posted();
}

PostgresResult PostgresConnection::next_result(TimePoint deadline, std::string_view doing) {
  wait_until_ready(deadline, doing);
  return PostgresResult(PQgetResult(handle()));
}

void PostgresConnection::judge(const PGresult* result, std::string_view doing,
                               std::optional<Error>& error) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
    lose(doing, "COPY is not for this facade.");
  }
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || error) return;
  error = postgres_error(handle(), result, doing);
  // Our prepared statements are out of date: a fresh connection has none.
  if (means_stale_statement(result)) lost_ = true;
}

PostgresResult PostgresConnection::finish(int sent, std::string_view doing,
                                          std::chrono::milliseconds answer_max) {
  if (sent == 0) lose(doing, PQerrorMessage(handle()));
  if (!posted_.empty()) {
    posted_.push_back({doing, std::nullopt});
    return finish_posted();
  }
  const TimePoint deadline = SteadyClock::now() + answer_max;
  PostgresResult last;
  std::optional<Error> error;
  while (PostgresResult result = next_result(deadline, doing)) {
    judge(result.get(), doing, error);
    last = std::move(result);
  }
  if (PQstatus(handle()) != CONNECTION_OK) lost_ = true;
  if (error) throw Error(*error);
  if (!last) lose(doing, "no result.");
  return last;
}

// Each statement may take as long as one that is sent alone. Behind one that fails the server runs
// none of the others.
PostgresResult PostgresConnection::finish_posted() {
  const std::vector<Posted> all = std::exchange(posted_, {});
  posted_bytes_ = 0;
  const auto doing_last = all.back().doing;
  if (PQpipelineSync(handle()) == 0) lose(doing_last, PQerrorMessage(handle()));
  PostgresResult last;
  std::optional<Error> error;
  for (const Posted& one : all) {
    const auto answer = [&] { return next_result(SteadyClock::now() + answer_max_, one.doing); };
    last = nullptr;
    while (PostgresResult result = answer()) {
      judge(result.get(), one.doing, error);
      last = std::move(result);
    }
    if (one.rows && !error && last && rows_changed(last.get()) != *one.rows) {
      error = overtaken(one.doing);
    }
  }
  const PostgresResult end = next_result(SteadyClock::now() + answer_max_, doing_last);
  if (PQstatus(handle()) != CONNECTION_OK) lost_ = true;
  if (lost_ && error) throw Error(*error);
  const bool ended = end && PQresultStatus(end.get()) == PGRES_PIPELINE_SYNC;
  if (!ended || PQexitPipelineMode(handle()) == 0) lose(doing_last, "no result.");
  if (error) throw Error(*error);
  if (!last) lose(doing_last, "no result.");
  return last;
}

PostgresResult PostgresConnection::finish(int sent, std::string_view doing) {
  return finish(sent, doing, answer_max_);
}

bool PostgresConnection::pulse(std::chrono::milliseconds time_max) {
  constexpr std::string_view doing = "asking whether the server lives";
  if (!asking_ && PQsendQuery(handle(), "SELECT 1") == 0) lose(doing, PQerrorMessage(handle()));
  asking_ = true;
  const TimePoint deadline = SteadyClock::now() + time_max;
  do {
    if (!is_ready_by(deadline, doing)) return false;
  } while (PostgresResult(PQgetResult(handle())));
  asking_ = false;
  return true;
}

void PostgresConnection::script(const std::string& sql) {
  settle();
  finish(PQsendQuery(handle(), sql.c_str()), "running a script", script_max);
}

PostgresResult PostgresConnection::control(const std::string& sql) {
  settle();
  return finish(PQsendQuery(handle(), sql.c_str()), sql.substr(0, 200));
}

void PostgresConnection::begin_writing() {
  constexpr const char* begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
  posted(PQsendQueryParams(posting(), begin, 0, nullptr, nullptr, nullptr, nullptr, 0), begin);
}

void PostgresConnection::commit() {
  const PostgresResult result = control("COMMIT");
  if (std::string_view(PQcmdStatus(result.get())) == "COMMIT") return;
  throw Error(ErrorKind::other, "PostgreSQL rolled back instead of committing.");
}

void PostgresConnection::roll_back() noexcept {
  if (lost()) return;
  try {
    settle();
  } catch (const Error&) {  // It is undone now.
  }
  if (lost() || PQtransactionStatus(handle()) == PQTRANS_IDLE) return;
  try {
    control("ROLLBACK");
  } catch (const Error&) {
    lost_ = true;
  }
}

std::unique_ptr<PostgresConnection> ConnectGate::connect(const Options& options) {
  {
    std::lock_guard lock(mutex_);
    if (server_hangs_ || SteadyClock::now() < not_before_) {
      throw Error(ErrorKind::connection_lost, "PostgreSQL cannot be reached at the moment.");
    }
  }
  try {
    auto connection = std::make_unique<PostgresConnection>(options, &server_hangs_);
    if (!server_hangs_) reached();
    return connection;
  } catch (const Error& error) {
    if (error.kind == ErrorKind::connection_lost) {
      std::lock_guard lock(mutex_);
      pause_ = std::clamp<std::chrono::milliseconds>(pause_ * 2, pause_first, pause_max);
      not_before_ = SteadyClock::now() + pause_;
    }
    throw;
  }
}

void ConnectGate::hangs() {
  server_hangs_ = true;
}

void ConnectGate::reached() {
  std::lock_guard lock(mutex_);
  server_hangs_ = false;
  pause_ = 0ms;
  not_before_ = {};
}

}  // namespace mg::db
