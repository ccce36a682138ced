#include "db/postgres_writers.h"

#include <algorithm>
#include <chrono>
#include <random>

namespace mg::db {
namespace {

constexpr int tries_max = 5;
constexpr int back_off_ms = 8;  // Times the number of tries so far, at random.

void back_off(int tries) {
  thread_local std::minstd_rand random(std::random_device{}());
  const auto pause = std::uniform_int_distribution(1, back_off_ms * tries)(random);
  std::this_thread::sleep_for(std::chrono::milliseconds(pause));
}

}  // namespace

PostgresWriters::PostgresWriters(const Options& options, ConnectGate& gate,
                                 PostgresListener& listener)
    : options_(options), gate_(gate), listener_(listener), queue_(options.queue_items_max) {
  const int threads = std::max(1, options.write_connections_max);
  bulk_at_once_ = std::max(1, threads - 1);  // One is always there for people.
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

PostgresWriters::~PostgresWriters() {
  queue_.close();
  for (std::thread& thread : threads_) thread.join();
}

void PostgresWriters::run() {
  std::unique_ptr<PostgresConnection> connection;
  while (std::optional<WriteQueue::Next> next = queue_.take_next(bulk_at_once_)) {
    const std::optional<Error> error = run_item(connection, next->item);
    if (error && means_unhealthy(error->kind)) listener_.doubt();
    if (next->lane == Lane::bulk) queue_.bulk_finished();
    next->item.done(error ? &*error : nullptr);
    if (!error) listener_.committed();
  }
}

std::optional<Error> PostgresWriters::run_item(std::unique_ptr<PostgresConnection>& connection,
                                               const WriteItem& item) {
  for (int tries = 1;; ++tries) {
    const Try result = try_item(connection, item);
    if (!result.again || tries == tries_max) return result.error;
    back_off(tries);
  }
}

PostgresWriters::Try PostgresWriters::try_item(std::unique_ptr<PostgresConnection>& connection,
                                               const WriteItem& item) {
  bool committing = false;
  std::optional<Error> error;
  try {
    // Nothing is gained by trying again at once when there is no connection to be had.
    if (!connection) connection = gate_.connect(options_);
  } catch (...) {
    return {current_error(), false};
  }
  try {
    connection->control("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    PostgresSession session(*connection);
    item.work(session);
    session.throw_if_doomed();
    if (!connection->in_transaction()) {
      throw Error(ErrorKind::schema, "The work has ended its own transaction.");
    }
    committing = true;
    connection->commit();
    return {};
  } catch (const Rollback&) {  // Asked for: no error.
  } catch (...) {
    error = current_error();
  }
  connection->roll_back();
  // Also one that works but leads to a standby: the next one finds the primary.
  const bool useless = error && error->kind == ErrorKind::connection_lost;
  if (connection->lost() || useless) connection.reset();
  // Whether a COMMIT without an answer happened is for the caller to find out.
  if (committing && useless) return {Error(ErrorKind::outcome_unknown, error->what()), false};
  return {error, error && worth_another_try(*error)};
}

}  // namespace mg::db
