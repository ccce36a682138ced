#pragma once

#include "main/options.h"

namespace mg::app {

// Makes the demo workspace in a folder without a workspace, says how to sign in, and serves it. A
// folder that holds another workspace is refused.
int serve_demo(const ServeOptions& options);

}  // namespace mg::app
