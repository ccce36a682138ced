#include "main/control.h"

#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <list>
#include <poll.h>
#include <span>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "db/file.h"
#include "main/options.h"

namespace mg::app {
namespace {

namespace json = boost::json;
constexpr std::size_t line_bytes_max = 1u << 20;

class Socket {
 public:
  explicit Socket(int fd = -1) : fd_(fd) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(Socket&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)),
        buffer_(std::move(other.buffer_)),
        file_(std::move(other.file_)) {}
  Socket& operator=(Socket&&) = delete;
  int fd() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

  bool send_line(const json::object& object, int file = -1) const {
    const std::string line = json::serialize(object) + "\n";
    std::size_t sent = 0;
    if (file >= 0 && !send_with(file, line.front(), sent)) return false;
    while (sent < line.size()) {
      const auto n = ::send(fd_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return false;
      sent += static_cast<std::size_t>(n);
    }
    return true;
  }

  // False at the end of the stream or of patience with a line.
  bool read_line(std::string& line) {
    for (;;) {
      const auto end = buffer_.find('\n');
      if (end != std::string::npos) {
        line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        return true;
      }
      if (buffer_.size() > line_bytes_max) return false;
      char bytes[4096];
      const auto n = receive(bytes);
      if (n <= 0) return false;
      buffer_.append(bytes, static_cast<std::size_t>(n));
    }
  }

  // That came with a line; -1: none.
  int file() const { return file_ ? file_->fd() : -1; }

 private:
  union Ancillary {
    cmsghdr aligned;
    char bytes[CMSG_SPACE(sizeof(int))];
  };

  // A descriptor goes along with a byte.
  bool send_with(int file, char byte, std::size_t& sent) const {
    Ancillary more{};
    iovec words{&byte, 1};
    msghdr message{};
    message.msg_iov = &words;
    message.msg_iovlen = 1;
    message.msg_control = more.bytes;
    message.msg_controllen = sizeof more.bytes;
    cmsghdr* head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof file);
    std::memcpy(CMSG_DATA(head), &file, sizeof file);
    if (::sendmsg(fd_, &message, MSG_NOSIGNAL) != 1) return false;
    sent = 1;
    return true;
  }

