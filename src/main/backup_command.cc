#include "main/backup_command.h"

#include <filesystem>

#include "db/sqlite_database.h"
#include "main/workspace.h"
#include "store/copy.h"

namespace mg::app {
namespace {

using Copy = std::function<void(const std::string& path, const db::Percent& progress)>;

Result<std::string> copy_to(const Arguments& arguments, const Progress& progress,
                            const Copy& copy) {
  const std::string path = argument(arguments, "to");
  std::error_code unseen;  // What cannot be looked at cannot be written to, which says why.
  if (std::filesystem::exists(path, unseen)) {
    return refuse(RefusalKind::conflict, "file_exists", path + " exists already. Name a new file.");
  }
  try {
    int last = -1;
    copy(path, [&](int percent) {
      if (percent != last) progress(std::to_string(last = percent));
    });
  } catch (const db::Error& error) {
    return refuse(RefusalKind::unavailable, "backup_failed", error.what());
  }
  return "The workspace was copied to " + path + ".";
}

}  // namespace

std::optional<Result<std::string>> back_up_folder(const Place& place, const Arguments& arguments,
                                                  const Progress& progress) {
  if (!place.database.empty() || !holds_workspace(place)) return {};
  return copy_to(arguments, progress, [&](const std::string& path, const db::Percent& percent) {
    db::back_up_sqlite(place.file(), path, percent);
  });
}

Result<std::string> back_up(desk::Desk& desk, const Arguments& arguments,
                            const Progress& progress) {
  return copy_to(arguments, progress, [&](const std::string& path, const db::Percent& percent) {
    store::back_up(desk.database(), path, percent);
  });
}

}  // namespace mg::app
