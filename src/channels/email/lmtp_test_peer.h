#pragma once

#include <arpa/inet.h>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "channels/email/lmtp_listener.h"
#include "channels/email/lmtp_sink.h"

// Both ends of the mail listener for tests: a sink that remembers, and a client on a real socket.
namespace mg::channels::email::test {

struct Stored {
  Envelope envelope;
  std::string raw;
};

// Knows "user*@here.test" but "busy@here.test" (unavailable); stores at once, unless told else.
class FakeSink final : public MailSink {
 public:
  Result<Recipient> resolve(std::string_view address) override {
    if (address.starts_with("busy@")) return refuse(RefusalKind::unavailable, "x", "x");
    if (address.starts_with("broken@")) throw std::runtime_error("no database");
    if (!address.starts_with("user") || !address.ends_with("@here.test"))
      return refuse(RefusalKind::not_found, "x", "x");
    return Recipient{"", 7};
  }

  void accept(Envelope envelope, std::string raw, MailDone done) override {
    const std::size_t count = envelope.recipients.size();
    {
      const std::lock_guard lock(mutex_);
      stored_.push_back({std::move(envelope), std::move(raw)});
    }
    if (answer) {
      answer(count, std::move(done));
    } else {
      done(std::vector<Result<void>>(count));
    }
    const std::lock_guard lock(mutex_);
    ++accepted_;
    arrived_.notify_all();
  }

  // How accept() answers, when not at once with success. Set before the first mail.
  std::function<void(std::size_t, MailDone)> answer;

  std::vector<Stored> stored() {
    const std::lock_guard lock(mutex_);
    return stored_;
  }
  // `answer` has been called for so many mails.
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, std::chrono::seconds(10), [&] { return accepted_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Stored> stored_;
  std::size_t accepted_ = 0;
};

class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Client() { close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  void write_in_pieces(std::string_view bytes, std::size_t piece) {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
      ASSERT_TRUE(write(bytes.substr(0, piece)));
  }

  // One line without CRLF; "(closed)" at the end, "(silence)" after 10 s.
  std::string line() {
    for (;;) {
      const auto end = held_.find("\r\n");
      if (end != std::string::npos) {
        std::string text = held_.substr(0, end);
        held_.erase(0, end + 2);
        return text;
      }
      pollfd p{fd_, POLLIN, 0};
      if (poll(&p, 1, 10'000) != 1) return "(silence)";
      char buffer[4096];
      const auto n = recv(fd_, buffer, sizeof buffer, 0);
      if (n <= 0) return "(closed)";
      held_.append(buffer, static_cast<std::size_t>(n));
    }
  }
  // The last line of a reply.
  std::string reply() {
    std::string text = line();
    while (text.size() > 3 && text[3] == '-') text = line();
    return text;
  }
  std::string code() { return reply().substr(0, 9); }  // "250 2.0.0"
  std::string ask(std::string_view command) {
    write(std::string(command) + "\r\n");
    return reply();
  }
  std::string until_close() {
    std::string all;
    for (std::string text = line(); text != "(closed)"; text = line()) {
      all += text + "\n";
      if (text == "(silence)") break;
    }
    return all;
  }

 private:
  int fd_;
  bool connected_ = false;
  std::string held_;
};

struct Desk {
  FakeSink sink;
  std::unique_ptr<LmtpListener> listener;

  explicit Desk(LmtpOptions options = {}) {
    options.host_name = "desk.test";
    auto opened = LmtpListener::open(std::move(options), sink);
    EXPECT_TRUE(opened);
    listener = std::move(*opened);
  }
  std::uint16_t port() const { return listener->port(); }
};

// Connected, greeted by the server, and having said `hello`.
struct Greeted : Client {
  explicit Greeted(const Desk& desk, std::string_view hello = "LHLO me.test")
      : Client(desk.port()) {
    EXPECT_EQ(reply().substr(0, 13), "220 desk.test");
    EXPECT_EQ(ask(hello).substr(0, 3), "250");
  }
  void envelope(std::string_view to = "user@here.test") {
    EXPECT_EQ(ask("MAIL FROM:<ana@there.test>").substr(0, 9), "250 2.1.0");
    EXPECT_EQ(ask("RCPT TO:<" + std::string(to) + ">").substr(0, 9), "250 2.1.5");
  }
  void data() { EXPECT_EQ(ask("DATA").substr(0, 3), "354"); }
};

template <class Condition>
bool soon(const Condition& condition) {
  for (int i = 0; i < 1000; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(5))) {
    if (condition()) return true;
  }
  return false;
}

// "250 421 " for the replies of until_close().
inline std::string codes_of(const std::string& replies) {
  std::string codes;
  for (std::size_t at = 0; at < replies.size(); at = replies.find('\n', at) + 1)
    codes += replies.substr(at, 3) + " ";
  return codes;
}

}  // namespace mg::channels::email::test
