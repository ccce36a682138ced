#pragma once

namespace mg::app {

// Prints the OpenAPI document that the server serves. Needs no workspace.
int show_openapi();

}  // namespace mg::app
