#include "main/workspace.h"

#include "gen/store/migrations.h"

namespace mg::app {

Workspace open_workspace(const Place& place, const Clock& clock, const std::string& base_url) {
  Workspace workspace;
  db::Options options;
  options.url = place.url();
  workspace.database = db::open(options);
  workspace.database->migrate(store::migrations());
  workspace.desk = std::make_unique<desk::Desk>(*workspace.database, clock,
                                                desk::Desk::Options{base_url, "localhost"});
  return workspace;
}

}  // namespace mg::app
