#pragma once

#include <string>
#include <vector>

namespace mg::app {

// Prints one line of JSON for each file; with `human`, sentences. Returns 1 when one could not be
// read.
int explain_mail(const std::vector<std::string>& files, bool human);

}  // namespace mg::app
