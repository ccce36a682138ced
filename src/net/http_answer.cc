// The second half of HttpConnection: having a request answered, and writing the answer.
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>

#include "base/ascii.h"
#include "net/http_connection.h"
#include "net/security_headers.h"

namespace mg::net {
namespace {

// The road back from whoever answers. Holds the loop, not the connection: the client may be gone.
class Way {
 public:
  Way(LoopPtr loop, std::weak_ptr<HttpConnection> connection, std::uint64_t number)
      : loop_(std::move(loop)), connection_(std::move(connection)), number_(number) {}
  Way(Way&&) = default;
  ~Way() {
    if (loop_) answer(problem_response(500, "no_answer", "Something went wrong on our side."));
  }

  void answer(Response response) {
    go([number = number_, response = std::move(response)](HttpConnection& connection) mutable {
      connection.answer(number, std::move(response));
    });
  }
  void decide(std::expected<WebSocketEvents, Response> decision) {
    go([number = number_, decision = std::move(decision)](HttpConnection& connection) mutable {
      connection.decide_upgrade(number, std::move(decision));
    });
  }

 private:
  template <class F>
  void go(F&& f) {
    const LoopPtr loop = std::move(loop_);
    if (!loop) return;
    asio::dispatch(loop->io, [connection = std::move(connection_), f = std::move(f)]() mutable {
      if (const auto alive = connection.lock()) f(*alive);
    });
  }

  LoopPtr loop_;
  std::weak_ptr<HttpConnection> connection_;
  std::uint64_t number_;
};

bool is_bodiless(int status) {
  return status < 200 || status == 204 || status == 304;
}

bool is_well_formed(const Response& response) {
  for (const Header& header : response.headers) {
    if (!is_token(header.name) || !is_header_value(header.value)) return false;
  }
  return response.status >= 200 && response.status <= 599;
}

}  // namespace

void HttpConnection::dispatch() {
  Counters& count = counters();
  ++count.requests;
  request_.is_cut = cut_at_ > 0;
  if (request_.is_cut) {
    request_.body.resize(cut_at_);
    close_after_ = true;
  } else {
    request_.body = std::move(parser_->get().body());
  }
  parser_.reset();
  count.bytes_received += request_.body.size();
  phase_ = Phase::handling;
  ++number_;
  if (count.requests_in_flight >= limits().requests_in_flight_max) {
    ++count.requests_overloaded;
    return write(problem_response(503, "overloaded", "Too much is going on. Please try again soon.",
                                  request_.id));
  }
  counts_in_flight_ = true;
  ++count.requests_in_flight;
  set_deadline(now() + limits().handler_time_max);
  output_head_ = request_.id;  // Kept until the head is written: the request moves away.
  is_secure_ = request_.secure;
  const Site& site = loop_->shared->site;
  Way way(loop_, weak_from_this(), number_);
  try {
    if (!raw_head_.empty()) {
      site.upgrade(std::move(request_),
                   [way = std::move(way)](std::expected<WebSocketEvents, Response> d) mutable {
                     way.decide(std::move(d));
                   });
    } else {
      site.handle(std::move(request_), [way = std::move(way)](Response response) mutable {
        way.answer(std::move(response));
      });
    }
  } catch (...) {
    // The Respond went down with the stack, or has answered already: either way it is answered.
  }
}

void HttpConnection::answer(std::uint64_t number, Response response) {
  if (phase_ != Phase::handling || number != number_) return;
  write(std::move(response));
}

void HttpConnection::decide_upgrade(std::uint64_t number,
                                    std::expected<WebSocketEvents, Response> decision) {
  if (phase_ != Phase::handling || number != number_) return;
  if (!decision) return write(std::move(decision.error()));
  if (!input_.empty() || loop_->shared->draining) {
    // Frames before the handshake is answered are against RFC 6455, 4.1.
    return refuse(input_.empty() ? 503 : 400, "no_upgrade", "The socket cannot be opened.");
  }
  const auto self = shared_from_this();
  phase_ = Phase::closed;
  timer_.cancel();
  start_websocket(loop_, std::move(socket_), std::move(raw_head_), std::move(client_),
                  std::move(*decision));
}

void HttpConnection::write(Response response) {
  if (counts_in_flight_) --counters().requests_in_flight;
  counts_in_flight_ = false;
  const std::string id = output_head_.empty() ? request_.id : std::move(output_head_);
  if (!is_well_formed(response)) {
    response = problem_response(500, "internal_error", "Something went wrong on our side.", id);
  }
  if (!id.empty()) response.set("Request-Id", id);
  add_security_headers(response, is_secure_);
  if (response.close || loop_->shared->draining) close_after_ = true;
  response_ = std::move(response);
  output_head_ = head_of(response_);
  ++counters().responses_by_class[static_cast<std::size_t>(response_.status / 100)];
  std::string_view body = response_.body_bytes();
  if (is_head_request_ || is_bodiless(response_.status)) body = {};
  counters().bytes_sent += body.size();
  phase_ = Phase::writing;
  started_ = now();
  set_deadline(started_ + limits().write_time_base);
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(output_head_), asio::buffer(body)};
  // The deadline moves with what has gone out, so that a slow reader is not taken for a dead one.
  const auto progress = [this](const boost::system::error_code& error, std::size_t sent) {
    deadline_ = deadline_after(limits().write_time_base, sent);
    return error ? std::size_t(0) : std::size_t(256 * 1024);
  };
  asio::async_write(socket_, buffers, progress,
                    [self = shared_from_this()](const boost::system::error_code& error,
                                                std::size_t) { self->on_written(!error); });
}

