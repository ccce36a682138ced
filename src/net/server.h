#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/http.h"
#include "net/websocket.h"

namespace mg::net {

struct WebSocketLimits {
  std::size_t message_bytes_max = 64 * 1024;   // More: close 1009.
  std::size_t unsent_bytes_max = 1024 * 1024;  // More: close 1013.
  std::chrono::milliseconds unsent_time_max{10'000};
  std::chrono::milliseconds ping_every{25'000};  // No pong until the next: the socket ends.
  std::chrono::milliseconds handshake_time_max{15'000};
  std::size_t messages_per_window_max = 200;  // More: close 1008.
  std::chrono::milliseconds message_window{10'000};
};

struct ServerLimits {
  std::size_t header_bytes_max = 16 * 1024;             // More: 431.
  std::size_t target_bytes_max = 8 * 1024;              // More: 414.
  std::size_t body_bytes_default_max = 1024 * 1024;     // Where no route says otherwise: 413.
  std::size_t body_bytes_route_max = 50 * 1024 * 1024;  // No route may ask for more.
  std::size_t connections_max = 10'000;                 // More: the new one is closed at once.
  std::size_t requests_in_flight_max = 1'000;           // More: 503 with Retry-After.
  std::chrono::milliseconds header_time_max{15'000};    // From the first byte to the empty line.
  std::chrono::milliseconds idle_time_max{60'000};      // Between requests.
  std::chrono::milliseconds body_time_base{15'000};     // A body may pause this long, and may fall
  std::size_t body_bytes_per_second_min = 8 * 1024;     // this far behind this rate.
  std::chrono::milliseconds write_time_base{30'000};    // The same for the answer.
  std::chrono::milliseconds handler_time_max{120'000};  // No answer by then: 503 and close.
  WebSocketLimits websocket = {};
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // An IP address; "::" for all, IPv4 too.
  std::uint16_t port = 0;             // 0: the system chooses; see Server::port().
  unsigned threads = 1;               // Each has its own event loop and listening socket.
  std::vector<std::string> trusted_proxies = {};  // Addresses or CIDR blocks; only their
                                                  // X-Forwarded-For and -Proto count.
  bool secure = false;  // The site is reached by TLS even when no proxy says so.
  ServerLimits limits = {};
};

// What a server serves.
struct Site {
  Handler handle;
  // How many body bytes this request may bring; asked with the head alone, before the body is
  // read. Empty: body_bytes_default_max for all.
  std::function<std::size_t(const Request& head)> body_bytes_max = {};
  // A request whose body is above that limit goes to `handle` all the same, with this many bytes of
  // its beginning and is_cut set; then the connection ends. 0 or empty: the server answers 413.
  std::function<std::size_t(const Request& head)> cut_body_bytes = {};
  // Requests with "Upgrade: websocket". Empty: they go to `handle` as plain requests.
  UpgradeHandler upgrade = {};
};

// Since start; for /metrics.
struct ServerCounters {
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_refused = 0;  // Over connections_max.
  std::uint64_t connections_open = 0;
  std::uint64_t requests = 0;
  std::uint64_t requests_in_flight = 0;
  std::uint64_t requests_malformed = 0;               // 400, 413, 414, 431 from the server itself.
  std::uint64_t requests_overloaded = 0;              // 503 from requests_in_flight_max.
  std::uint64_t timeouts = 0;                         // Connections ended for slowness.
  std::array<std::uint64_t, 6> responses_by_class{};  // [2] counts 2xx; [0] is unused.
  std::uint64_t bytes_received = 0;                   // Bodies only.
  std::uint64_t bytes_sent = 0;                       // Bodies only.
  std::uint64_t websockets_open = 0;
  std::uint64_t websocket_messages_received = 0;
  std::uint64_t websocket_messages_sent = 0;
  std::uint64_t websockets_closed_for_slowness = 0;
};

// An HTTP/1.1 and WebSocket server. TLS is a proxy's work in front.
// Every answer gets the security headers (net/security_headers.h), unless it has set them itself.
class Server {
 public:
  Server(ServerOptions options, Site site);
  ~Server();  // Ends at once: connections are cut.
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds, listens, starts the threads. Refusal (unavailable) when the address cannot be bound.
  Result<void> start();
  std::uint16_t port() const;  // The real one, after start().

  // Stops accepting, closes idle connections, lets requests in flight finish, closes WebSockets
  // with 1001; cuts what is left at the deadline. Returns when all is closed and the threads have
  // ended. True when nothing had to be cut. Not from a handler.
  bool drain(std::chrono::milliseconds deadline);

  ServerCounters counters() const;

 private:
  class Threads;
  std::unique_ptr<Threads> threads_;
};

}  // namespace mg::net
