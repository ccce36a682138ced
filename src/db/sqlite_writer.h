#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "db/commit_signal.h"
#include "db/sqlite_connection.h"
#include "db/write_queue.h"

namespace mg::db {

// The one writing thread. It takes what is queued, runs each item inside a SAVEPOINT of one
// transaction, commits once, and only then answers all of them.
class SqliteWriter {
 public:
  SqliteWriter(std::string path, const Options& options, CommitSignal& commits);
  ~SqliteWriter();  // Finishes what is queued.

  WriteQueue& queue() { return queue_; }
  // Database::purge.
  void purge();
  bool healthy() const { return healthy_ && !corrupt_; }
  // Learns from an error whether the database can still be trusted. Thread-safe.
  void note(const Error& error);

 private:
  struct Entry {
    WriteItem item;
    std::optional<Error> error;
  };

  void run();
  void run_batch(Lane lane);
  void run_item(Entry& entry);
  void run_alone(Entry& entry);
  void commit(std::vector<Entry>& batch);
  void fail_all(std::vector<Entry>& batch, const Error& error);
  void answer(std::vector<Entry>& batch);
  void undo_item() noexcept;
  void begin();
  void reopen();
  void checkpoint_if_due() noexcept;
  void run_purges() noexcept;
  void write_header();
  void probe() noexcept;

  const std::string path_;
  const SqliteConnection::Role role_;
  CommitSignal& commits_;
  WriteQueue queue_;
  std::unique_ptr<SqliteConnection> connection_;
  bool reopen_due_ = false;  // After a failed COMMIT.
  bool crowded_ = false;     // Several of people's changes came together last time.
  int checkpoint_at_pages_;
  std::vector<std::shared_ptr<std::promise<void>>> purges_;  // The thread's own.
  std::atomic<bool> healthy_{true};
  std::atomic<bool> corrupt_{false};  // No probe can take this back.
  std::thread thread_;
};

}  // namespace mg::db
