#pragma once

namespace mg::app {

// Structured lines (JSON) on standard error: time, level, what happened. Never the contents of
// messages, addresses of customers or secrets.
void start_log();

}  // namespace mg::app
