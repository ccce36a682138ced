#include "channels/email/lmtp_listener.h"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "channels/email/lmtp_loop.h"

namespace mg::channels::email {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{100};

class Listener final : public LmtpListener {
 public:
  Listener(LmtpOptions options, MailSink& sink, TrustedPeers trusted)
      : site_(std::move(options), sink, std::move(trusted)) {
    for (int i = 0; i < std::max(1, site_.options.threads); ++i)
      loops_.push_back(std::make_unique<LmtpLoop>(site_));
    acceptor_ = std::make_unique<tcp::acceptor>(loops_[0]->io());
    accept_timer_ = std::make_unique<asio::steady_timer>(loops_[0]->io());
  }
  ~Listener() override { stop(); }

  Result<void> start();
  std::uint16_t port() const override { return port_; }
  LmtpCounters counters() const override;
  bool drain(std::chrono::milliseconds wait_max) override;

 private:
  void accept();
  void welcome(tcp::socket socket, LmtpLoop& loop);
  void stop();

  LmtpSite site_;
  std::vector<std::unique_ptr<LmtpLoop>> loops_;
  std::unique_ptr<tcp::acceptor> acceptor_;
  std::unique_ptr<asio::steady_timer> accept_timer_;
  std::uint16_t port_ = 0;
  std::size_t next_loop_ = 0;
};

Result<void> Listener::start() {
  error_code error;
  const auto address = asio::ip::make_address(site_.options.address, error);
  if (error)
    return refuse(RefusalKind::bad_input, "lmtp_address_malformed",
                  "The mail listener needs a numeric address, not " + site_.options.address);
  const tcp::endpoint endpoint(address, site_.options.port);
  acceptor_->open(endpoint.protocol(), error);
  if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_->bind(endpoint, error);
  if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    const bool taken = error == asio::error::address_in_use;
    return refuse(taken ? RefusalKind::conflict : RefusalKind::bad_input, "lmtp_cannot_listen",
                  "Cannot listen for mail on " + site_.options.address + " port " +
                      std::to_string(site_.options.port) + ": " + error.message());
  }
  port_ = acceptor_->local_endpoint().port();
  accept();
  for (auto& loop : loops_) loop->start();
  return {};
}

void Listener::accept() {
  LmtpLoop& loop = *loops_[next_loop_++ % loops_.size()];
  acceptor_->async_accept(loop.io(), [this, &loop](error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      welcome(std::move(socket), loop);
      return accept();
    }
    // Out of file descriptors, most likely: a pause, not a busy loop.
    accept_timer_->expires_after(accept_pause);
    accept_timer_->async_wait([this](error_code stopped) {
      if (!stopped) accept();
    });
  });
}

void Listener::welcome(tcp::socket socket, LmtpLoop& loop) {
  error_code error;
  const auto remote = socket.remote_endpoint(error);
  PeerAddress peer{};
  if (error || !read_peer_address(remote.address().to_string(), peer)) return;
  const bool trusted = site_.trusted.holds(peer);
  LmtpTally& tally = site_.tally;
  std::string_view refusal;
  if (site_.draining) {
    refusal = "421 4.3.2 shutting down, try again later\r\n";
  } else if (tally.connections >= site_.options.limits.connections_max) {
    refusal = "421 4.3.2 too many connections, try again later\r\n";
  } else if (!trusted && !site_.rates.open(peer, std::chrono::steady_clock::now())) {
    refusal = "421 4.7.0 too many connections from your address, try again later\r\n";
    tally.rate_limited++;
  }
  tally.connections_total++;
  if (!refusal.empty()) {
    tally.connections_refused++;
    socket.non_blocking(true, error);
    socket.write_some(asio::buffer(refusal), error);
    socket.shutdown(tcp::socket::shutdown_both, error);
    return;
  }
  tally.connections++;
  asio::post(loop.io(), [&loop, held = std::move(socket), peer, trusted]() mutable {
    loop.adopt(std::move(held), peer, trusted);
  });
}

LmtpCounters Listener::counters() const {
  const LmtpTally& t = site_.tally;
  return {.connections = t.connections,
          .connections_total = t.connections_total,
          .connections_refused = t.connections_refused,
          .mails_accepted = t.mails_accepted,
          .mails_deferred = t.mails_deferred,
          .mails_refused = t.mails_refused,
          .mail_bytes_accepted = t.mail_bytes_accepted,
          .recipients_refused = t.recipients_refused,
          .bare_line_ends = t.bare_line_ends,
          .rate_limited = t.rate_limited,
          .timeouts = t.timeouts,
          .protocol_errors = t.protocol_errors,
          .body_bytes = site_.budget->used()};
}

bool Listener::drain(std::chrono::milliseconds wait_max) {
  site_.draining = true;
  for (auto& loop : loops_) asio::post(loop->io(), [&loop = *loop] { loop.drain(); });
  std::unique_lock lock(site_.mutex);
  const bool all =
      site_.gone.wait_for(lock, wait_max, [&] { return site_.tally.connections == 0; });
  lock.unlock();
  stop();
  return all;
}

void Listener::stop() {
  for (auto& loop : loops_) loop->stop();
  error_code ignored;
  acceptor_->close(ignored);
}

}  // namespace

Result<std::unique_ptr<LmtpListener>> LmtpListener::open(LmtpOptions options, MailSink& sink) {
  auto trusted = TrustedPeers::parse(options.trusted_peers, options.trust_loopback);
  if (!trusted) return std::unexpected(trusted.error());
  auto listener = std::make_unique<Listener>(std::move(options), sink, std::move(*trusted));
  if (auto started = listener->start(); !started) return std::unexpected(started.error());
  return listener;
}

}  // namespace mg::channels::email
