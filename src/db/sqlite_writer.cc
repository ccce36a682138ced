#include "db/sqlite_writer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "db/sqlite_error.h"

namespace mg::db {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t batch_items_max = 1'000;
constexpr auto turn_max = 50ms;  // Nobody waits longer for an answer because others came later.
// Where several people's changes came together, the next ones are let gather: a commit costs more
// than the few changes that a fast disk leaves time for.
constexpr auto gathering = 400us;
constexpr auto bulk_turn_min = 3ms;    // Then people who wait go first;
constexpr auto bulk_patience = 100ms;  // but bulk work gets such a turn after so long.
constexpr auto probe_every = 1s;       // While unhealthy: is there room again?
constexpr int checkpoint_pages = 2'000;
constexpr int truncate_pages = 16'000;
// So long a log (256 MB) is worth a pause: short reads that overlap would else keep it for ever.
constexpr int patient_pages = 64'000;
constexpr auto patience = 200ms;
// Every database of ours carries this number in its header ("MGDB"); writing it again is the
// smallest real write there is.
constexpr const char* mark_header = "PRAGMA application_id=1296516162";

}  // namespace

SqliteWriter::SqliteWriter(std::string path, const Options& options, CommitSignal& commits)
    : path_(std::move(path)),
      role_(options.synchronous_full ? SqliteConnection::Role::writer
                                     : SqliteConnection::Role::writer_without_sync),
      commits_(commits),
      queue_(options.queue_items_max),
      connection_(std::make_unique<SqliteConnection>(path_, role_)),
      checkpoint_at_pages_(checkpoint_pages) {
  try {
    // A process before us may have died after a failed fsync, with pages in the system's cache
    // that are not on the disk: copying them into the database file makes them durable.
    connection_->checkpoint(true);
    write_header();
  } catch (const Error& error) {
    if (error.kind != ErrorKind::disk_full) throw;
    note(error);  // Readers are served; the probe finds out when there is room.
    connection_->roll_back();
  }
  thread_ = std::thread([this] { run(); });
}

SqliteWriter::~SqliteWriter() {
  queue_.close();
  thread_.join();
}

void SqliteWriter::run() {
  SteadyClock::time_point bulk_ended{};
  while (true) {
    std::optional<WriteQueue::TimePoint> until;
    if (!healthy_) until = SteadyClock::now() + probe_every;
    const WriteQueue::Wake wake = queue_.wait(until);
    if (wake == WriteQueue::Wake::closed) return;
    if (wake == WriteQueue::Wake::time_out) {
      probe();
      continue;
    }
    if (crowded_ && queue_.has(Lane::people)) std::this_thread::sleep_for(gathering);
    // People go first, and wait for at most one turn of bulk work; yet that goes on, too.
    const bool bulk_owed = SteadyClock::now() - bulk_ended >= bulk_patience;
    const bool bulk = queue_.has(Lane::bulk) && (bulk_owed || !queue_.has(Lane::people));
    run_batch(bulk ? Lane::bulk : Lane::people);
    if (bulk) bulk_ended = SteadyClock::now();
    run_purges();
    checkpoint_if_due();
  }
}

void SqliteWriter::run_batch(Lane lane) {
  std::vector<Entry> batch;
  std::optional<Error> cannot_begin;
  try {
    begin();
  } catch (const Error& error) {
    cannot_begin = error;
  }
  const auto begun = SteadyClock::now();
  const auto is_over = [&] {
    const auto taken = SteadyClock::now() - begun;
    return taken >= turn_max ||
           (lane == Lane::bulk && taken >= bulk_turn_min && queue_.has(Lane::people));
  };
  bool lost = false;  // An error has rolled back the whole batch.
  while (!lost && batch.size() < batch_items_max && (batch.empty() || !is_over())) {
    std::optional<WriteItem> item = queue_.take(lane);
    if (!item) break;
    batch.push_back(Entry{std::move(*item), cannot_begin});
    if (cannot_begin) continue;
    run_item(batch.back());
    lost = !connection_->in_transaction();
  }
  if (lane == Lane::people) crowded_ = batch.size() > 1;
  if (cannot_begin) {
    note(*cannot_begin);
  } else if (lost) {
    // The last item is the one that broke it. The others are innocent and start afresh, even
    // those that had failed: what they saw of the batch has never been.
    for (std::size_t i = 0; i + 1 < batch.size(); ++i) run_alone(batch[i]);
  } else {
    commit(batch);
  }
  answer(batch);
}

