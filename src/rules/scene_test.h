#pragma once

#include <string>
#include <string_view>
#include <vector>

// Scenes: conversations in plain text that support people read and write, told to the rules. The
// language is in tests/scenarios/README.md.
namespace mg::rules::test {

// Plays a scene; the file's name is for the messages. Returns what went wrong, one
// "file:line: sentence" each; empty when all is as expected.
std::vector<std::string> play_scene(std::string_view file, std::string_view text);

}  // namespace mg::rules::test
