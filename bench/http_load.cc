// A closed loop of GETs: each connection asks again as soon as it has its answer.
//
//   http_load PORT CONNECTIONS REQUESTS SECONDS_MAX HEADERS < PATHS
//
// HEADERS is a file of header lines for every request, PATHS one path a line, asked in order and
// again from the first. "{n}" in a header is another text in each request (of the first 20,000),
// so that no answer kept by the server fits. Prints one line of JSON: rate, latencies in
// microseconds, statuses.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <vector>

#include "sockets.h"

namespace {

using namespace mg::bench;

struct Connection {
  int fd = -1;
  SteadyClock::time_point asked;
  std::string head;      // Until its end has come.
  std::size_t body = 0;  // Bytes still to come.
  bool in_body = false;
};

class Load {
 public:
  Load(std::vector<std::string> requests, std::size_t count, double seconds_max)
      : requests_(std::move(requests)), count_(count), seconds_max_(seconds_max) {
    micros_.reserve(count);
  }

  void run(std::uint16_t port, int connections) {
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    all_.resize(static_cast<std::size_t>(connections));
    for (int i = 0; i < connections; ++i) {
      all_[static_cast<std::size_t>(i)].fd = connect_to(port);
      watch(poll, all_[static_cast<std::size_t>(i)].fd, i);
    }
    began_ = SteadyClock::now();
    for (Connection& connection : all_) ask(connection);
    while (answered_ < asked_) {
      epoll_event events[256];
      const int ready = epoll_wait(poll, events, 256, 10'000);
      if (ready <= 0) fail("no answer within ten seconds");
      for (int i = 0; i < ready; ++i) take(all_[static_cast<std::size_t>(events[i].data.fd)]);
    }
    seconds_ = std::chrono::duration<double>(SteadyClock::now() - began_).count();
  }

  void print() {
    std::ranges::sort(micros_);
    const auto at = [&](double part) {
      const auto index = static_cast<std::size_t>(part * static_cast<double>(micros_.size()));
      return micros_.empty() ? 0.0 : micros_[std::min(index, micros_.size() - 1)];
    };
    std::printf(
        "{\"requests\": %zu, \"seconds\": %.6f, \"rate\": %.1f, \"p50\": %.1f, \"p95\": %.1f, "
        "\"p99\": %.1f, \"body_bytes\": %zu, \"not_200\": %zu}\n",
        answered_, seconds_, static_cast<double>(answered_) / seconds_, at(0.5), at(0.95), at(0.99),
        bytes_, not_200_);
  }

 private:
  void ask(Connection& connection) {
    const auto now = SteadyClock::now();
    if (asked_ >= count_ || std::chrono::duration<double>(now - began_).count() > seconds_max_) {
      return;
    }
    connection.asked = now;
    connection.head.clear();
    connection.in_body = false;
    send_all(connection.fd, requests_[asked_++ % requests_.size()]);
  }

  void take(Connection& connection) {
    while (true) {
      const ssize_t got = recv(connection.fd, buffer_, sizeof buffer_, 0);
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
      if (got <= 0) fail("the server closed a connection");
      take(connection, std::string_view(buffer_, static_cast<std::size_t>(got)));
      if (static_cast<std::size_t>(got) < sizeof buffer_) return;
    }
  }

  void take(Connection& connection, std::string_view bytes) {
    if (!connection.in_body) {
      connection.head += bytes;
      const auto end = connection.head.find("\r\n\r\n");
      if (end == std::string::npos) return;
      connection.in_body = true;
      connection.body = length_in(std::string_view(connection.head).substr(0, end + 2));
      not_200_ += !connection.head.starts_with("HTTP/1.1 200");
      bytes = std::string_view(connection.head).substr(end + 4);
    }
    bytes_ += bytes.size();
    connection.body -= std::min(connection.body, bytes.size());
    if (connection.body > 0) return;
    const auto took = SteadyClock::now() - connection.asked;
    micros_.push_back(std::chrono::duration<double, std::micro>(took).count());
    ++answered_;
    ask(connection);
  }

  static std::size_t length_in(std::string_view head) {
    for (const char* name : {"Content-Length: ", "content-length: "}) {
      const auto at = head.find(name);
      if (at != std::string_view::npos) return std::strtoul(head.data() + at + 16, nullptr, 10);
    }
    return 0;
  }

  const std::vector<std::string> requests_;
  const std::size_t count_;
  const double seconds_max_;
  std::vector<Connection> all_;
  std::vector<double> micros_;
  SteadyClock::time_point began_;
  std::size_t asked_ = 0, answered_ = 0, bytes_ = 0, not_200_ = 0;
  double seconds_ = 0;
  char buffer_[256 * 1024];
};

// One text for each request, when they shall differ.
std::vector<std::string> numbered(std::vector<std::string> requests, std::size_t count) {
  constexpr std::size_t texts_max = 20'000;
  if (requests.front().find("{n}") == std::string::npos) return requests;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < std::min(count, texts_max); ++i) {
    texts.push_back(requests[i % requests.size()]);
    texts.back().replace(texts.back().find("{n}"), 3,
                         std::to_string(getpid()) + "." + std::to_string(i));
  }
  return texts;
}

}  // namespace

int main(int count, char** values) {
  if (count != 6) {
    std::fprintf(stderr, "http_load PORT CONNECTIONS REQUESTS SECONDS_MAX HEADERS < PATHS\n");
    return 2;
  }
  std::string headers;
  std::ifstream lines(values[5]);
  for (std::string line; std::getline(lines, line);) headers += line + "\r\n";
  std::vector<std::string> requests;
  for (std::string path; std::getline(std::cin, path);) {
    requests.push_back("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n");
  }
  if (requests.empty()) return 2;
  requests = numbered(std::move(requests), std::strtoul(values[3], nullptr, 10));
  auto load = std::make_unique<Load>(std::move(requests), std::strtoul(values[3], nullptr, 10),
                                     std::strtod(values[4], nullptr));
  load->run(static_cast<std::uint16_t>(std::atoi(values[1])), std::atoi(values[2]));
  load->print();
  return 0;
}
