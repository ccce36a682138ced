#pragma once

#include <optional>
#include <string_view>

#include "rules/scene_words_test.h"
#include "rules/world_test.h"

namespace mg::rules::test {

// A scene while it is played.
struct Scene {
  World world{scene_start()};
  Names names;
  MessageId last_reply;
  std::optional<Refusal> refusal;  // Of the last deed.
  bool refusal_expected = false;
  bool opened = false;  // The last deed opened a conversation.
  bool expected_something = false;
};

// Checks what stands after "expect": terms between commas. Throws SceneError with what is so
// instead of the first one that does not hold.
void expect(Scene& scene, std::string_view terms);

}  // namespace mg::rules::test
