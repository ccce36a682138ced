#include "main/demo_command.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "main/demo.h"
#include "main/serve.h"
#include "main/workspace.h"

namespace mg::app {
namespace {

// How to get in; kept beside the workspace for the next start, one thing a line.
Result<std::string> make(const ServeOptions& options) {
  MovableClock clock;
  Workspace workspace = open_workspace(options.place, clock, "");
  std::fprintf(stderr, "Making the demo workspace (a shop's last 60 days) ...\n");
  const auto made = make_demo(*workspace.desk, clock);
  if (!made) return std::unexpected(made.error());
  return made->email + "\n" + made->password + "\n" + made->customer_page + "\n";
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
  const std::string base_url =
      options.base_url.empty() ? "http://" + options.listen : options.base_url;
  const std::string kept = options.place.data + "/demo.txt";
  try {
    if (auto fine = prepare(options.place); !fine) {
      std::fprintf(stderr, "makegood: %s\n", fine.error().detail.c_str());
      return 1;
    }
    if (!std::filesystem::exists(kept)) {
      // What an interrupted first start left behind is begun anew.
      std::error_code ignored;
      for (const char* ending : {"", "-wal", "-shm"}) {
        std::filesystem::remove(options.place.data + "/makegood.db" + ending, ignored);
      }
      const auto text = make(options);
      if (!text) {
        std::fprintf(stderr, "makegood: %s\n", text.error().detail.c_str());
        return 1;
      }
      std::ofstream(kept) << *text;
    }
  } catch (const db::Error& error) {
    std::fprintf(stderr, "makegood: %s\n", error.what());
    return 1;
  }
  say(base_url, std::ifstream(kept));
  return serve(options);
}

}  // namespace mg::app
