#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "channels/email/lmtp_dialog.h"
#include "channels/email/lmtp_peers.h"

// The sockets of the mail listener. Only lmtp_loop.cc and lmtp_listener.cc include this, since asio
// is slow to compile.
namespace mg::channels::email {

using LmtpTime = std::chrono::steady_clock::time_point;

inline constexpr std::size_t read_bytes_max = 128u << 10;  // One buffer per thread.

class LmtpLoop;

// Where answers of the sink come in from any thread. Outlives the loop, as a sink may answer late.
class AnswerDoor {
 public:
  explicit AnswerDoor(LmtpLoop& loop) : loop_(&loop) {}

  using Results = std::vector<Result<void>>;
  void put(std::uint64_t session, Results results);
  std::vector<std::pair<std::uint64_t, Results>> take();
  void shut();

 private:
  std::mutex mutex_;
  LmtpLoop* loop_;
  std::vector<std::pair<std::uint64_t, Results>> answers_;
};

// What the loops of one listener have in common.
struct LmtpSite {
  LmtpOptions options;
  MailSink& sink;
  TrustedPeers trusted;
  LmtpTally tally;
  std::shared_ptr<BodyBudget> budget;
  PeerRates rates;
  LmtpDialog::Shared shared;
  std::atomic<bool> draining = false;
  std::atomic<std::uint64_t> next_session = 1;
  std::mutex mutex;  // With `gone`: the last session has ended.
  std::condition_variable gone;

  LmtpSite(LmtpOptions o, MailSink& s, TrustedPeers t)
      : options(std::move(o)),
        sink(s),
        trusted(std::move(t)),
        budget(std::make_shared<BodyBudget>(options.limits.bodies_bytes_max)),
        rates({options.limits.peer_connections_max, options.limits.peer_connections_a_minute_max,
               options.limits.peer_mails_a_minute_max}),
        shared{options, sink, tally, budget} {}
};

struct LmtpSession {
  std::uint64_t id;
  boost::asio::ip::tcp::socket socket;
  PeerAddress peer;
  bool rated;  // Counted by PeerRates.
  LmtpDialog dialog;
  std::string out;  // Replies not written yet, from out_at.
  std::size_t out_at = 0;
  std::string left;  // Came behind a mail that is not answered yet; at most one read.
  LmtpTime deadline{};
  LmtpTime message_deadline{};
  bool in_data = false;
  bool reading = false, writing = false;  // An async_wait is pending.
  bool lingering = false;  // All is said: wait for the peer to close, or a reset may eat the reply.
};

// One thread, its sessions, and the clock that ends them.
class LmtpLoop {
 public:
  explicit LmtpLoop(LmtpSite& common)
      : site_(common), door_(std::make_shared<AnswerDoor>(*this)), sweep_timer_(io_) {}
  ~LmtpLoop() { stop(); }
  LmtpLoop(const LmtpLoop&) = delete;
  LmtpLoop& operator=(const LmtpLoop&) = delete;

  boost::asio::io_context& io() { return io_; }
  void start();
  void stop();
  void adopt(boost::asio::ip::tcp::socket socket, PeerAddress peer, bool trusted);
  void take_answers();
  void drain();

 private:
  using Sessions = std::unordered_map<std::uint64_t, std::unique_ptr<LmtpSession>>;

  void wait_to_read(LmtpSession& s);
  void readable(std::uint64_t id);
  void process(LmtpSession& s, std::string_view bytes);
  void submit(LmtpSession& s);
  void flush(LmtpSession& s);
  void linger(LmtpSession& s);
  void set_deadline(LmtpSession& s);
  void sweep();
  void time_out(LmtpSession& s);
  void end(LmtpSession& s);
  LmtpSession* find(std::uint64_t id);

  LmtpSite& site_;
  boost::asio::io_context io_{1};
  std::shared_ptr<AnswerDoor> door_;
  boost::asio::steady_timer sweep_timer_;
  Sessions sessions_;
  std::array<char, read_bytes_max> buffer_;
  std::thread thread_;
};

}  // namespace mg::channels::email
