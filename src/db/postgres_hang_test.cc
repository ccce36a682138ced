#include <arpa/inet.h>
#include <atomic>
#include <future>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "db/file.h"
#include "db/test_database.h"

// A server that is reached and answers nothing: stopped, or behind a network that swallows all.
namespace mg::db {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Passes bytes on to a server, until it is told to keep all to itself.
class Wire {
 public:
  explicit Wire(int server_port) : server_port_(server_port) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool listens =
        ::bind(listener_.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
        ::listen(listener_.fd(), 64) == 0 &&
        ::getsockname(listener_.fd(), reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!listens) throw std::runtime_error("cannot listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Wire() {
    ends_ = true;
    thread_.join();
  }

  int port() const { return port_; }
  void hang(bool on) { hangs_ = on; }

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
      if (hangs_) {
        std::this_thread::sleep_for(5ms);  // What is waiting stays where it is.
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
    if (::connect(server.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      pairs_.push_back({{std::move(client), std::move(server)}});
    }
  }

  static void pass_on(Pair& pair, std::size_t from) {
    char bytes[16384];
    const ssize_t got = ::recv(pair.ends[from].fd(), bytes, sizeof bytes, 0);
    if (got > 0 && ::send(pair.ends[1 - from].fd(), bytes, static_cast<std::size_t>(got),
                          MSG_NOSIGNAL) == got) {
      return;
    }
    for (const File& end : pair.ends) ::shutdown(end.fd(), SHUT_RDWR);
    pair.open = false;
  }

  const int server_port_;
  int port_ = 0;
  File listener_{::socket(AF_INET, SOCK_STREAM, 0)};
  std::vector<Pair> pairs_;
  std::atomic<bool> hangs_{false};
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

class PostgresHang : public ::testing::TestWithParam<Engine> {};

std::chrono::milliseconds time_of(const std::function<void()>& work) {
  const auto start = SteadyClock::now();
  EXPECT_THROW(work(), Error);
  return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - start);
}

bool soon(std::chrono::seconds time_max, const std::function<bool()>& holds) {
  const auto end = SteadyClock::now() + time_max;
  while (!holds()) {
    if (SteadyClock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

TEST_P(PostgresHang, a_server_that_answers_nothing_is_not_waited_for_and_comes_back) {
  testing::TestDatabase place(GetParam());
  const auto colon = place.options.url.rfind(':');
  const auto slash = place.options.url.find('/', colon);
  ASSERT_NE(slash, std::string::npos);
  Wire wire(std::stoi(place.options.url.substr(colon + 1, slash - colon - 1)));
  Options options = place.options;
  options.url.replace(colon + 1, slash - colon - 1, std::to_string(wire.port()));
  const auto database = open(options);
  const auto work = [&] {
    static const Statement one = {"one", "", "SELECT 1"};
    database->read([](Session& session) { session.run(one); });
  };
  work();
  ASSERT_TRUE(soon(10s, [&] { return database->healthy(); }));

  wire.hang(true);
  std::vector<std::future<std::chrono::milliseconds>> waiting;
  for (int i = 0; i < 8; ++i) {
    waiting.push_back(std::async(std::launch::async, time_of, work));
  }
  waiting.push_back(
      std::async(std::launch::async, time_of, [&] { database->write([](Session&) {}); }));
  EXPECT_TRUE(soon(4s, [&] { return !database->healthy(); }));
  for (auto& one : waiting) EXPECT_LT(one.get(), 9s);
  // Found to hang, it is not even tried.
  EXPECT_LT(time_of(work), 1s);
  EXPECT_LT(time_of([&] { database->write([](Session&) {}); }), 1s);
  EXPECT_FALSE(database->healthy());

  wire.hang(false);
  EXPECT_TRUE(soon(30s, [&] { return database->healthy(); }));
  work();
  database->write([](Session&) {});
}

INSTANTIATE_TEST_SUITE_P(Engines, PostgresHang, ::testing::ValuesIn([] {
                           auto engines = testing::engines();
                           std::erase(engines, Engine::sqlite);
                           return engines;
                         }()),
                         [](const auto& at) { return testing::engine_name(at.param); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PostgresHang);

}  // namespace
}  // namespace mg::db
