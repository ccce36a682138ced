#pragma once

#include <thread>
#include <vector>

#include "db/postgres_connection.h"
#include "db/postgres_listener.h"
#include "db/write_queue.h"

namespace mg::db {

// The writing threads, each with a connection of its own; every item is one transaction, READ
// COMMITTED. Items decide about rows that they have locked (SELECT ... FOR UPDATE) or that a
// unique index protects; SERIALIZABLE would abort far more often and protect nothing further.
class PostgresWriters {
 public:
  PostgresWriters(const Options& options, ConnectGate& gate, PostgresListener& listener);
  ~PostgresWriters();  // Finishes what is queued.

  WriteQueue& queue() { return queue_; }

 private:
  struct Try {
    std::optional<Error> error;
    bool again = false;
  };

  void run();
  std::optional<Error> run_item(std::unique_ptr<PostgresConnection>& connection,
                                const WriteItem& item);
  Try try_item(std::unique_ptr<PostgresConnection>& connection, const WriteItem& item);

  const Options& options_;
  ConnectGate& gate_;
  PostgresListener& listener_;
  WriteQueue queue_;
  int bulk_at_once_;
  std::vector<std::thread> threads_;
};

}  // namespace mg::db
