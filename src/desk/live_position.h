#pragma once

#include <optional>
#include <string_view>

#include "desk/desk.h"
#include "store/log.h"

namespace mg::desk {

// The place in this workspace's log that a reader names; none unless it is one that this engine
// could have given.
std::optional<store::Position> position_in_log(Desk& desk, std::string_view text);

}  // namespace mg::desk
