#pragma once

#include <string>

#include "base/json_document.h"

namespace mg::json {

// The same text for equal values: members in the order of their names, no blanks, each string and
// number written in one way. 1 and 1.0 are not equal; neither are null and an absent member.
std::string canonical_text(const Value& value);

}  // namespace mg::json
