#include "main/demo_command.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "main/demo.h"
#include "main/serve.h"
#include "main/workspace.h"

namespace mg::app {
namespace {

// Says how to get in; kept beside the workspace for the next start.
Result<std::string> make(const ServeOptions& options, const std::string& base_url) {
  MovableClock clock;
  Workspace workspace = open_workspace(options.place, clock, base_url);
  std::fprintf(stderr, "Making the demo workspace (a shop's last 60 days) ...\n");
  const auto made = make_demo(*workspace.desk, clock);
  if (!made) return std::unexpected(made.error());
  std::ostringstream text;
  text << "  Agents:   " << base_url << "\n"
       << "            sign in as " << made->email << " with the password \"" << made->password
       << "\"\n"
       << "  Customer: " << base_url << made->customer_page << "\n";
  return text.str();
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
      const auto text = make(options, base_url);
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
  std::ostringstream text;
  text << std::ifstream(kept).rdbuf();
  std::printf("\nThe demo workspace:\n%s\n", text.str().c_str());
  std::fflush(stdout);
  return serve(options);
}

}  // namespace mg::app
