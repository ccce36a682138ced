#include "db/postgres_writers.h"

#include <algorithm>
#include <chrono>
#include <random>

namespace mg::db {
namespace {

using namespace std::chrono_literals;

constexpr int tries_max = 5;
constexpr auto turn_max = 50ms;      // Of a batch: nobody waits longer because others came later.
constexpr auto bulk_turn_min = 3ms;  // Then people who wait go first.
constexpr int back_off_ms = 8;       // Times the number of tries so far, at random.

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
  Connection connection;
  while (std::optional<WriteQueue::Next> next = queue_.take_next(bulk_at_once_)) {
    if (next->items.size() > 1) {
      run_batch(connection, *next);
      continue;
    }
    const std::optional<Error> error = run_item(connection, next->items.front());
    queue_.finished(next->lane, next->commit);
    answer(next->items.front(), error);
  }
}

void PostgresWriters::answer(const WriteItem& item, const std::optional<Error>& error) {
  if (error && means_unhealthy(error->kind)) listener_.doubt();
  item.done(error ? &*error : nullptr);
  if (!error) listener_.committed();
}

// Without savepoints, which would cost each item two more statements: when one item fails, all are
// undone, and each runs in a transaction of its own.
void PostgresWriters::run_batch(Connection& connection, WriteQueue::Next& batch) {
  std::size_t ran = 0;
  const Try result = try_transaction(connection, [&] { ran = run_works(*connection, batch); });
  const bool failed = result.error && result.error->kind != ErrorKind::outcome_unknown;
  const bool one_by_one = failed || result.undone;
  if (one_by_one) ran = batch.items.size();
  std::vector<std::optional<Error>> errors(ran, result.error);
  for (std::size_t i = 0; one_by_one && i < ran; ++i) {
    errors[i] = run_item(connection, batch.items[i]);
  }
  queue_.finished(batch.lane, batch.commit, std::span(batch.items).subspan(ran));
  for (std::size_t i = 0; i < ran; ++i) answer(batch.items[i], errors[i]);
}

// As many as there is time for. An item that undoes itself without having written anything leaves
// nothing to undo.
std::size_t PostgresWriters::run_works(PostgresConnection& connection,
                                       const WriteQueue::Next& batch) {
  const auto begun = std::chrono::steady_clock::now();
  std::size_t ran = 0;
  std::vector<std::int64_t> numbers_ahead;
  for (const WriteItem& item : batch.items) {
    const auto taken = std::chrono::steady_clock::now() - begun;
    if (taken >= turn_max) break;
    if (batch.lane == Lane::bulk && taken >= bulk_turn_min && queue_.has(Lane::people)) break;
    // Also behind one that wrote nothing: to lock or to take a number is enough for the transaction
    // to have its own.
    PostgresSession session(connection, ran > 0);
    std::swap(session.numbers_ahead(), numbers_ahead);
    try {
      item.work(session);
    } catch (const Rollback&) {
      if (session.has_written()) throw;
    }
    session.throw_if_doomed();
    std::swap(session.numbers_ahead(), numbers_ahead);
    ++ran;
  }
  return ran;
}

std::optional<Error> PostgresWriters::run_item(Connection& connection, const WriteItem& item) {
  for (int tries = 1;; ++tries) {
    const Try result = try_transaction(connection, [&] {
      PostgresSession session(*connection);
      item.work(session);
      session.throw_if_doomed();
    });
    if (!result.again || tries == tries_max) return result.error;
    back_off(tries);
  }
}

PostgresWriters::Try PostgresWriters::try_transaction(Connection& connection,
                                                      const std::function<void()>& works) {
  bool committing = false;
  Try result;
  try {
    // Nothing is gained by trying again at once when there is no connection to be had.
    if (!connection) connection = gate_.connect(options_);
  } catch (...) {
    return {.error = current_error()};
  }
  try {
    connection->begin_writing();
    works();
    connection->settle();
    if (!connection->in_transaction()) {
      throw Error(ErrorKind::schema, "The work has ended its own transaction.");
    }
    committing = true;
    connection->commit();
    return {};
  } catch (const Rollback&) {  // Asked for: no error.
    result.undone = true;
  } catch (...) {
    result.error = current_error();
  }
  connection->roll_back();
  // Also one that works but leads to a standby: the next one finds the primary.
  const bool useless = result.error && result.error->kind == ErrorKind::connection_lost;
  if (connection->lost() || useless) connection.reset();
  // Whether a COMMIT without an answer happened is for the caller to find out.
  if (committing && useless) {
    return {.error = Error(ErrorKind::outcome_unknown, result.error->what())};
  }
  result.again = result.error && worth_another_try(*result.error);
  return result;
}

}  // namespace mg::db
