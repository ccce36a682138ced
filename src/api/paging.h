#pragma once

#include "base/described.h"

// How every list is paged; the rules stand in the member_rules of its query.
namespace mg::api {

inline constexpr MemberRule limit_rule{.member = "limit",
                                       .doc = "At most so many items.",
                                       .minimum = 1,
                                       .maximum = 200,
                                       .may_be_absent = true};
inline constexpr MemberRule cursor_rule{.member = "cursor",
                                        .doc = "`next` of the page before; none for the first.",
                                        .max_length = 100,
                                        .may_be_absent = true};

}  // namespace mg::api
