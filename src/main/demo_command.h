#pragma once

#include "main/options.h"

namespace mg::app {

// Fills the folder with the demo workspace when it is empty, says how to sign in, and serves it.
int serve_demo(const ServeOptions& options);

}  // namespace mg::app
