#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "net/head_check.h"
#include "net/loop.h"
#include "net/problem.h"

// One HTTP connection: reads a request, has it answered, writes the answer, and again. All
// functions run on the loop's thread.
namespace mg::net {

class HttpConnection final : public Connection,
                             public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(LoopPtr loop, Socket socket, const AddressBytes& peer);
  ~HttpConnection() override;

  void start();
  void drain() override;
  void cut() override;

  // The answer to request number `number`; too late or twice, it is dropped.
  void answer(std::uint64_t number, Response response);
  void decide_upgrade(std::uint64_t number, std::expected<WebSocketEvents, Response> decision);

 private:
  enum class Phase { idle, head, body, handling, writing, closed };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  // http_connection.cc: reading
  void wait_for_bytes();
  void on_readable();
  void go_on();  // With what is in input_.
  void read_head();
  void take_head(std::size_t size);
  void read_body();
  bool begin_cut();  // False: a body that is too large is not taken in part.
  void read_cut_body();
  std::optional<HeadFault> make_request(std::string_view head);
  void refuse(int status, std::string_view code, std::string_view detail);
  void refuse_body();

  // http_answer.cc: handling and writing
  void dispatch();
  void write(Response response);
  std::string head_of(const Response& response) const;
  void on_written(bool good);
  SteadyTime deadline_after(std::chrono::milliseconds base, std::size_t bytes) const;
  void set_deadline(SteadyTime at);
  void arm_timer();
  void on_deadline();
  void close();

  const ServerLimits& limits() const { return loop_->shared->options.limits; }
  Counters& counters() const { return loop_->shared->counters; }
  static SteadyTime now() { return std::chrono::steady_clock::now(); }

  LoopPtr loop_;
  Socket socket_;
  Timer timer_;
  AddressBytes peer_;
  Phase phase_ = Phase::idle;
  bool is_reading_ = false;   // A wait for bytes is under way.
  bool is_armed_ = false;     // The timer is under way, for armed_until_.
  bool close_after_ = false;  // No further request after this answer.
  bool is_head_request_ = false;
  bool counts_in_flight_ = false;
  bool is_secure_ = false;    // The present request came by TLS.
  std::uint64_t number_ = 0;  // Of the present request.
  SteadyTime deadline_;
  SteadyTime armed_until_;
  SteadyTime started_;        // The present body, or the present writing.
  std::string input_;         // Received, not yet used.
  std::size_t searched_ = 0;  // Of input_, for the end of the head.
  std::size_t body_received_ = 0;
  std::size_t body_max_ = 0;
  std::size_t cut_at_ = 0;  // Not 0: the body is too large, and so much of it is taken.
  bool body_is_too_large_ = false;
  std::optional<Parser> parser_;
  Request request_;
  std::string raw_head_;  // Of a WebSocket handshake.
  std::string client_;    // Its peer.
  std::string output_head_;
  Response response_;  // Being written.
};

}  // namespace mg::net
