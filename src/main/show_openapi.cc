#include "main/show_openapi.h"

#include <cstdio>
#include <filesystem>

#include "api/api.h"
#include "main/workspace.h"

namespace mg::app {

int show_openapi() {
  // Endpoints are bound to a desk; an empty one in a folder of its own will do.
  std::string folder = (std::filesystem::temp_directory_path() / "makegood-XXXXXX").string();
  if (!mkdtemp(folder.data())) {
    std::perror("makegood");
    return 1;
  }
  {
    SystemClock clock;
    Workspace workspace = open_workspace({folder, ""}, clock, "");
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
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return 0;
}

}  // namespace mg::app
