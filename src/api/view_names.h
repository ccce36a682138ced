#pragma once

#include <string_view>

// The views of the workspace, as ?view= takes them and the counts name them.
namespace mg::api {

inline constexpr std::string_view view_names =
    "my_promises not_yet_heard for_me our_turn their_turn is_it_solved solved unconfirmed spam all";

}  // namespace mg::api
