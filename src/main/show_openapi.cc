#include "main/show_openapi.h"

#include <cstdio>

#include "api/api.h"
#include "main/scratch_folder.h"
#include "main/workspace.h"

namespace mg::app {

int show_openapi() {
  // Endpoints are bound to a desk; an empty one in a folder of its own will do.
  const ScratchFolder folder;
  SystemClock clock;
  Workspace workspace = open_workspace({folder.path(), ""}, clock, "");
  desk::Directory directory(*workspace.desk);
  net::Workers workers(1, 1);
  net::Router router;
  api::Services services{.desk = *workspace.desk,
                         .directory = directory,
                         .workers = workers,
                         .setup_code = {},
                         .version = MG_VERSION};
  net::Api api(router, workers, api::hooks(services));
  api::add_endpoints(api, services);
  std::printf("%s\n", api::document(api, MG_VERSION).c_str());
  return 0;
}

}  // namespace mg::app
