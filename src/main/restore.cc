#include "main/restore.h"

#include <cstdio>
#include <filesystem>

#include "db/db.h"
#include "gen/store/migrations.h"
#include "main/options.h"

namespace mg::app {
namespace {

// Brings the copy up to this version. What is wrong with it, or "".
std::string fault_of_backup(const Place& place) {
  try {
    db::Options options;
    options.url = place.url();
    const int applied = db::open(options)->migrate(store::migrations());
    // Any SQLite file can be opened, an empty one too.
    return applied == std::ssize(store::migrations()) ? "there is no workspace in it." : "";
  } catch (const db::Error& broken) {
    return broken.what();
  }
}

}  // namespace

Result<std::string> restore_backup(const std::string& from, const std::string& data) {
  namespace fs = std::filesystem;
  const Place place{data, ""};
  if (!fs::is_regular_file(from)) {
    return refuse(RefusalKind::bad_input, "no_backup", from + " is not a backup file.");
  }
  if (auto fine = prepare(place); !fine) return std::unexpected(fine.error());
  if (!fs::is_empty(data)) {
    return refuse(RefusalKind::conflict, "folder_not_empty",
                  data + " is not empty. Restore into a new folder, then serve that one.");
  }
  std::error_code error;
  const fs::path target = fs::path(data) / "makegood.db";
  if (!fs::copy_file(from, target, error)) {
    return refuse(RefusalKind::unavailable, "copy_failed",
                  "The backup cannot be copied: " + error.message() + ".");
  }
  fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write, error);
  if (const std::string fault = fault_of_backup(place); !fault.empty()) {
    for (const auto& made : fs::directory_iterator(data)) fs::remove(made.path(), error);
    return refuse(RefusalKind::bad_input, "not_a_backup",
                  from + " is not a backup of a workspace: " + fault);
  }
  return "The workspace was restored into " + data + ". Serve it with: makegood serve --data " +
         data;
}

int migrate_workspace(const Place& place) {
  if (auto fine = prepare(place); !fine) {
    std::fprintf(stderr, "makegood: %s\n", fine.error().detail.c_str());
    return 1;
  }
  try {
    db::Options options;
    options.url = place.url();
    const int applied = db::open(options)->migrate(store::migrations());
    std::printf("%d migrations applied; the schema is at version %zu.\n", applied,
                store::migrations().size());
    return 0;
  } catch (const db::Error& error) {
    std::fprintf(stderr, "makegood: %s\n", error.what());
    return 1;
  }
}

}  // namespace mg::app
