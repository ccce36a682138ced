#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/time.h"

// One small facade over SQLite and PostgreSQL. Nothing above this folder knows which one runs,
// except where a Statement carries two texts.
namespace mg::db {

enum class Engine { sqlite, postgres };

enum class ErrorKind {
  unique,
  foreign_key,
  not_null,
  check,
  busy,             // Lock time-out; the queue is at its bound; statement time-out.
  serialization,    // Gave up after the retries of submit().
  connection_lost,  // PostgreSQL unreachable; nothing was done.
  disk_full,
  io,  // fsync or write failed: nothing more is acknowledged until the file is reopened.
  corrupt,
  schema,  // Schema newer than this program, or a statement that does not fit it.
  closed,  // The database is shutting down.
  other,
  outcome_unknown,  // The connection was lost after COMMIT was sent: it may have happened.
};

// The world is broken. Thrown by Session and Database::read; handed to `done` by submit.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind which, const std::string& what, std::string broken = {})
      : std::runtime_error(what), kind(which), constraint(std::move(broken)) {}
  ErrorKind kind;
  std::string constraint;  // For unique/foreign_key/check: "table.column" or the constraint's name.
};

// Thrown by the work of submit() to undo this item alone; `done` then gets no error.
struct Rollback {};

struct Blob {
  std::string_view bytes;
};
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Blob>;

inline Value to_value(std::nullptr_t) {
  return {};
}
inline Value to_value(std::int64_t v) {
  return v;
}
inline Value to_value(int v) {
  return std::int64_t{v};
}
inline Value to_value(unsigned v) {
  return std::int64_t{v};
}
inline Value to_value(bool v) {
  return std::int64_t{v};
}
inline Value to_value(double v) {
  return v;
}
inline Value to_value(std::string_view v) {
  return v;
}
inline Value to_value(const std::string& v) {
  return std::string_view(v);
}
inline Value to_value(const char* v) {
  return std::string_view(v);
}
inline Value to_value(Blob v) {
  return v;
}
inline Value to_value(Instant v) {
  return to_micros(v);
}
template <class Tag>
Value to_value(Id<Tag> id) {
  return id ? Value{id.value} : Value{};  // "none" is NULL, so that foreign keys hold.
}
template <class E>
requires std::is_enum_v<E> Value to_value(E v) {
  return std::int64_t{static_cast<std::int64_t>(v)};
}
template <class T>
Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value{};
}

// One result row; valid only inside the callback. Column types must fit, or Error{schema}.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;   // NULL reads as 0.
  virtual double real(int column) const = 0;            // NULL reads as 0.
  virtual std::string_view text(int column) const = 0;  // NULL reads as "".
  virtual std::string_view blob(int column) const = 0;  // NULL reads as "".

  template <class IdType>
  IdType id(int column) const {
    return IdType{integer(column)};
  }
  Instant instant(int column) const { return from_micros(integer(column)); }
  std::optional<Instant> optional_instant(int column) const {
    return is_null(column) ? std::nullopt : std::optional(instant(column));
  }
  template <class E>
  E enumeration(int column) const {
    return static_cast<E>(integer(column));
  }
  std::string string(int column) const { return std::string(text(column)); }
};

// One statement with $1..$n parameters. Both texts point to the same place unless the engines
// need different SQL. Must outlive every Database (they are generated constants); drivers cache
// the prepared statement by the address of this object.
struct Statement {
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgres;
};

// One connection inside a transaction (submit) or one read snapshot (read). Not thread-safe.
// After an Error the session is doomed: every later call throws the same Error, and a `work` that
// swallowed it fails all the same (PostgreSQL aborts the transaction; SQLite behaves alike here).
// Text must be UTF-8 without U+0000 and a double must not be NaN, or Error{other}. A NULL parameter
// has no type of its own: where nothing else tells its type write CAST($1 AS bigint). Transactions,
// savepoints and ATTACH are the database's own business: statements that touch them fail.
class Session {
 public:
  virtual ~Session() = default;
  virtual Engine engine() const = 0;