std::string HttpConnection::head_of(const Response& response) const {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  out += reason_of(response.status);
  out += "\r\nDate: " + loop_->http_date() + "\r\n";
  for (const Header& header : response.headers) {
    if (ascii::equals(header.name, "content-length") || ascii::equals(header.name, "connection") ||
        ascii::equals(header.name, "date")) {
      continue;
    }
    out += header.name + ": " + header.value + "\r\n";
  }
  if (!is_bodiless(response.status)) {
    out += "Content-Length: " + std::to_string(response.body_bytes().size()) + "\r\n";
  }
  if (close_after_) out += "Connection: close\r\n";
  return out + "\r\n";
}

void HttpConnection::on_written(bool good) {
  if (phase_ == Phase::closed) return;
  response_ = Response{};
  output_head_.clear();
  if (!good) return close();
  if (close_after_) {
    phase_ = Phase::closed;
    timer_.cancel();
    const bool still_comes = cut_at_ > 0 || body_is_too_large_;
    return linger(loop_, std::move(socket_), still_comes ? Patience::upload : Patience::usual);
  }
  request_ = Request{};
  is_head_request_ = false;
  phase_ = Phase::idle;
  if (loop_->shared->draining && input_.empty()) return close();
  set_deadline(now() + limits().idle_time_max);
  go_on();
}

// When a body that is so far along must have moved on: it may pause for `base`, and must not fall
// behind the minimum rate by more than that.
SteadyTime HttpConnection::deadline_after(std::chrono::milliseconds base, std::size_t bytes) const {
  const auto earned = std::chrono::milliseconds(bytes * 1000 / limits().body_bytes_per_second_min);
  return std::min(now() + base, started_ + base + earned);
}

void HttpConnection::set_deadline(SteadyTime at) {
  deadline_ = at;
  if (!is_armed_ || at < armed_until_) arm_timer();
}

// A later deadline needs no new timer: when it fires, it looks and sleeps again.
void HttpConnection::arm_timer() {
  armed_until_ = deadline_;
  is_armed_ = true;
  timer_.expires_at(deadline_);
  timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    if (error || self->phase_ == Phase::closed) return;
    self->is_armed_ = false;
    self->on_deadline();
  });
}

void HttpConnection::on_deadline() {
  if (now() < deadline_) return arm_timer();
  switch (phase_) {
    case Phase::head:
    case Phase::body:
      ++counters().timeouts;
      return refuse(408, "too_slow", "The request took too long to arrive.");
    case Phase::handling:
      ++counters().timeouts;
      close_after_ = true;
      return write(
          problem_response(503, "no_answer_in_time", "The answer took too long.", output_head_));
    case Phase::writing:
      ++counters().timeouts;
      return close();
    case Phase::idle:
    case Phase::closed:
      return close();
  }
}

void HttpConnection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  boost::system::error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

}  // namespace mg::net