  ssize_t receive(std::span<char> bytes) {
    Ancillary more{};
    iovec words{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &words;
    message.msg_iovlen = 1;
    message.msg_control = more.bytes;
    message.msg_controllen = sizeof more.bytes;
    const ssize_t got = ::recvmsg(fd_, &message, MSG_CMSG_CLOEXEC);
    const cmsghdr* head = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (head && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(sizeof(int))) {
      int file = -1;
      std::memcpy(&file, CMSG_DATA(head), sizeof file);
      file_ = std::make_unique<db::File>(file);
    }
    return got;
  }

  int fd_;
  std::string buffer_;
  std::unique_ptr<db::File> file_;
};

bool address_of(const std::string& path, sockaddr_un& address) {
  address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return true;
}

Socket connect_to(const std::string& path) {
  sockaddr_un address;
  if (!address_of(path, address)) return Socket();
  Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (connect(socket.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    return Socket();
  }
  return socket;
}

// Whoever asked has gone, or the server stops: a long command ends at its next step.
struct Abandoned {};

void answer(Socket peer, const RunCommand& run, const std::atomic<bool>& stopping) {
  std::string line;
  if (!peer.read_line(line)) return;
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  const json::object* request = error ? nullptr : value.if_object();
  const json::value* command = request ? request->if_contains("command") : nullptr;
  if (!command || !command->is_string()) return;
  Arguments arguments;
  if (const json::value* given = request->if_contains("arguments"); given && given->is_object()) {
    for (const auto& [key, text] : given->get_object()) {
      if (text.is_string()) arguments[std::string(key)] = text.get_string().c_str();
    }
  }
  arguments.erase(file_of_command);
  if (peer.file() >= 0) arguments[file_of_command] = std::to_string(peer.file());
  try {
    const auto result = run(command->get_string().c_str(), arguments, [&](const std::string& text) {
      if (stopping || !peer.send_line({{"progress", text}})) throw Abandoned();
    });
    if (result) {
      peer.send_line({{"ok", *result}});
    } else {
      peer.send_line({{"refusal", result.error().detail}, {"code", result.error().code}});
    }
  } catch (const Abandoned&) {
    peer.send_line({{"refusal",
                     "The server is stopping; this command was not finished. Run it "
                     "again when the server runs."},
                    {"code", "stopping"}});
  } catch (const std::exception& broken) {
    peer.send_line({{"refusal", broken.what()}, {"code", "unavailable"}});
  }
}

// One command under way, on a thread of its own.
struct Running {
  std::atomic<bool> ended{false};
  std::jthread thread;
};

class UnixControl final : public ControlServer {
 public:
  UnixControl(Socket listener, std::string path, RunCommand run)
      : listener_(std::move(listener)), path_(std::move(path)), run_(std::move(run)) {
    if (pipe2(stop_, O_CLOEXEC) != 0) stop_[0] = stop_[1] = -1;
    thread_ = std::thread([this] { serve(); });
  }
  ~UnixControl() override {
    stopping_ = true;
    [[maybe_unused]] const auto written = write(stop_[1], "x", 1);
    thread_.join();
    running_.clear();
    unlink(path_.c_str());
    close(stop_[0]);
    close(stop_[1]);
  }

 private:
  void serve() {
    constexpr int look_every_ms = 1'000;  // For those who have said nothing for too long.
    for (;;) {
      std::vector<pollfd> ready{{listener_.fd(), POLLIN, 0}, {stop_[0], POLLIN, 0}};
      for (const Silent& peer : silent_) ready.push_back({peer.socket.fd(), POLLIN, 0});
      poll(ready.data(), ready.size(), silent_.empty() ? -1 : look_every_ms);
      if (ready[1].revents != 0) return;
      std::size_t i = 2;
      for (auto peer = silent_.begin(); peer != silent_.end(); ++i) {
        if (ready[i].revents != 0) begin(std::move(peer->socket));
        const bool done = ready[i].revents != 0 || peer->until < std::chrono::steady_clock::now();
        peer = done ? silent_.erase(peer) : std::next(peer);
      }
      if (ready[0].revents != 0) take();
    }
  }

  void take() {
    constexpr std::size_t silent_max = 32;
    constexpr auto silent_for = std::chrono::seconds(10);
    Socket peer(accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!peer || silent_.size() >= silent_max) return;
    const timeval patience{2, 0};  // For the rest of a line, and for whoever does not read.
    setsockopt(peer.fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(peer.fd(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    silent_.push_back({std::move(peer), std::chrono::steady_clock::now() + silent_for});
  }

  // A long command keeps nobody waiting. Whoever comes while too many are under way is told so.
  void begin(Socket peer) {
    std::erase_if(running_, [](const Running& command) { return command.ended.load(); });
    if (running_.size() >= commands_at_once_max) {
      peer.send_line({{"refusal", "The server is busy with " + std::to_string(running_.size()) +
                                      " other commands. Run this one again when one has ended."},
                      {"code", "busy"}});
      return;
    }
    Running& command = running_.emplace_back();
    command.thread = std::jthread([this, &command, peer = std::move(peer)]() mutable {
      answer(std::move(peer), run_, stopping_);
      command.ended = true;
    });
  }

  // Connected, and has not asked anything yet: nobody waits for it.
  struct Silent {
    Socket socket;
    std::chrono::steady_clock::time_point until;
  };

  Socket listener_;
  std::list<Silent> silent_;
  const std::string path_;
  const RunCommand run_;
  int stop_[2] = {-1, -1};
  std::atomic<bool> stopping_{false};
  std::list<Running> running_;  // Of thread_.
  std::thread thread_;
};

}  // namespace

std::string control_path(const std::string& data) {
  return data + "/control.sock";
}

Result<std::unique_ptr<ControlServer>> ControlServer::open(const std::string& data,
                                                           RunCommand run) {
  const std::string path = control_path(data);
  sockaddr_un address;
  if (!address_of(path, address)) {
    return refuse(RefusalKind::bad_input, "path_too_long",
                  "--data: the path is too long for the control socket in it (" + path + ").");
  }
  Socket listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // The folder's lock is held, so whoever made this socket is gone.
  unlink(path.c_str());
  const mode_t before = umask(0177);
  const int bound = bind(listener.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address);
  umask(before);
  if (bound != 0 || listen(listener.fd(), 16) != 0) {
    return refuse(RefusalKind::unavailable, "no_control_socket",
                  "The control socket " + path + " cannot be made: " + std::strerror(errno) + ".");
  }
  return std::make_unique<UnixControl>(std::move(listener), path, std::move(run));
}

std::optional<Result<std::string>> ask_server(const std::string& data, const std::string& command,
                                              const Arguments& arguments,
                                              const Progress& progress) {
  Socket socket = connect_to(control_path(data));
  if (!socket) return {};
  json::object given;
  for (const auto& [key, text] : arguments) given[key] = text;
  const auto path = arguments.find(file_argument);
  const bool reads = path != arguments.end() && !path->second.empty();
  // A pipe is refused there, and must not be waited for here.
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  const db::File file(reads ? ::open(path->second.c_str(), flags) : -1);
  if (reads && file.fd() < 0) {
    return Result<std::string>(
        refuse(RefusalKind::bad_input, "unreadable", why_unreadable(path->second)));
  }
  if (!socket.send_line({{"command", command}, {"arguments", given}}, file.fd())) return {};
  std::string line;
  while (socket.read_line(line)) {
    boost::system::error_code error;
    const json::value value = json::parse(line, error);
    if (error || !value.is_object()) break;
    const json::object& object = value.get_object();
    if (const json::value* text = object.if_contains("ok")) {
      return std::string(text->get_string().c_str());
    }
    if (const json::value* text = object.if_contains("refusal")) {
      return Result<std::string>(
          refuse(RefusalKind::conflict, "refused", text->get_string().c_str()));
    }
    if (const json::value* text = object.if_contains("progress")) {
      progress(text->get_string().c_str());
    }
  }
  return Result<std::string>(refuse(RefusalKind::unavailable, "server_gone",
                                    "The server ended before it answered. Look whether the "
                                    "command was done, then run it again."));
}

}  // namespace mg::app
