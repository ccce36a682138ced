#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

// Commands against a running server: a socket in the data folder that only its owner may open
// (0600). One request a connection: a line of JSON {"command","arguments":{...}}; answers are
// lines: {"progress":TEXT} any number of times, then {"ok":TEXT} or {"refusal":TEXT}.
// Commands run beside each other. The file that a command names is opened by whoever asks, with
// their rights and where they see that path, and its descriptor goes along (SCM_RIGHTS).
namespace mg::app {

inline constexpr std::size_t commands_at_once_max = 8;

using Arguments = std::map<std::string, std::string>;
// The argument that names a file to read, and the one in which a command in a server finds its
// descriptor, open as long as the command runs.
inline constexpr const char* file_argument = "file";
inline constexpr const char* file_of_command = "file descriptor";
// May throw something of its own when nobody waits for the end any more: what is committed stays,
// the rest is left undone, and nothing below may catch it.
using Progress = std::function<void(const std::string&)>;
// Runs a command of the workspace; the text is what it prints. Called from several threads at once.
using RunCommand =
    std::function<Result<std::string>(const std::string& command, const Arguments&, Progress)>;

std::string control_path(const std::string& data);

class ControlServer {
 public:
  // Listens on control_path(data); a stale socket of a server that is gone is replaced.
  static Result<std::unique_ptr<ControlServer>> open(const std::string& data, RunCommand run);
  virtual ~ControlServer() = default;  // Ends at the next step of the commands under way.
};

// Sends the command to the server of this data folder; nullopt when none runs.
std::optional<Result<std::string>> ask_server(const std::string& data, const std::string& command,
                                              const Arguments& arguments, const Progress& progress);

}  // namespace mg::app