void SqliteWriter::run_item(Entry& entry) {
  entry.error.reset();
  try {
    connection_->control("SAVEPOINT item");
    SqliteSession session(*connection_);
    entry.item.work(session);
    session.throw_if_doomed();
    connection_->check_deferred_keys();
    connection_->control("RELEASE item");
    return;
  } catch (const Rollback&) {  // Asked for: no error.
  } catch (...) {
    entry.error = current_error();
    note(*entry.error);
  }
  undo_item();
}

void SqliteWriter::undo_item() noexcept {
  if (!connection_->in_transaction()) return;
  try {
    connection_->control("ROLLBACK TO item");
    connection_->control("RELEASE item");
  } catch (const Error&) {
    connection_->roll_back();  // Seen by run_batch: the others run again.
  }
}

void SqliteWriter::run_alone(Entry& entry) {
  std::vector<Entry> single;
  single.push_back(std::move(entry));
  try {
    begin();
    run_item(single.front());
    if (connection_->in_transaction()) commit(single);
  } catch (const Error& error) {
    fail_all(single, error);
  }
  entry = std::move(single.front());
}

// When the COMMIT fails every item fails, also one that was undone on its own: what it decided may
// rest on a neighbour that has never been.
void SqliteWriter::commit(std::vector<Entry>& batch) {
  try {
    connection_->control("COMMIT");
    healthy_ = true;
  } catch (const Error& error) {
    fail_all(batch, error);
    connection_->roll_back();
    reopen_due_ = true;
  }
}

void SqliteWriter::fail_all(std::vector<Entry>& batch, const Error& error) {
  note(error);
  for (Entry& entry : batch) entry.error = error;
}

void SqliteWriter::answer(std::vector<Entry>& batch) {
  // First, so that nobody who has an answer finds what was remembered from before it.
  if (std::ranges::any_of(batch, [](const Entry& entry) { return !entry.error; })) {
    commits_.notify();
  }
  for (Entry& entry : batch) entry.item.done(entry.error ? &*entry.error : nullptr);
}

void SqliteWriter::begin() {
  if (reopen_due_) reopen();
  connection_->control("BEGIN IMMEDIATE");
}

// The old connection stays until the new one is there. Were it the last to close, the new one
// would recover the log and find the very transaction whose COMMIT failed, in pages that may never
// reach the disk. So the next commit writes over them instead, and syncs what it wrote.
void SqliteWriter::reopen() {
  connection_ = std::make_unique<SqliteConnection>(path_, role_);
  reopen_due_ = false;
  checkpoint_at_pages_ = checkpoint_pages;
}

void SqliteWriter::checkpoint_if_due() noexcept {
  if (connection_->wal_pages() < checkpoint_at_pages_) return;
  try {
    const int pages = connection_->wal_pages();
    const int left =
        connection_->checkpoint(pages >= truncate_pages, pages >= patient_pages ? patience : 0ms);
    // A long reader holds the log back: try again later, not after each commit.
    checkpoint_at_pages_ = left == 0 ? checkpoint_pages : pages + checkpoint_pages;
  } catch (const Error& error) {
    // Nothing acknowledged is lost: it is in the log, and the next try copies it again.
    note(error);
    checkpoint_at_pages_ += checkpoint_pages;
  }
}

void SqliteWriter::write_header() {
  begin();
  connection_->control(mark_header);
  connection_->control("COMMIT");
}

void SqliteWriter::purge() {
  const auto ended = std::make_shared<std::promise<void>>();
  // Rides on an empty write, which wakes the thread and keeps its place in the queue.
  queue_.push(Lane::people, {[](Session&) {},
                             [this, ended](const Error* error) {
                               if (error) {
                                 ended->set_exception(std::make_exception_ptr(Error(*error)));
                               } else {
                                 purges_.push_back(ended);
                               }
                             }});
  ended->get_future().get();
}

void SqliteWriter::run_purges() noexcept {
  for (const auto& ended : std::exchange(purges_, {})) {
    try {
      if (connection_->checkpoint(true) != 0) {
        throw Error(ErrorKind::busy, "A reader still needs the write-ahead log.");
      }
      ended->set_value();
    } catch (...) {
      ended->set_exception(std::current_exception());
    }
  }
}

void SqliteWriter::probe() noexcept {
  try {
    write_header();
    healthy_ = true;
  } catch (const Error&) {  // Still broken.
    connection_->roll_back();
    reopen_due_ = true;
  }
}

void SqliteWriter::note(const Error& error) {
  if (means_unhealthy(error.kind)) healthy_ = false;
  if (error.kind == ErrorKind::corrupt) corrupt_ = true;
}

}  // namespace mg::db
