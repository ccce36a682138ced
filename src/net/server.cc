#include "net/server.h"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>

#include "net/loop.h"

namespace mg::net {
namespace {

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int accept_backlog = 1024;
constexpr auto accept_pause = std::chrono::milliseconds(100);  // When descriptors have run out.

AddressBytes bytes_of(const asio::ip::address& address) {
  return parse_address(address.to_string()).value_or(AddressBytes{});
}

// Accepts on one loop until it is closed.
class Listener : public std::enable_shared_from_this<Listener> {
 public:
  explicit Listener(LoopPtr loop)
      : loop_(std::move(loop)), acceptor_(loop_->io), pause_(loop_->io) {}

  boost::system::error_code open(const tcp::endpoint& at, bool shares_port) {
    boost::system::error_code error;
    const auto step = [&](auto&& f) {
      if (!error) f();
    };
    step([&] { acceptor_.open(at.protocol(), error); });
    step([&] { acceptor_.set_option(asio::socket_base::reuse_address(true), error); });
    if (at.address().is_v6()) {
      step([&] { acceptor_.set_option(asio::ip::v6_only(false), error); });
    }
    if (shares_port) step([&] { acceptor_.set_option(ReusePort(true), error); });
    step([&] { acceptor_.bind(at, error); });
    step([&] { acceptor_.listen(accept_backlog, error); });
    return error;
  }

  tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

  void close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
  }

  void accept() {
    acceptor_.async_accept(loop_->io, [self = shared_from_this()](
                                          const boost::system::error_code& error, Socket socket) {
      if (!self->acceptor_.is_open()) return;
      if (!error) {
        self->take(std::move(socket));
        return self->accept();
      }
      self->pause_.expires_after(accept_pause);
      self->pause_.async_wait([self](const boost::system::error_code& stopped) {
        if (!stopped) self->accept();
      });
    });
  }

 private:
  void take(Socket socket) {
    Counters& counters = loop_->shared->counters;
    if (counters.connections_open >= loop_->shared->options.limits.connections_max) {
      ++counters.connections_refused;
      return;
    }
    ++counters.connections_accepted;
    boost::system::error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;
    socket.set_option(tcp::no_delay(true), error);
    socket.non_blocking(true, error);
    start_http(loop_, std::move(socket), bytes_of(peer.address()));
  }

  LoopPtr loop_;
  Acceptor acceptor_;
  Timer pause_;
};

}  // namespace

const std::string& Loop::http_date() {
  const std::time_t now = std::time(nullptr);
  if (now != date_second_) {
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                  months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                  utc.tm_min, utc.tm_sec);
    date_ = text;
    date_second_ = now;
  }
  return date_;
}

class Server::Threads {
 public:
  Threads(ServerOptions options, Site site) : shared_(std::make_shared<Shared>()) {
    shared_->options = std::move(options);
    shared_->site = std::move(site);
  }
  ~Threads() {
    if (!threads_.empty()) stop(std::chrono::milliseconds(0));
  }

  Result<void> start();
  bool stop(std::chrono::milliseconds deadline);
  std::uint16_t port() const { return port_; }
  const Counters& counters() const { return shared_->counters; }

 private:
  Result<void> listen();
  void run(Loop& loop);
  bool wait_for_end(std::chrono::steady_clock::time_point until);
  void cut();

  std::shared_ptr<Shared> shared_;
  std::vector<LoopPtr> loops_;
  std::vector<std::shared_ptr<Listener>> listeners_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t running_ = 0;
  std::uint16_t port_ = 0;
};

Result<void> Server::Threads::listen() {
  const ServerOptions& options = shared_->options;
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) {
    return refuse(RefusalKind::bad_input, "bad_address",
                  "\"" + options.address + "\" is not an IP address.");
  }
  tcp::endpoint at(address, options.port);
  // Sockets that share a port would share it with another server's too, and each would get half
  // of the requests: so the first try is one that does not share.
  if (options.port != 0 && loops_.size() > 1) {
    auto probe = std::make_shared<Listener>(loops_.front());
    error = probe->open(at, false);
    probe->close();
  }
  for (const LoopPtr& loop : loops_) {
    if (error) break;
    listeners_.push_back(std::make_shared<Listener>(loop));
    error = listeners_.back()->open(at, loops_.size() > 1);
    if (!error) at.port(listeners_.back()->endpoint().port());
  }
  if (error) {
    return refuse(RefusalKind::unavailable, "cannot_listen",
                  "Cannot listen on " + options.address + " port " + std::to_string(options.port) +
                      ": " + error.message() + ".");
  }
  port_ = at.port();
  return {};
}

