#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "db/db.h"
#include "db/file.h"

// For tests: a wire between the program and a PostgreSQL server, with a switch.
namespace mg::db::testing {

inline sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Passes bytes on to a server, until it is told to keep all to itself.
class Wire {
 public:
  explicit Wire(const Options& server) : options_(server) {
    const auto colon = server.url.rfind(':');
    const auto slash = server.url.find('/', colon);
    if (slash == std::string::npos) throw std::runtime_error("no port in the URL");
    server_port_ = std::stoi(server.url.substr(colon + 1, slash - colon - 1));
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool listens =
        ::bind(listener_.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
        ::listen(listener_.fd(), 64) == 0 &&
        ::getsockname(listener_.fd(), reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!listens) throw std::runtime_error("cannot listen");
    options_.url.replace(colon + 1, slash - colon - 1, std::to_string(ntohs(address.sin_port)));
    thread_ = std::thread([this] { run(); });
  }
  ~Wire() {
    ends_ = true;
    thread_.join();
  }

  // The options that lead through the wire.
  const Options& through() const { return options_; }
  void hang(bool on) { hangs_ = on; }
  // The next COMMIT reaches the server, and its answer nobody: the connection is cut. `back`:
  // others stay, and can be made.
  void cut_after_commit(bool back) {
    back_ = back;
    cuts_ = true;
  }

 private:
  struct Pair {
    File ends[2];
    bool open = true;
  };

  void run() {
    while (!ends_) {
      std::vector<pollfd> ready{{listener_.fd(), POLLIN, 0}};
      for (const Pair& pair : pairs_) {
        for (const File& end : pair.ends) {
          ready.push_back({pair.open ? end.fd() : -1, POLLIN, 0});
        }
      }
      if (::poll(ready.data(), ready.size(), 20) <= 0) continue;
      if (hangs_) {  // What is waiting stays where it is.
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        continue;
      }
      for (std::size_t i = 1; i < ready.size(); ++i) {
        if (ready[i].revents != 0) pass_on(pairs_[(i - 1) / 2], (i - 1) % 2);
      }
      if (ready[0].revents != 0) take();
    }
  }

  void take() {
    File client(::accept(listener_.fd(), nullptr, nullptr));
    File server(::socket(AF_INET, SOCK_STREAM, 0));
    const sockaddr_in address = loopback(server_port_);
    if (gone_) return;
    if (::connect(server.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      pairs_.push_back({{std::move(client), std::move(server)}});
    }
  }

  // A statement of its own: not "READ COMMITTED", and not the end of the listener's probe.
  static bool commits(std::string_view text) {
    constexpr std::string_view commit("COMMIT\0", 7);
    for (auto at = text.find(commit); at != text.npos; at = text.find(commit, at + 1)) {
      if (at > 0 && text[at - 1] != ' ') return true;
    }
    return false;
  }

  void pass_on(Pair& pair, std::size_t from) {
    char bytes[16384];
    const ssize_t got = ::recv(pair.ends[from].fd(), bytes, sizeof bytes, 0);
    const std::string_view text(bytes, got > 0 ? static_cast<std::size_t>(got) : 0);
    if (from == 0 && commits(text) && cuts_.exchange(false)) {
      gone_ = !back_;
      ::send(pair.ends[1].fd(), bytes, text.size(), MSG_NOSIGNAL);
      pollfd answer{pair.ends[1].fd(), POLLIN, 0};
      ::poll(&answer, 1, 10'000);  // It is done; only nobody here knows.
    } else if (got > 0 && ::send(pair.ends[1 - from].fd(), bytes, static_cast<std::size_t>(got),
                                 MSG_NOSIGNAL) == got) {
      return;
    }
    cut(pair);
    // A server that is away answers on no other connection, either.
    if (gone_) std::ranges::for_each(pairs_, cut);
  }

  static void cut(Pair& pair) {
    for (const File& end : pair.ends) ::shutdown(end.fd(), SHUT_RDWR);
    pair.open = false;
  }

  Options options_;
  int server_port_ = 0;
  File listener_{::socket(AF_INET, SOCK_STREAM, 0)};
  std::vector<Pair> pairs_;
  std::atomic<bool> hangs_{false};
  std::atomic<bool> cuts_{false};
  std::atomic<bool> back_{true};
  std::atomic<bool> gone_{false};
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

}  // namespace mg::db::testing
