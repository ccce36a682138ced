#pragma once

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <set>
#include <string>

#include "net/forwarded.h"
#include "net/server.h"

// What the .cc files of the server share. Not for other folders.
namespace mg::net {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
// Concrete executors: the type-erased default costs a virtual call and an allocation each.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
using SteadyTime = std::chrono::steady_clock::time_point;

// ServerCounters, written by many threads.
struct Counters {
  std::atomic<std::uint64_t> connections_accepted, connections_refused, connections_open, requests,
      requests_in_flight, requests_malformed, requests_overloaded, timeouts, bytes_received,
      bytes_sent, websockets_open, websocket_messages_received, websocket_messages_sent,
      websockets_closed_for_slowness;
  std::array<std::atomic<std::uint64_t>, 6> responses_by_class;
};

struct Shared {
  ServerOptions options;
  Site site;
  TrustedProxies proxies;
  Counters counters{};
  std::atomic<bool> draining = false;
};

// A connection as its loop sees it; all on the loop's thread.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void drain() = 0;  // End when what is under way is done.
  virtual void cut() = 0;    // End now.
};

// One thread's event loop and the connections that live on it. Respond and WebSocket objects of
// other threads keep the loop alive, so that they can always post to it.
struct Loop {
  explicit Loop(std::shared_ptr<Shared> its_shared) : shared(std::move(its_shared)) {}

  std::shared_ptr<Shared> shared;
  asio::io_context io{1};
  std::set<Connection*> connections;
  std::array<char, 64 * 1024> scratch;  // Reads land here first: idle connections own no buffer.

  // "Sun, 06 Nov 1994 08:49:37 GMT", made once a second.
  const std::string& http_date();

 private:
  std::time_t date_second_ = -1;
  std::string date_;
};

using LoopPtr = std::shared_ptr<Loop>;

// Takes a new connection over; it lives until it ends.
void start_http(const LoopPtr& loop, Socket socket, const AddressBytes& peer);

// Takes a connection over whose handshake request `head` has been read and accepted.
void start_websocket(const LoopPtr& loop, Socket socket, std::string head, std::string peer,
                     WebSocketEvents events);

// Ends the sending side and reads what still comes, for a short time. Closing with unread bytes
// would send a reset, which can overtake the last words we sent (RFC 9112, 9.6).
enum class Patience { usual, upload };
void linger(const LoopPtr& loop, Socket socket, Patience patience = Patience::usual);

}  // namespace mg::net
