#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

// For tests: a TCP client that sends exactly the bytes it is told to, and a little of HTTP.
namespace mg::net {

struct RawResponse {
  int status = 0;
  std::string head;  // Lower case.
  std::string body;

  std::string header(std::string_view name) const {
    const std::string key = "\r\n" + std::string(name) + ": ";
    const std::size_t at = head.find(key);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + key.size();
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0)
      : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) {
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  // More bytes into the buffer; false at the end of the stream or when the time is over.
  bool receive(std::chrono::milliseconds wait = std::chrono::seconds(5)) {
    pollfd poll_fd{fd_, POLLIN, 0};
    if (::poll(&poll_fd, 1, static_cast<int>(wait.count())) <= 0) return false;
    char bytes[65536];
    const ssize_t n = ::recv(fd_, bytes, sizeof bytes, 0);
    if (n <= 0) {
      ended_ = true;
      return false;
    }
    buffer_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  // The next whole response. `bodiless` for answers to HEAD.
  std::optional<RawResponse> response(bool bodiless = false) {
    std::size_t end = std::string::npos;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return {};
    }
    RawResponse out;
    out.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    out.status = std::atoi(out.head.c_str() + 9);
    std::transform(out.head.begin(), out.head.end(), out.head.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const std::string length = out.header("content-length");
    const std::size_t size = bodiless || length.empty() ? 0 : std::stoul(length);
    while (buffer_.size() < size) {
      if (!receive()) return {};
    }
    out.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return out;
  }

  // True when the server ends the connection within the time, sending nothing more.
  bool is_closed_within(std::chrono::milliseconds wait) {
    const auto until = std::chrono::steady_clock::now() + wait;
    while (!ended_ && std::chrono::steady_clock::now() < until) {
      if (receive(std::chrono::milliseconds(20)) && buffer_.size() > (1u << 26)) return false;
    }
    return ended_;
  }

  // One WebSocket frame of the client, masked with zeros (RFC 6455, 5.2).
  bool send_frame(unsigned char first_byte, std::string_view payload) {
    std::string frame(1, static_cast<char>(first_byte));
    if (payload.size() < 126) {
      frame += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() < 65536) {
      frame += static_cast<char>(0x80 | 126);
      frame += static_cast<char>(payload.size() >> 8);
      frame += static_cast<char>(payload.size() & 255);
    } else {
      frame += static_cast<char>(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame += static_cast<char>((payload.size() >> shift) & 255);
      }
    }
    frame.append(4, '\0');
    frame += payload;
    return send(frame);
  }

  struct Frame {
    int opcode = 0;
    std::string payload;
    int close_code() const {
      if (opcode != 8 || payload.size() < 2) return 0;
      return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
    }
  };
  std::optional<Frame> frame() {
    const auto have = [&](std::size_t n) {
      while (buffer_.size() < n) {
        if (!receive()) return false;
      }
      return true;
    };
    if (!have(2)) return {};
    std::size_t size = static_cast<unsigned char>(buffer_[1]) & 127;
    std::size_t head = 2;
    const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (!have(head + more)) return {};
    if (more > 0) size = 0;
    for (std::size_t i = 0; i < more; ++i) {
      size = size * 256 + static_cast<unsigned char>(buffer_[head + i]);
    }
    head += more;
    if (!have(head + size)) return {};
    Frame out{buffer_[0] & 15, buffer_.substr(head, size)};
    buffer_.erase(0, head + size);
    return out;
  }

 private:
  int fd_;
  bool connected_ = false;
  bool ended_ = false;
  std::string buffer_;
};

}  // namespace mg::net