  // Runs the statement, calls `each` for every row, returns the number of rows changed
  // (INSERT, UPDATE, DELETE) or returned (SELECT). Throws Error.
  virtual std::int64_t execute(const Statement& statement, std::span<const Value> values,
                               const std::function<void(const Row&)>& each) = 0;

  // SQL made at run time (migrations, list queries with optional filters: built only from
  // constants of ours, never from input). Same contract; prepared but cached by text.
  virtual std::int64_t execute_text(std::string_view sql, std::span<const Value> values,
                                    const std::function<void(const Row&)>& each) = 0;

  // Several statements separated by ";" without parameters or results (migrations).
  virtual void execute_script(std::string_view sql) = 0;

  // execute() of which nobody wants to know anything but that it was done: PostgreSQL gets it
  // together with later statements, and its Error is thrown by one of those or ends the item. With
  // `rows` it is an Error{serialization} when another number of rows is changed: somebody else was
  // faster, so that the item has to decide again.
  virtual void send(const Statement& statement, std::span<const Value> values,
                    std::optional<std::int64_t> rows) = 0;

  // Whether the item shares its transaction with others that have run in it before (PostgreSQL,
  // Commit::shared). Followers read the log in the order in which transactions began to write: who
  // appends to what others append to, too, must see that none of them has come in between.
  virtual bool writes_behind_others() const { return false; }

  // Numbers of a sequence that were taken ahead in this transaction and are still unused, the next
  // one last. Belongs to whoever takes them (store/ids.h).
  std::vector<std::int64_t>& numbers_ahead() { return numbers_ahead_; }

  template <class... Args>
  std::int64_t run(const Statement& statement, const Args&... args) {
    const Value values[] = {to_value(args)..., Value{}};
    return execute(statement, std::span(values, sizeof...(Args)), [](const Row&) {});
  }
  // send() of what changes any number of rows, and of what changes one row.
  template <class... Args>
  void post(const Statement& statement, const Args&... args) {
    const Value values[] = {to_value(args)..., Value{}};
    send(statement, std::span(values, sizeof...(Args)), std::nullopt);
  }
  template <class... Args>
  void post_one(const Statement& statement, const Args&... args) {
    const Value values[] = {to_value(args)..., Value{}};
    send(statement, std::span(values, sizeof...(Args)), 1);
  }
  template <class Each, class... Args>
  std::int64_t each(const Statement& statement, Each&& fn, const Args&... args) {
    const Value values[] = {to_value(args)..., Value{}};
    return execute(statement, std::span(values, sizeof...(Args)), fn);
  }
  // The first row through `read`, or nullopt.
  template <class Read, class... Args>
  auto one(const Statement& statement, Read&& read, const Args&... args)
      -> std::optional<std::decay_t<decltype(read(std::declval<const Row&>()))>> {
    std::optional<std::decay_t<decltype(read(std::declval<const Row&>()))>> found;
    each(
        statement,
        [&](const Row& row) {
          if (!found) found.emplace(read(row));
        },
        args...);
    return found;
  }

 private:
  std::vector<std::int64_t> numbers_ahead_;
};

// Who waits: people first; bulk work (import, search index) takes turns, short when people wait.
enum class Lane { people, bulk };

// Whether an item may share its transaction with others that wait. On SQLite all do. On PostgreSQL
// it is for many small items that have little to do with each other and with what people change:
// see Session::writes_behind_others.
enum class Commit { own, shared };

struct Migration {
  int number = 0;  // 1, 2, 3 ... without gaps.
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgres;
};

