#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

// A scripted SMTP server on a real socket, for tests of sending. Serves one connection at a time.
namespace mg::channels::email::test {

class SmtpStub {
 public:
  // What is answered to a command (its first word, upper case; "" is the greeting, "." the message,
  // "=" a continuation of AUTH), instead of the default. Special answers: "(drop)" closes, "(hang)"
  // says nothing more, "(reset)" closes after the first bytes of a message.
  std::map<std::string, std::string> answers;
  std::map<std::string, std::string> answers_by_line;  // The same for a whole command.
  std::string capabilities = "250-PIPELINING\r\n250 ENHANCEDSTATUSCODES\r\n";
  bool close_after_mail = false;  // As an idle timeout of the server would.

  SmtpStub() : listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    bind(listening_, reinterpret_cast<sockaddr*>(&at), size);
    getsockname(listening_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    listen(listening_, 16);
  }
  ~SmtpStub() {
    stopping_ = true;
    shutdown(listening_, SHUT_RDWR);
    if (const int open = serving_.load(); open >= 0) shutdown(open, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    close(listening_);
  }
  SmtpStub(const SmtpStub&) = delete;
  SmtpStub& operator=(const SmtpStub&) = delete;

  // After the script is set.
  void start() {
    thread_ = std::thread([this] { run(); });
  }
  std::string url(std::string_view scheme = "smtp") const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(port_);
  }
  int connections() const { return connections_; }
  std::vector<std::string> commands() {
    const std::lock_guard lock(mutex_);
    return commands_;
  }
  // As sent, without stuffed dots and the end.
  std::vector<std::string> messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
  }

 private:
  void run() {
    while (!stopping_) {
      const int fd = accept(listening_, nullptr, nullptr);
      if (fd < 0) return;
      ++connections_;
      serving_ = fd;
      serve(fd);
      serving_ = -1;
      close(fd);
    }
  }

  void serve(int fd) {
    held_.clear();
    if (!say(fd, "", "220 stub ready\r\n")) return;
    std::string line;
    while (read_line(fd, line)) {
      std::string word = line.substr(0, line.find(' '));
      for (char& c : word) c = static_cast<char>(toupper(static_cast<unsigned char>(c)));
      if (expecting_auth_) word = "=";
      {
        const std::lock_guard lock(mutex_);
        commands_.push_back(line);
      }
      expecting_auth_ = false;
      const auto own = answers_by_line.find(line);
      if (own != answers_by_line.end() ? !say(fd, line, own->second)
                                       : !say(fd, word, default_answer(word, line))) {
        return;
      }
      if (word == "STARTTLS" && said_.starts_with("220")) return break_handshake(fd);
      if (word == "QUIT") return;
      if (word == "DATA" && said_.starts_with("354") && !message(fd)) return;
    }
  }

  std::string default_answer(const std::string& word, const std::string& line) const {
    if (word == "EHLO") return "250-stub\r\n" + capabilities;
    if (word == "DATA") return "354 go on\r\n";
    if (word == "AUTH") return "334 \r\n";
    if (word == "=" && line == "YW5u") return "334 UGFzc3dvcmQ6\r\n";  // LOGIN's second step.
    if (word == "=") return "235 2.7.0 welcome\r\n";
    if (word == "QUIT") return "221 bye\r\n";
    if (word == "STARTTLS") return "454 4.7.0 no TLS today\r\n";
    if (word == "MAIL" || word == "RCPT") return "250 2.1.0 ok\r\n";
    return "500 what?\r\n";
  }

  void break_handshake(int fd) {
    char buffer[4096];
    if (recv(fd, buffer, sizeof buffer, 0) > 0) ::send(fd, "not TLS\r\n", 9, MSG_NOSIGNAL);
  }

  bool message(int fd) {
    std::string text, line;
    if (answers.contains(".") && answers["."] == "(reset)") return read_line(fd, line) && false;
    while (read_line(fd, line)) {
      if (line == ".") {
        {
          const std::lock_guard lock(mutex_);
          messages_.push_back(text);
        }
        return say(fd, ".", "250 2.0.0 Ok: queued as 7F3\r\n") && !close_after_mail;
      }
      text += line.substr(line.starts_with('.') ? 1 : 0) + "\r\n";
    }
    return false;
  }

  bool say(int fd, const std::string& word, std::string reply) {
    if (const auto own = answers.find(word); own != answers.end()) reply = own->second;
    if (reply == "(drop)") return false;
    if (reply == "(hang)") {
      std::string line;
      while (read_line(fd, line)) continue;
      return false;
    }
    expecting_auth_ = reply.starts_with("334");
    said_ = reply;
    return ::send(fd, reply.data(), reply.size(), MSG_NOSIGNAL) > 0;
  }

  bool read_line(int fd, std::string& line) {
    for (;;) {
      const auto end = held_.find("\r\n");
      if (end != std::string::npos) {
        line = held_.substr(0, end);
        held_.erase(0, end + 2);
        return true;
      }
      char buffer[65536];
      const auto n = recv(fd, buffer, sizeof buffer, 0);
      if (n <= 0) return false;
      held_.append(buffer, static_cast<std::size_t>(n));
    }
  }

  int listening_;
  std::uint16_t port_ = 0;
  std::atomic<int> serving_ = -1;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  bool expecting_auth_ = false;
  std::string said_, held_;
  std::mutex mutex_;
  std::vector<std::string> commands_, messages_;
  std::thread thread_;
};

}  // namespace mg::channels::email::test
