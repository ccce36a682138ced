#pragma once

#include <thread>
#include <vector>

#include "db/postgres_connection.h"
#include "db/postgres_listener.h"
#include "db/write_queue.h"

namespace mg::db {

// The writing threads, each with a connection of its own; every item is one transaction, READ
// COMMITTED, or shares one with others (Commit::shared). Items decide about rows that they have
// locked (SELECT ... FOR UPDATE) or that a unique index protects; SERIALIZABLE would abort far more
// often and protect nothing further.
class PostgresWriters {
 public:
  PostgresWriters(const Options& options, ConnectGate& gate, PostgresListener& listener);
  ~PostgresWriters();  // Finishes what is queued.

  WriteQueue& queue() { return queue_; }

 private:
  using Connection = std::unique_ptr<PostgresConnection>;
  struct Try {
    std::optional<Error> error;
    bool undone = false;  // As the work asked for: no error.
    bool again = false;
  };

  void run();
  void run_batch(Connection& connection, WriteQueue::Next& batch);
  std::size_t run_works(PostgresConnection& connection, const WriteQueue::Next& batch);
  std::optional<Error> run_item(Connection& connection, const WriteItem& item);
  Try try_transaction(Connection& connection, const std::function<void()>& works);
  void answer(const WriteItem& item, const std::optional<Error>& error);

  const Options& options_;
  ConnectGate& gate_;
  PostgresListener& listener_;
  WriteQueue queue_;
  int bulk_at_once_;
  std::vector<std::thread> threads_;
};

}  // namespace mg::db
