#include "main/demo_command.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>

#include "db/backup_file.h"
#include "db/sqlite_files.h"
#include "main/demo.h"
#include "main/serve.h"
#include "main/workspace.h"
#include "store/workspace.h"

namespace mg::app {
namespace {

namespace fs = std::filesystem;

// The setting by which a workspace is known as a demo: how to get in, one thing a line.
constexpr std::string_view login_key = "demo_login";

Result<void> make(const Place& place) {
  MovableClock clock;
  Workspace workspace = open_workspace(place, clock, "");
  std::fprintf(stderr, "Making the demo workspace (a shop's last 60 days) ...\n");
  const auto made = make_demo(*workspace.desk, clock);
  if (!made) return std::unexpected(made.error());
  workspace.database->write([&](db::Session& session) {
    store::save_setting(session, login_key,
                        made->email + "\n" + made->password + "\n" + made->customer_page + "\n");
  });
  return {};
}

// Whether nothing lies there but what an interrupted start of ours leaves behind.
bool is_rest_of_demo(const fs::path& folder) {
  return std::ranges::all_of(fs::directory_iterator(folder), [](const fs::directory_entry& entry) {
    return entry.path().filename().string().starts_with("makegood.db");
  });
}

// It is made in a folder of its own below, and put in its place when it is whole: what an
// interrupted start leaves behind is never taken for a workspace, and no workspace for such a rest.
Result<void> make_aside(const Place& place) {
  Place unfinished;
  unfinished.data = place.data + "/unfinished-demo";
  if (fs::exists(unfinished.data) && !is_rest_of_demo(unfinished.data)) {
    return refuse(RefusalKind::conflict, "not_a_demo",
                  unfinished.data + " holds something else. Name another folder with --data.");
  }
  fs::remove_all(unfinished.data);
  if (auto fine = prepare(unfinished); !fine) return fine;
  if (auto made = make(unfinished); !made) return made;
  fs::rename(unfinished.file(), place.file());
  db::sync_path(place.data);
  fs::remove_all(unfinished.data);
  return {};
}

// Makes a demo in this folder if nothing is there yet; how to get in.
Result<std::string> login_of(const Place& place) {
  if (auto fine = prepare(place); !fine) return std::unexpected(fine.error());
  {
    const db::File lock = db::take_lock(place.file());
    if (!fs::exists(place.file())) {
      if (auto made = make_aside(place); !made) return std::unexpected(made.error());
    }
  }
  std::optional<std::string> login;
  const auto look = [&](db::Session& session) { login = store::load_setting(session, login_key); };
  if (!fs::exists(place.file() + "-wal")) {
    db::read_backup(place.file(), false, look);  // Changes nothing: it may be somebody else's.
  } else {
    db::Options options;
    options.url = place.url();
    db::open(options)->read(look);
  }
  if (login) return std::move(*login);
  return refuse(RefusalKind::conflict, "not_a_demo",
                place.data +
                    " holds a workspace that is not a demo. Name another folder with --data; "
                    "\"makegood serve\" serves this one.");
}

void say(const std::string& base_url, const std::string& login) {
  std::istringstream kept(login);
  std::string email;
  std::string password;
  std::string page;
  std::getline(kept, email);
  std::getline(kept, password);
  std::getline(kept, page);
  std::printf(
      "\nThe demo workspace:\n"
      "  Agents:   %s\n"
      "            sign in as %s with the password \"%s\"\n"
      "  Customer: %s%s\n\n",
      base_url.c_str(), email.c_str(), password.c_str(), base_url.c_str(), page.c_str());
  std::fflush(stdout);
}

}  // namespace

int serve_demo(const ServeOptions& options) {
  const auto settings = settings_of(options);
  if (!settings) {
    std::fprintf(stderr, "makegood: %s\n", settings.error().detail.c_str());
    return wrong_command_line;
  }
  try {
    const auto login = login_of(options.place);
    if (!login) {
      std::fprintf(stderr, "makegood: %s\n", login.error().detail.c_str());
      return could_not_be_done;
    }
    say(settings->base_url, *login);
  } catch (const std::exception& error) {  // Of the database or of a file.
    std::fprintf(stderr, "makegood: %s\n", error.what());
    return could_not_be_done;
  }
  return serve(options);
}

}  // namespace mg::app
