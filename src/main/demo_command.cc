#include "main/demo_command.h"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>

#include "db/sqlite_files.h"
#include "main/demo.h"
#include "main/serve.h"
#include "main/workspace.h"

namespace mg::app {
namespace {

namespace fs = std::filesystem;

// How to get in; kept beside the workspace for the next start, one thing a line.
Result<std::string> make(const Place& place) {
  MovableClock clock;
  Workspace workspace = open_workspace(place, clock, "");
  std::fprintf(stderr, "Making the demo workspace (a shop's last 60 days) ...\n");
  const auto made = make_demo(*workspace.desk, clock);
  if (!made) return std::unexpected(made.error());
  return made->email + "\n" + made->password + "\n" + made->customer_page + "\n";
}

void write_whole(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::trunc);
  file << text << std::flush;
  if (!file) throw db::Error(db::ErrorKind::io, path + " cannot be written.");
  file.close();
  db::sync_path(path);
}

// A demo in this folder, if there is none yet. It is made in a folder of its own below, and put in
// its place when it is whole: what an interrupted start leaves behind is never taken for a
// workspace, and no workspace for such a rest.
Result<void> make_once(const Place& place, const std::string& kept) {
  const db::File lock = db::take_lock(place.file());
  if (fs::exists(place.file())) {
    if (fs::exists(kept)) return {};
    return refuse(RefusalKind::conflict, "not_a_demo",
                  place.data +
                      " holds a workspace that is not a demo. Name another folder with --data; "
                      "\"makegood serve\" serves this one.");
  }
  Place unfinished;
  unfinished.data = place.data + "/unfinished-demo";
  fs::remove_all(unfinished.data);
  if (auto fine = prepare(unfinished); !fine) return fine;
  const auto text = make(unfinished);
  if (!text) return std::unexpected(text.error());
  write_whole(kept, *text);
  fs::rename(unfinished.file(), place.file());
  db::sync_path(place.data);
  fs::remove_all(unfinished.data);
  return {};
}

void say(const std::string& base_url, std::istream&& kept) {
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
  const std::string kept = options.place.data + "/demo.txt";
  try {
    auto fine = prepare(options.place);
    if (fine && !(fs::exists(kept) && fs::exists(options.place.file()))) {
      fine = make_once(options.place, kept);
    }
    if (!fine) {
      std::fprintf(stderr, "makegood: %s\n", fine.error().detail.c_str());
      return could_not_be_done;
    }
  } catch (const std::exception& error) {  // Of the database or of a file.
    std::fprintf(stderr, "makegood: %s\n", error.what());
    return could_not_be_done;
  }
  say(settings->base_url, std::ifstream(kept));
  return serve(options);
}

}  // namespace mg::app
