#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <string>

// What is wrong with a command line, in the words of whoever typed it.
namespace mg::app {

// "There is no command 'frobnicate'. ..." when the words name one that the program does not have.
std::optional<std::string> unknown_command(const CLI::App& program,
                                           std::span<const char* const> words);

// The help of the command that the words lead to, when it is one that only holds others: nothing
// was asked for yet.
std::optional<std::string> unfinished_command(const CLI::App& program,
                                              std::span<const char* const> words);

// "--listen was given twice." After a parse that failed: of the command that was named.
std::optional<std::string> given_twice(const CLI::App& program);

}  // namespace mg::app
