#pragma once

#include "main/options.h"

namespace mg::app {

// Serves the workspace until SIGTERM or SIGINT, then drains. Returns the exit status.
int serve(const ServeOptions& options);

}  // namespace mg::app