struct Options {
  std::string url;  // "sqlite:/path/to/file.db" or "postgresql://..."
  int read_connections_max = 4;
  int write_connections_max = 4;         // PostgreSQL only; SQLite has one writer.
  std::size_t queue_items_max = 10'000;  // Per lane; beyond it submit answers Error{busy} at once.
  // A longer statement ends as busy: on PostgreSQL all, on SQLite those of readers (and all that a
  // reader does in a snapshot that is ten times as old).
  std::chrono::milliseconds statement_timeout{30'000};
  bool synchronous_full =
      true;  // SQLite; `false` exists for the negative control of the power-cut test alone.
};

// Told how much of something long is done, 0 to 100; may be empty.
using Percent = std::function<void(int)>;

class Database {
 public:
  using Work = std::function<void(Session&)>;
  using Done = std::function<void(const Error*)>;

  virtual ~Database() = default;  // Finishes what is queued, then closes.
  virtual Engine engine() const = 0;

  // Runs `work` in a write transaction on a thread of the database; calls `done` exactly once,
  // on such a thread, with nullptr after the commit is DURABLE (or after Rollback), else with
  // the error. Only Error{busy} of a full lane and Error{closed} are answered on the caller's
  // thread, before submit returns. After Error{outcome_unknown}, {io} or {disk_full} a later look
  // may show that the write has happened after all: settle it by an id of the caller's own.
  //
  // Items of one lane run in the order of submit on SQLite; on PostgreSQL they run side by side
  // (READ COMMITTED: lock the rows that you decide about). `work` may run more than once (batch
  // undone, serialization failure, at most five times), so it must only load, decide and append,
  // and start afresh each time. Any other exception of `work` undoes the item and ends as
  // Error{other}. `done` must be quick and must not throw. Never blocks the caller. Thread-safe.
  virtual void submit(Lane lane, Commit commit, Work work, Done done) = 0;
  void submit(Lane lane, Work work, Done done) {
    submit(lane, Commit::own, std::move(work), std::move(done));
  }

  // Runs `work` on the calling thread in one read snapshot on a pooled connection (waits for a
  // free one at most 5 s, then Error{busy}). Thread-safe. Must not write.
  virtual void read(const Work& work) = 0;

  // submit() and wait; throws the Error. For commands, tests and background jobs, never for an
  // I/O thread nor from inside `done`.
  void write(const Work& work, Lane lane = Lane::people);

  // Brings the schema up to the last of `migrations`, each in its own transaction, from any older
  // version; Error{schema} with a sentence for people when the database is newer. Two nodes may
  // call it at once. Returns the number applied.
  virtual int migrate(std::span<const Migration> migrations) = 0;

  // `wake` is called after commits (here, and on PostgreSQL on any node: NOTIFY) on a thread of
  // the database; a hint that the log may have grown, possibly merged, possibly spurious, and lost
  // when the other node dies right after its commit: look by yourself every few seconds, too. Must
  // be quick. Returns a handle; destroying the handle ends the subscription.
  virtual std::shared_ptr<void> on_commit(std::function<void()> wake) = 0;

  // A consistent copy of the whole database into the new file `path` while work goes on. SQLite
  // only, else Error{other}: store/copy.h copies rows.
  virtual void backup(const std::string& path, const Percent& progress) = 0;
  void backup(const std::string& path) { backup(path, {}); }

  // After an erasure: lets what was deleted vanish from the files, too. SQLite zeroes deleted
  // bytes; this empties the write-ahead log that still holds them, or throws Error{busy} when a
  // reader needs it: try again later. PostgreSQL: VACUUM; its WAL archive is the operator's.
  // Blocks.
  virtual void purge() = 0;

  // True while the last attempts to reach and write the database succeeded. Cheap; thread-safe.
  virtual bool healthy() const = 0;

  // Bytes of SQLite's write-ahead log; 0 on PostgreSQL. Looks at the file; thread-safe.
  virtual std::int64_t wal_bytes() const { return 0; }

  // Items waiting in both lanes now. Thread-safe.
  virtual std::size_t queued() const = 0;
};

// Opens (creates, for SQLite) the database. Throws Error with a sentence for people. On SQLite it
// takes the folder's lock first: a second process gets Error{busy} "... is in use by process N".
std::unique_ptr<Database> open(const Options& options);

}  // namespace mg::db
