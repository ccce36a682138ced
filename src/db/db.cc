#include "db/db.h"

#include <condition_variable>
#include <mutex>

#include "db/guarded_session.h"
#include "db/postgres_database.h"
#include "db/sqlite_database.h"

namespace mg::db {

void Database::write(const Work& work, Lane lane) {
  std::mutex mutex;
  std::condition_variable finished;
  bool done = false;
  std::optional<Error> failure;
  submit(lane, work, [&](const Error* error) {
    std::lock_guard lock(mutex);
    // A copy of the words: copies of an exception share them, here across two threads.
    if (error) failure.emplace(error->kind, std::string(error->what()), error->constraint);
    done = true;
    finished.notify_one();  // Under the lock: the waiter owns the condition variable.
  });
  std::unique_lock lock(mutex);
  finished.wait(lock, [&] { return done; });
  if (failure) throw Error(*failure);
}

Error overtaken(std::string_view doing) {
  return Error(ErrorKind::serialization, "Somebody else was faster: " + std::string(doing));
}

Error current_error() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& error) {
    return Error(ErrorKind::other, error.what());
  } catch (...) {
    return Error(ErrorKind::other, "An unknown exception ended the write.");
  }
}

bool means_unhealthy(ErrorKind kind) {
  return kind == ErrorKind::disk_full || kind == ErrorKind::io || kind == ErrorKind::corrupt ||
         kind == ErrorKind::connection_lost || kind == ErrorKind::outcome_unknown;
}

std::unique_ptr<Database> open(const Options& options) {
  constexpr std::string_view sqlite = "sqlite:";
  const std::string_view url = options.url;
  if (url.starts_with(sqlite) && url.size() > sqlite.size()) {
    return open_sqlite(std::string(url.substr(sqlite.size())), options);
  }
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
    return open_postgres(options);
  }
  // The URL itself is not repeated: it may hold a password.
  throw Error(ErrorKind::other,
              "A database URL starts with sqlite:/path or postgresql://host/name.");
}

}  // namespace mg::db
