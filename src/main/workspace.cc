#include "main/workspace.h"

#include <cstdlib>
#include <spdlog/spdlog.h>
#include <string_view>

#include "gen/store/migrations.h"

namespace mg::app {
namespace {

// For the negative control of the power-cut test alone: it must see mail get lost.
bool is_told_to_be_unsafe() {
  const char* value = std::getenv("MAKEGOOD_UNSAFE_SYNCHRONOUS_NORMAL");
  if (!value || std::string_view(value) != "1") return false;
  spdlog::warn(
      "MAKEGOOD_UNSAFE_SYNCHRONOUS_NORMAL is set: a power cut WILL lose acknowledged mail");
  return true;
}

}  // namespace

Workspace open_workspace(const Place& place, const Clock& clock, const std::string& base_url) {
  Workspace workspace;
  db::Options options;
  options.url = place.url();
  options.synchronous_full = !is_told_to_be_unsafe();
  workspace.database = db::open(options);
  workspace.database->migrate(store::migrations());
  workspace.desk = std::make_unique<desk::Desk>(*workspace.database, clock,
                                                desk::Desk::Options{base_url, "localhost"});
  return workspace;
}

}  // namespace mg::app
