#pragma once

#include "store/log.h"

namespace mg::store {

// As position_from(), but none unless the text is written exactly as to_string() writes positions
// of this engine: read as one of ours, one of the other engine's would mean the log's beginning or
// end.
std::optional<Position> position_of_engine(db::Engine engine, std::string_view text);

}  // namespace mg::store