Result<void> Server::Threads::start() {
  auto proxies = TrustedProxies::parse(shared_->options.trusted_proxies);
  if (!proxies) return std::unexpected(std::move(proxies.error()));
  shared_->proxies = std::move(*proxies);
  for (unsigned i = 0; i < std::max(shared_->options.threads, 1u); ++i) {
    loops_.push_back(std::make_shared<Loop>(shared_));
  }
  const auto listening = listen();
  if (!listening) {
    listeners_.clear();
    loops_.clear();
    return listening;
  }
  for (const auto& listener : listeners_) listener->accept();
  running_ = loops_.size();
  for (const LoopPtr& loop : loops_) threads_.emplace_back([this, loop] { run(*loop); });
  return {};
}

void Server::Threads::run(Loop& loop) {
  loop.io.run();
  const std::lock_guard lock(mutex_);
  --running_;
  changed_.notify_all();
}

bool Server::Threads::wait_for_end(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, until, [this] { return running_ == 0; });
}

void Server::Threads::cut() {
  for (const LoopPtr& loop : loops_) {
    asio::post(loop->io, [loop = loop.get()] {
      // cut() may end a connection, which takes itself off the list.
      const std::vector<Connection*> all(loop->connections.begin(), loop->connections.end());
      for (Connection* connection : all) {
        if (loop->connections.contains(connection)) connection->cut();
      }
    });
  }
}

// The loops end by themselves when nothing is left on them.
bool Server::Threads::stop(std::chrono::milliseconds deadline) {
  const auto until = std::chrono::steady_clock::now() + deadline;
  shared_->draining = true;
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    asio::post(loops_[i]->io, [loop = loops_[i].get(), listener = listeners_[i]] {
      listener->close();
      const std::vector<Connection*> all(loop->connections.begin(), loop->connections.end());
      for (Connection* connection : all) {
        if (loop->connections.contains(connection)) connection->drain();
      }
    });
  }
  const bool in_time = wait_for_end(until);
  if (!in_time) {
    cut();
    constexpr auto cut_time_max = std::chrono::seconds(2);
    if (!wait_for_end(std::chrono::steady_clock::now() + cut_time_max)) {
      for (const LoopPtr& loop : loops_) loop->io.stop();
    }
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  listeners_.clear();
  loops_.clear();
  return in_time;
}

Server::Server(ServerOptions options, Site site)
    : threads_(std::make_unique<Threads>(std::move(options), std::move(site))) {}
Server::~Server() = default;

Result<void> Server::start() {
  return threads_->start();
}
std::uint16_t Server::port() const {
  return threads_->port();
}
bool Server::drain(std::chrono::milliseconds deadline) {
  return threads_->stop(deadline);
}

ServerCounters Server::counters() const {
  const Counters& from = threads_->counters();
  ServerCounters out{
      .connections_accepted = from.connections_accepted,
      .connections_refused = from.connections_refused,
      .connections_open = from.connections_open,
      .requests = from.requests,
      .requests_in_flight = from.requests_in_flight,
      .requests_malformed = from.requests_malformed,
      .requests_overloaded = from.requests_overloaded,
      .timeouts = from.timeouts,
      .responses_by_class = {},
      .bytes_received = from.bytes_received,
      .bytes_sent = from.bytes_sent,
      .websockets_open = from.websockets_open,
      .websocket_messages_received = from.websocket_messages_received,
      .websocket_messages_sent = from.websocket_messages_sent,
      .websockets_closed_for_slowness = from.websockets_closed_for_slowness,
  };
  for (std::size_t i = 0; i < out.responses_by_class.size(); ++i) {
    out.responses_by_class[i] = from.responses_by_class[i];
  }
  return out;
}

}  // namespace mg::net
