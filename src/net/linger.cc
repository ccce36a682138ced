#include "net/loop.h"

namespace mg::net {
namespace {

constexpr auto linger_time_max = std::chrono::seconds(2);
constexpr auto linger_time_max_draining = std::chrono::milliseconds(250);
constexpr std::size_t lingered_bytes_max = 1024 * 1024;
// Browsers and proxies look at an answer only when they have sent the whole of an upload.
constexpr auto linger_time_max_upload = std::chrono::minutes(2);
constexpr std::size_t lingered_bytes_max_upload = 256 * 1024 * 1024;

class Lingering final : public Connection, public std::enable_shared_from_this<Lingering> {
 public:
  Lingering(LoopPtr loop, Socket socket, Patience patience)
      : loop_(std::move(loop)),
        socket_(std::move(socket)),
        timer_(loop_->io),
        is_upload_(patience == Patience::upload) {
    loop_->connections.insert(this);
    ++loop_->shared->counters.connections_open;
  }
  ~Lingering() override {
    loop_->connections.erase(this);
    --loop_->shared->counters.connections_open;
  }

  void start() {
    boost::system::error_code error;
    socket_.shutdown(tcp::socket::shutdown_send, error);
    if (error) return;
    socket_.non_blocking(true, error);
    if (loop_->shared->draining) {
      set_timer(linger_time_max_draining);
    } else {
      set_timer(is_upload_ ? linger_time_max_upload : linger_time_max);
    }
    wait();
  }
  void drain() override { set_timer(linger_time_max_draining); }
  void cut() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
  }

 private:
  void set_timer(std::chrono::milliseconds time) {
    timer_.expires_after(time);
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (!error && self) self->cut();
    });
  }

  void wait() {
    socket_.async_wait(Socket::wait_read,
                       [self = shared_from_this()](const boost::system::error_code& error) {
                         error ? self->cut() : self->discard();
                       });
  }

  void discard() {
    boost::system::error_code error;
    discarded_ += socket_.read_some(asio::buffer(loop_->scratch), error);
    const bool good = !error || error == asio::error::would_block;
    if (good && discarded_ < (is_upload_ ? lingered_bytes_max_upload : lingered_bytes_max)) {
      return wait();
    }
    cut();
  }

  LoopPtr loop_;
  Socket socket_;
  Timer timer_;
  const bool is_upload_;
  std::size_t discarded_ = 0;
};

}  // namespace

void linger(const LoopPtr& loop, Socket socket, Patience patience) {
  std::make_shared<Lingering>(loop, std::move(socket), patience)->start();
}

}  // namespace mg::net
