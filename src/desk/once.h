#pragma once

#include "desk/desk.h"

namespace mg::desk {

// `change`, unless it was made under this command id within the last day: then it is not made
// again, and the receipt is the first one. For what is known by two ids, its context's and this.
Change once(std::string command, Change change);

}  // namespace mg::desk
