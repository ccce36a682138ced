#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <mutex>

#include "net/loop.h"

namespace mg::net {
namespace {

namespace beast = boost::beast;
namespace ws = boost::beast::websocket;

constexpr auto close_time_max = std::chrono::seconds(2);  // For the peer's part of the closing.

class Session;

// A socket whose end the session itself sees to (net::linger): the usual teardown would keep the
// session waiting for the peer before it tells anybody that it is over.
class SessionSocket : public Socket {
 public:
  explicit SessionSocket(Socket socket) : Socket(std::move(socket)) {}
};

template <class Handler>
void async_teardown(beast::role_type, SessionSocket& socket, Handler&& handler) {
  asio::post(socket.get_executor(), [handler = std::forward<Handler>(handler)]() mutable {
    handler(beast::error_code{});
  });
}

struct Unsent {
  SharedText text;
  SteadyTime since;
};

// What the rest of the program holds. Outlives the session, never keeps it open.
class Mailbox final : public WebSocket {
 public:
  Mailbox(LoopPtr loop, std::weak_ptr<Session> session, std::string peer)
      : loop_(std::move(loop)), session_(std::move(session)), peer_(std::move(peer)) {}

  void send(SharedText text) override;
  void close(CloseCode code, std::string_view reason) override;
  std::string_view peer() const override { return peer_; }

  // For the session. `current` stays counted as unsent until the next take.
  std::optional<Unsent> take();
  void shut();

 private:
  const LoopPtr loop_;
  const std::weak_ptr<Session> session_;
  const std::string peer_;
  std::mutex mutex_;
  std::deque<Unsent> queue_;
  std::size_t bytes_ = 0;          // Of queue_ and of the message being written.
  std::size_t current_bytes_ = 0;  // Of the message being written.
  bool is_writing_ = false;        // The session knows that there is something to write.
  bool is_shut_ = false;
};

class Session final : public Connection, public std::enable_shared_from_this<Session> {
 public:
  Session(LoopPtr loop, Socket socket, std::string head, WebSocketEvents events)
      : loop_(std::move(loop)),
        stream_(SessionSocket(std::move(socket))),
        watch_(loop_->io),
        head_(std::move(head)),
        events_(std::move(events)) {
    loop_->connections.insert(this);
    ++counters().connections_open;
  }
  ~Session() override {
    loop_->connections.erase(this);
    --counters().connections_open;
  }

  void start(std::string peer);
  void drain() override { close(CloseCode::going_away, "The server restarts."); }
  void cut() override;
  void write();
  void close(CloseCode code, std::string_view reason);
  // The peer reads too slowly: a close frame would not reach it in time either.
  void give_up();

 private:
  const WebSocketLimits& limits() const { return loop_->shared->options.limits.websocket; }
  Counters& counters() const { return loop_->shared->counters; }

  void on_accepted();
  void read();
  void on_read();
  bool is_within_rate();
  void on_read_error(const beast::error_code& error);
  void finish(CloseCode code);
  // Calls an event of the other folders; what it throws ends this socket, not the loop.
  template <class F>
  void tell(F&& event);

