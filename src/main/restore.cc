#include "main/restore.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <unistd.h>

#include "db/backup_file.h"
#include "db/backup_seal.h"
#include "db/migrate.h"
#include "db/sqlite_files.h"
#include "desk/hold.h"
#include "gen/store/migrations.h"
#include "main/counted.h"
#include "main/workspace.h"
#include "store/copy.h"
#include "store/mail.h"

namespace mg::app {
namespace {

namespace fs = std::filesystem;

// The folder in which a workspace is made ready; it is there only while a restore is under way.
constexpr const char* unfinished = "restoring";

// Of every SQLite file. What begins otherwise is something else, and not a damaged backup.
bool is_database_file(const std::string& path) {
  constexpr std::string_view magic("SQLite format 3\0", 16);
  std::array<char, magic.size()> head{};
  std::ifstream(path, std::ios::binary).read(head.data(), head.size());
  return std::ranges::equal(head, magic);
}

struct Backup {
  db::Seal seal;
  int version = 0;  // Of its schema.
};

// A whole, sound backup. Throws db::Error with a sentence for people.
Backup look_at_backup(const std::string& from) {
  int version = 0;
  // A workspace in use says so, whatever its bytes look like in this moment.
  db::read_backup(from, false, [](db::Session&) {});
  const db::Seal seal = db::check_seal(from);
  db::read_backup(from, true, [&](db::Session& session) { version = db::schema_version(session); });
  const int known = static_cast<int>(store::migrations().size());
  if (version == 0) {
    throw db::Error(db::ErrorKind::schema, "It is a database, but not of a workspace.");
  }
  if (version > known) {
    throw db::Error(db::ErrorKind::schema, "It was made by a newer makegood (schema version " +
                                               std::to_string(version) + "; this one knows up to " +
                                               std::to_string(known) +
                                               "). Restore it with that version.");
  }
  return {seal, version};
}

// What was under way when the backup was made is nobody's any more. Returns what is on hold.
std::int64_t settle(db::Session& session, const Restore& want, const Clock& clock) {
  store::release_leases(session);
  return want.send_queued ? 0 : desk::hold_outgoing(session, clock.now());
}

// The first `size` bytes.
void copy_bytes(const std::string& from, std::int64_t size, const fs::path& to,
                const db::Percent& progress) {
  constexpr std::size_t at_once = 4 << 20;
  db::create_private_file(to.string());
  std::ifstream in(from, std::ios::binary);
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  std::string bytes(at_once, '\0');
  for (std::int64_t done = 0; done < size;) {
    const auto wanted = std::min(static_cast<std::int64_t>(bytes.size()), size - done);
    in.read(bytes.data(), static_cast<std::streamsize>(wanted));
    const auto got = in.gcount();
    if (got <= 0) throw db::Error(db::ErrorKind::io, "The backup cannot be read to its end.");
    out.write(bytes.data(), got);
    if (!out) throw db::Error(db::ErrorKind::disk_full, "The copy cannot be written: disk full?");
    done += got;
    if (progress) progress(static_cast<int>(100 * done / size));
  }
  out.close();
  if (!out) throw db::Error(db::ErrorKind::disk_full, "The copy cannot be written: disk full?");
}

// Of an earlier restore, or of a server that had its database elsewhere.
bool is_empty_but_for_leftovers(const Place& place) {
  const fs::path lock = fs::path(place.file() + ".lock").filename();
  return std::ranges::all_of(fs::directory_iterator(place.data), [&](const auto& entry) {
    return entry.path().filename() == unfinished || entry.path().filename() == lock;
  });
}

// The folders on the way to this one that are not there yet, the innermost first.
std::vector<fs::path> missing_folders(const std::string& folder) {
  std::vector<fs::path> missing;
  fs::path at = fs::absolute(folder).lexically_normal();
  if (!at.has_filename()) at = at.parent_path();
  for (; !at.empty() && !fs::exists(at); at = at.parent_path()) missing.push_back(at);
  return missing;
}

// What a restore that came to nothing has made.
void remove_made(const std::vector<fs::path>& folders, const Place& place) {
  if (folders.empty()) return;
  std::error_code ignored;
  try {
    const db::File lock = db::take_lock(place.file());
    fs::remove(place.file() + ".lock", ignored);
  } catch (const db::Error&) {
    return;  // Of a server that was started there meanwhile.
  }
  // Whatever else somebody put there stays, and the folder with it.
  for (const fs::path& folder : folders) fs::remove(folder, ignored);
}

std::unexpected<Refusal> not_empty(const Place& place) {
  return refuse(RefusalKind::conflict, "folder_not_empty",
                place.data + " is not empty. Restore into a new folder, then serve that.");
}

Result<std::int64_t> restore_into_folder(const Restore& want, const Backup& backup,
                                         const Clock& clock, const db::Percent& progress) {
  // Against a server that runs here, also on PostgreSQL, and one that is started meanwhile.
  const db::File lock = db::take_lock(want.place.file());
  if (!is_empty_but_for_leftovers(want.place)) return not_empty(want.place);
  const fs::path data(want.place.data);
  const fs::path aside = data / unfinished;
  fs::remove_all(aside);
  const auto remove = [](const fs::path* folder) {
    std::error_code error;
    fs::remove_all(*folder, error);
  };
  const std::unique_ptr<const fs::path, decltype(remove)> at_the_end(&aside, remove);
  const fs::path made = aside / "makegood.db";
  copy_bytes(want.from, backup.seal.database_bytes, made, progress);
  std::int64_t held = 0;
  {
    db::Options options;
    options.url = "sqlite:" + made.string();
    const auto database = db::open(options);
    database->migrate(store::migrations());
    database->write([&](db::Session& session) { held = settle(session, want, clock); });
  }
  if (fs::exists(made.string() + "-wal")) {
    throw db::Error(db::ErrorKind::io, "The restored database could not be closed.");
  }
  db::sync_path(made.string());
  fs::rename(made, want.place.file());
  db::sync_path(data.string());
  return held;
}

Result<std::int64_t> restore_into_postgres(const Restore& want, const Backup& backup,
                                           const Clock& clock, const db::Percent& progress) {
  db::Options options;
  options.url = want.place.database;
  const auto database = db::open(options);
  std::int64_t held = 0;
  // One transaction from the first table to the last row: until its end nobody sees anything.
  database->write([&](db::Session& to) {
    db::lock_schema(to);  // Another restore, or a server that starts, may be at it.
    if (holding_of(to) != Holding::nothing) {
      throw db::Error(db::ErrorKind::other,
                      "The database is not empty. Create a new one (createdb) and name that.");
    }
    const auto migrations = store::migrations();
    db::run_migrations_in(to, migrations.first(static_cast<std::size_t>(backup.version)));
    db::read_backup(want.from, false,
                    [&](db::Session& from) { store::copy_workspace(from, to, progress); });
    db::run_migrations_in(to, migrations);
    held = settle(to, want, clock);
  });
  return held;
}

std::string said(const Restore& want, const Backup& backup, std::int64_t held) {
  const bool folder = want.place.database.empty();
  std::string text = "The workspace was restored into " +
                     (folder ? want.place.data : std::string("the database")) +
                     ". Serve it with: " + "makegood serve " +
                     (folder ? "--data " + want.place.data : "--database ...");
  if (!backup.seal.found) {
    text +=
        "\nThis file has no checksum, so that nobody can say whether it is whole. Either an older "
        "makegood made it, or it is no backup but a copy of a database: one that was copied while "
        "its server ran lacks the newest changes. Look whether they are there before you serve it.";
  }
  if (held > 0) {
    text +=
        "\nMails on hold: " + std::to_string(held) +
        ". They waited to be sent when the backup was made and may have been sent since. Decide "
        "in the workspace, or with makegood mail send-held or drop-held.";
  }
  return text;
}

}  // namespace

Result<std::string> restore_backup(const Restore& want, const Clock& clock,
                                   const db::Percent& progress) {
  if (!fs::exists(want.from) || ::access(want.from.c_str(), R_OK) != 0) {
    return refuse(RefusalKind::bad_input, "no_backup", "--from: " + why_unreadable(want.from));
  }
  if (!fs::is_regular_file(want.from) || !is_database_file(want.from)) {
    return refuse(RefusalKind::bad_input, "no_backup",
                  "--from: " + want.from + " is not a backup of Makegood.");
  }
  const bool folder = want.place.database.empty();
  if (folder && fs::is_directory(want.place.data) && !is_empty_but_for_leftovers(want.place)) {
    return not_empty(want.place);
  }
  Backup backup;
  try {
    backup = look_at_backup(want.from);
  } catch (const db::Error& error) {
    const bool damaged = error.kind == db::ErrorKind::corrupt;
    return refuse(RefusalKind::bad_input, "not_a_backup",
                  want.from + " cannot be restored. " +
                      (damaged ? "It is damaged: use another backup." : error.what()));
  }
  const auto made = folder ? missing_folders(want.place.data) : std::vector<fs::path>();
  if (auto fine = folder ? prepare(want.place) : Result<void>(); !fine) {
    remove_made(made, want.place);
    return std::unexpected(fine.error());
  }
  try {
    const auto held = folder ? restore_into_folder(want, backup, clock, progress)
                             : restore_into_postgres(want, backup, clock, progress);
    if (!held) {
      remove_made(made, want.place);
      return std::unexpected(held.error());
    }
    return said(want, backup, *held);
  } catch (const std::exception& error) {
    remove_made(made, want.place);
    return refuse(RefusalKind::unavailable, "not_restored",
                  std::string("Nothing was restored. ") + error.what());
  }
}

int migrate_workspace(const Place& place) {
  if (auto fine = prepare(place); !fine) {
    std::fprintf(stderr, "makegood: %s\n", fine.error().detail.c_str());
    return 1;
  }
  try {
    db::Options options;
    options.url = place.url();
    const int applied = open_database(options)->migrate(store::migrations());
    std::printf("%s applied; the schema is at version %zu.\n",
                counted(applied, "migration", "migrations").c_str(), store::migrations().size());
    return 0;
  } catch (const db::Error& error) {
    std::fprintf(stderr, "makegood: %s\n", error.what());
    return 1;
  }
}

}  // namespace mg::app
