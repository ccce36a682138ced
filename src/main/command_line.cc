#include "main/command_line.h"

namespace mg::app {

std::optional<std::string> unknown_command(const CLI::App& program,
                                           std::span<const char* const> words) {
  const CLI::App* command = &program;
  std::string path;
  for (const char* word : words) {
    if (command->get_subcommands({}).empty() || std::string_view(word).starts_with('-')) return {};
    path += (path.empty() ? "" : " ") + std::string(word);
    const auto named =
        command->get_subcommands([&](const CLI::App* one) { return one->get_name() == word; });
    if (named.empty()) return "There is no command '" + path + "'. See makegood --help.";
    command = named.front();
  }
  return {};
}

std::optional<std::string> unfinished_command(const CLI::App& program,
                                              std::span<const char* const> words) {
  const CLI::App* command = &program;
  std::string path = program.get_name();
  for (const char* word : words) {
    const auto named =
        command->get_subcommands([&](const CLI::App* one) { return one->get_name() == word; });
    if (named.empty()) return {};
    command = named.front();
    path += " " + command->get_name();
  }
  if (command->get_subcommands({}).empty()) return {};
  return command->get_formatter()->make_help(command, path, CLI::AppFormatMode::Normal);
}

std::optional<std::string> given_twice(const CLI::App& program) {
  const CLI::App* command = &program;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  for (const CLI::Option* option : command->get_options()) {
    if (option->count() > 1 && option->get_items_expected_max() == 1) {
      return option->get_name() + " was given " +
             (option->count() == 2 ? "twice" : std::to_string(option->count()) + " times") + ".";
    }
  }
  return {};
}

}  // namespace mg::app
