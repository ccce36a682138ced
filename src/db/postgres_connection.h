#pragma once

#include <atomic>
#include <chrono>
#include <libpq-fe.h>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "db/guarded_session.h"

namespace mg::db {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

// The error of a result or, when that tells nothing, of the connection.
Error postgres_error(PGconn* connection, const PGresult* result, std::string_view doing);

// Of an INSERT, UPDATE or DELETE; of others the rows that they gave.
std::int64_t rows_changed(const PGresult* result);

// True for errors that a new try with a fresh connection or transaction can cure.
bool worth_another_try(const Error& error);

// The server has forgotten or outgrown a prepared statement; worth another try, elsewhere.
bool means_stale_statement(const PGresult* result);

class PostgresStatements;

// One connection; used by one thread at a time. Every wait for the server has a deadline, so a
// server that hangs cannot hold a thread for ever, and ends at once when `server_hangs` is set.
class PostgresConnection {
 public:
  // Throws Error{connection_lost}, or Error{schema} when the server cannot serve us.
  explicit PostgresConnection(const Options& options,
                              const std::atomic<bool>* server_hangs = nullptr);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  PGconn* handle() const { return connection_.get(); }
  PostgresStatements& statements() { return *statements_; }

  // The handle, to send one statement whose answer is not waited for, and then to say so: `sent` as
  // for finish(); `doing` must stay; `rows`: how many must have changed, or it ends as overtaken.
  // What is posted goes to the server with the next finish() or settle(), which reads its answer.
  PGconn* posting();
  void posted(int sent, std::string_view doing, std::size_t bytes = 0,
              std::optional<std::int64_t> rows = {});
  // Waits for what was posted; throws its first error.
  void settle();

  // Waits for everything that was sent; returns the last result. `sent` is what PQsend... said.
  // Throws the first error.
  PostgresResult finish(int sent, std::string_view doing);
  // One or more statements without parameters or results, with almost no deadline.
  void script(const std::string& sql);
  // One or more short statements without parameters.
  PostgresResult control(const std::string& sql);
  // Posts the BEGIN of a write transaction.
  void begin_writing();
  // Error{connection_lost}: nobody knows whether it happened.
  void commit();
  // Never throws; a connection that cannot roll back is lost.
  void roll_back() noexcept;
  // Asks whether the server lives. False: no answer within `time_max`; then call it again to go on
  // waiting for the answer. Nothing else may run in between. Throws Error{connection_lost}.
  bool pulse(std::chrono::milliseconds time_max);
  // From now on a statement without an answer for so long is unanswered.
  void answer_within(std::chrono::milliseconds time_max) { answer_max_ = time_max; }
  // A wait has run out: the server is there and does not answer.
  bool unanswered() const { return unanswered_; }
  bool in_transaction() const { return PQtransactionStatus(handle()) == PQTRANS_INTRANS; }
  bool lost() const { return lost_ || PQstatus(handle()) != CONNECTION_OK; }

 private:
  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  using TimePoint = std::chrono::steady_clock::time_point;

  struct Posted {
    std::string_view doing;
    std::optional<std::int64_t> rows;
  };

  PostgresResult finish(int sent, std::string_view doing, std::chrono::milliseconds answer_max);
  PostgresResult next_result(TimePoint deadline, std::string_view doing);
  PostgresResult finish_posted();
  void judge(const PGresult* result, std::string_view doing, std::optional<Error>& error);
  void check_server() const;
  bool is_ready_by(TimePoint deadline, std::string_view doing);
  void wait_until_ready(TimePoint deadline, std::string_view doing);
  [[noreturn]] void lose(std::string_view doing, std::string_view why);

  std::chrono::milliseconds answer_max_;
  std::unique_ptr<PGconn, Close> connection_;
  std::unique_ptr<PostgresStatements> statements_;
  const std::atomic<bool>* server_hangs_;
  bool lost_ = false;
  bool unanswered_ = false;
  bool asking_ = false;         // pulse() waits for its answer.
  std::vector<Posted> posted_;  // libpq is in its pipeline mode as long as there are some.
  std::size_t posted_bytes_ = 0;
};

// Lets one connection attempt after the other fail at once while the server is known to be away,
// with growing pauses between the real ones. Shared by all threads of one Database. Who finds that
// the server hangs (is reached, and answers nothing) says so here: that ends all waiting.
class ConnectGate {
 public:
  // A new connection, or Error{connection_lost}.
  std::unique_ptr<PostgresConnection> connect(const Options& options);
  void reached();
  void hangs();  // Until reached() is called.

 private:
  std::atomic<bool> server_hangs_{false};
  std::mutex mutex_;
  std::chrono::milliseconds pause_{0};
  std::chrono::steady_clock::time_point not_before_{};
};

class PostgresSession final : public GuardedSession {
 public:
  // `behind_others`: they have run in the same transaction.
  explicit PostgresSession(PostgresConnection& connection, bool behind_others = false)
      : connection_(connection), behind_others_(behind_others) {}
  Engine engine() const override { return Engine::postgres; }
  bool writes_behind_others() const override { return behind_others_; }
  // Whether something ran that a rollback would undo.
  bool has_written() const { return has_written_; }

 protected:
  std::int64_t run_statement(const Statement& statement, std::span<const Value> values,
                             const std::function<void(const Row&)>& each) override;
  std::int64_t run_text(std::string_view sql, std::span<const Value> values,
                        const std::function<void(const Row&)>& each) override;
  void run_script(std::string_view sql) override;
  void send_statement(const Statement& statement, std::span<const Value> values,
                      std::optional<std::int64_t> rows) override;

 private:
  std::int64_t take(const PGresult* result, const std::function<void(const Row&)>& each);

  PostgresConnection& connection_;
  bool behind_others_;
  bool has_written_ = false;
};

}  // namespace mg::db
