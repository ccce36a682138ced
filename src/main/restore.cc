#include "main/restore.h"

#include <cstdio>
#include <filesystem>

#include "db/db.h"
#include "gen/store/migrations.h"
#include "main/workspace.h"

namespace mg::app {

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
  try {
    SystemClock clock;
    const Workspace workspace = open_workspace(place, clock, "");
  } catch (const db::Error& broken) {
    fs::remove(target, error);
    return refuse(RefusalKind::bad_input, "not_a_backup",
                  from + " is not a backup of a workspace: " + broken.what());
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
