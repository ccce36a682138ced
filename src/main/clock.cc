#include "main/clock.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "main/options.h"

namespace mg::app {
namespace {

// The first look may meet a file that is just being written.
constexpr int looks_until_said = 2;

std::optional<Instant> read_instant(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  if (!std::getline(file, text)) return {};
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return from_rfc3339(text);
}

}  // namespace

Result<std::unique_ptr<FileClock>> FileClock::open(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) {
    return refuse(RefusalKind::bad_input, "bad_clock_file",
                  "--clock-file: " + why_unreadable(path));
  }
  const auto at = read_instant(path);
  if (!at) {
    return refuse(RefusalKind::bad_input, "bad_clock_file",
                  "--clock-file: " + path +
                      " does not hold an RFC 3339 instant such as "
                      "2026-11-21T15:04:05Z.");
  }
  return std::unique_ptr<FileClock>(new FileClock(path, *at));
}

FileClock::FileClock(std::string path, Instant at) : path_(std::move(path)), now_(to_micros(at)) {
  // The folder is watched, not the file: editors and scripts replace the file by renaming.
  const auto folder = std::filesystem::absolute(path_).parent_path();
  inotify_ = inotify_init1(IN_CLOEXEC);
  inotify_add_watch(inotify_, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO);
  if (pipe(stop_) != 0) stop_[0] = stop_[1] = -1;
  thread_ = std::thread([this] { watch(); });
}

FileClock::~FileClock() {
  [[maybe_unused]] const auto written = write(stop_[1], "x", 1);
  thread_.join();
  for (const int fd : {inotify_, stop_[0], stop_[1]}) close(fd);
}

void FileClock::on_change(std::function<void()> changed) {
  changed_.store(std::make_shared<std::function<void()>>(std::move(changed)));
}

void FileClock::watch() {
  int looks_without = 0;
  for (;;) {
    pollfd ready[] = {{inotify_, POLLIN, 0}, {stop_[0], POLLIN, 0}};
    // Looked at now and then besides: not every file system tells of changes.
    poll(ready, 2, 500);
    if (ready[1].revents != 0) return;
    char events[4096];
    if (ready[0].revents != 0 && read(inotify_, events, sizeof events) <= 0) continue;
    const auto at = read_instant(path_);
    looks_without = at ? 0 : looks_without + 1;
    if (looks_without == looks_until_said) {
      spdlog::warn("the clock file holds no instant any more; time goes on from the last one");
    }
    if (!at || to_micros(*at) == now_.load()) continue;
    now_.store(to_micros(*at));
    if (const auto changed = changed_.load()) (*changed)();
  }
}

}  // namespace mg::app
