#pragma once

#include <optional>
#include <string>

#include "desk/desk.h"

namespace mg::desk {

// Watches the log for facts of kinds that this program does not know: a newer one wrote them, and
// what this one would decide without them could be wrong. One thread at a time.
class NewerVersion {
 public:
  struct Found {
    bool more = false;                   // Look again at once.
    std::optional<std::string> unknown;  // A sentence for the operator's log.
  };
  // The first look is at the newest facts (an older program started on a newer one's workspace),
  // later ones at what was written since. Throws db::Error.
  Found look(Desk& desk);

 private:
  std::optional<store::Position> position_;
};

}  // namespace mg::desk