  LoopPtr loop_;
  ws::stream<SessionSocket, false> stream_;
  Timer watch_;  // Over the message being written, or over the closing.
  std::string head_;
  WebSocketEvents events_;
  std::shared_ptr<Mailbox> mailbox_;
  beast::flat_buffer input_;
  std::optional<Unsent> output_;
  CloseCode close_code_ = CloseCode::abnormal;
  bool is_open_ = false;
  bool is_closing_ = false;
  std::size_t frames_in_window_ = 0;
  SteadyTime window_start_;
};

void Mailbox::send(SharedText text) {
  bool is_too_much = false;
  {
    const std::lock_guard lock(mutex_);
    if (is_shut_) return;
    bytes_ += text->size();
    is_too_much = bytes_ > loop_->shared->options.limits.websocket.unsent_bytes_max;
    if (is_too_much) {
      is_shut_ = true;
      queue_.clear();
    } else {
      queue_.push_back({std::move(text), std::chrono::steady_clock::now()});
      if (is_writing_) return;
      is_writing_ = true;
    }
  }
  asio::post(loop_->io, [session = session_, is_too_much] {
    const auto alive = session.lock();
    if (!alive) return;
    is_too_much ? alive->give_up() : alive->write();
  });
}

void Mailbox::close(CloseCode code, std::string_view reason) {
  asio::post(loop_->io, [session = session_, code, reason = std::string(reason)] {
    if (const auto alive = session.lock()) alive->close(code, reason);
  });
}

std::optional<Unsent> Mailbox::take() {
  const std::lock_guard lock(mutex_);
  bytes_ -= std::exchange(current_bytes_, 0);
  if (queue_.empty()) {
    is_writing_ = false;
    return {};
  }
  Unsent next = std::move(queue_.front());
  queue_.pop_front();
  current_bytes_ = next.text->size();
  return next;
}

void Mailbox::shut() {
  const std::lock_guard lock(mutex_);
  is_shut_ = true;
  queue_.clear();
}

template <class F>
void Session::tell(F&& event) {
  try {
    event();
  } catch (...) {
    close(CloseCode::internal_error, "Something went wrong on our side.");
  }
}

void Session::start(std::string peer) {
  mailbox_ = std::make_shared<Mailbox>(loop_, weak_from_this(), std::move(peer));
  // Half of the idle time without a byte from the peer: a ping; all of it: the end.
  stream_.set_option(
      ws::stream_base::timeout{limits().handshake_time_max, limits().ping_every * 2, true});
  stream_.read_message_max(limits().message_bytes_max);
  stream_.auto_fragment(false);
  stream_.text(true);
  // Beast names itself where nobody is named.
  stream_.set_option(ws::stream_base::decorator(
      [](ws::response_type& response) { response.set(beast::http::field::server, ""); }));
  stream_.control_callback([this](ws::frame_type, beast::string_view) { ++frames_in_window_; });
  stream_.async_accept(asio::buffer(head_),
                       [self = shared_from_this()](const beast::error_code& error) {
                         if (!error) self->on_accepted();
                       });
}

void Session::on_accepted() {
  head_.clear();
  if (is_closing_) return;
  is_open_ = true;
  ++counters().websockets_open;
  window_start_ = std::chrono::steady_clock::now();
  if (events_.on_open) tell([&] { events_.on_open(mailbox_); });
  if (loop_->shared->draining) drain();
  read();
}

void Session::read() {
  stream_.async_read_some(input_, 16 * 1024,
                          [self = shared_from_this()](const beast::error_code& error, std::size_t) {
                            error ? self->on_read_error(error) : self->on_read();
                          });
}

// Frames are counted, not messages: a message in ten thousand pieces is no better than as many
// messages.
bool Session::is_within_rate() {
  const SteadyTime now = std::chrono::steady_clock::now();
  if (now - window_start_ > limits().message_window) {
    window_start_ = now;
    frames_in_window_ = 0;
  }
  return ++frames_in_window_ <= limits().messages_per_window_max;
}

void Session::on_read() {
  if (!is_closing_) {
    if (!is_within_rate()) {
      close(CloseCode::policy, "Too many messages.");
    } else if (stream_.got_binary()) {
      close(CloseCode::unsupported, "Only text is understood.");
    } else if (stream_.is_message_done()) {
      ++counters().websocket_messages_received;
      const auto data = input_.data();
      const std::string_view text(static_cast<const char*>(data.data()), data.size());
      if (events_.on_message) tell([&] { events_.on_message(text); });
      input_.clear();
    }
  } else {
    input_.clear();
  }
  read();
}

void Session::on_read_error(const beast::error_code& error) {
  CloseCode code = CloseCode::abnormal;
  if (is_closing_) {
    code = close_code_;
  } else if (error == ws::error::closed) {
    code = static_cast<CloseCode>(stream_.reason().code);
  } else if (error == ws::error::message_too_big || error == ws::error::buffer_overflow) {
    code = CloseCode::too_big;
  } else if (error == ws::error::bad_frame_payload) {
    code = CloseCode::bad_data;
  } else if (error == beast::error::timeout) {
    code = CloseCode::policy;
  } else if (error.category() == ws::make_error_code(ws::error::closed).category()) {
    code = CloseCode::protocol_error;
  }
  finish(code);
}

void Session::write() {
  if (output_ || is_closing_ || !is_open_) return;
  output_ = mailbox_->take();
  if (!output_) {
    watch_.cancel();
    return;
  }
  watch_.expires_at(output_->since + limits().unsent_time_max);
  watch_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (!error && self && !self->is_closing_) self->give_up();
  });
  stream_.async_write(asio::buffer(*output_->text),
                      [self = shared_from_this()](const beast::error_code& error, std::size_t) {
                        self->output_.reset();
                        if (error) return;  // The read sees it too, and finishes.
                        ++self->counters().websocket_messages_sent;
                        self->write();
                      });
}

void Session::close(CloseCode code, std::string_view reason) {
  if (is_closing_) return;
  is_closing_ = true;
  close_code_ = code;
  mailbox_->shut();
  watch_.expires_after(close_time_max);
  watch_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (!error && self) self->cut();
  });
  if (!is_open_) return;
  const std::string_view short_reason = reason.substr(0, 120);
  const ws::close_reason why(static_cast<ws::close_code>(code),
                             beast::string_view(short_reason.data(), short_reason.size()));
  stream_.async_close(why, [self = shared_from_this()](const beast::error_code&) {
    self->finish(self->close_code_);
  });
}

void Session::give_up() {
  if (is_closing_) return;
  ++counters().websockets_closed_for_slowness;
  close(CloseCode::try_again_later, "Too slow.");
}

void Session::cut() {
  if (!is_closing_) close_code_ = CloseCode::abnormal;
  is_closing_ = true;
  boost::system::error_code ignored;
  stream_.next_layer().close(ignored);
  watch_.cancel();
  finish(close_code_);
}

void Session::finish(CloseCode code) {
  mailbox_->shut();
  watch_.cancel();
  if (!is_open_) return;
  if (stream_.next_layer().is_open()) linger(loop_, std::move(stream_.next_layer()));
  is_open_ = false;
  is_closing_ = true;
  --counters().websockets_open;
  if (events_.on_close) tell([&] { events_.on_close(code); });
  // The events hold what the others gave us; they may hold the mailbox too.
  events_ = WebSocketEvents{};
}

}  // namespace

void start_websocket(const LoopPtr& loop, Socket socket, std::string head, std::string peer,
                     WebSocketEvents events) {
  std::make_shared<Session>(loop, std::move(socket), std::move(head), std::move(events))
      ->start(std::move(peer));
}

bool is_same_origin(const Request& request, std::string_view origin) {
  int count = 0;
  for (const Header& header : request.headers) count += header.name == "origin" ? 1 : 0;
  return count == 1 && !origin.empty() && request.header("origin") == origin;
}

}  // namespace mg::net
