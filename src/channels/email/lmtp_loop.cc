#include "channels/email/lmtp_loop.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <exception>

namespace mg::channels::email {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds linger_max{1000};

LmtpTime now() {
  return std::chrono::steady_clock::now();
}

// Sees to it that each mail is answered exactly once.
class MailTicket {
 public:
  MailTicket(std::shared_ptr<AnswerDoor> door, std::shared_ptr<BodyBudget> budget,
             std::uint64_t session, std::size_t bytes)
      : door_(std::move(door)), budget_(std::move(budget)), session_(session), bytes_(bytes) {}
  ~MailTicket() { settle({}); }
  MailTicket(const MailTicket&) = delete;
  MailTicket& operator=(const MailTicket&) = delete;

  void settle(AnswerDoor::Results results) {
    if (settled_.exchange(true)) return;
    budget_->give(bytes_);
    door_->put(session_, std::move(results));
  }

 private:
  const std::shared_ptr<AnswerDoor> door_;
  const std::shared_ptr<BodyBudget> budget_;
  const std::uint64_t session_;
  const std::size_t bytes_;
  std::atomic<bool> settled_ = false;
};

}  // namespace

void AnswerDoor::put(std::uint64_t session, Results results) {
  const std::lock_guard lock(mutex_);
  if (!loop_) return;
  answers_.emplace_back(session, std::move(results));
  if (answers_.size() == 1) asio::post(loop_->io(), [loop = loop_] { loop->take_answers(); });
}

std::vector<std::pair<std::uint64_t, AnswerDoor::Results>> AnswerDoor::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(answers_, {});
}

void AnswerDoor::shut() {
  const std::lock_guard lock(mutex_);
  loop_ = nullptr;
}

void LmtpLoop::start() {
  sweep();
  thread_ = std::thread([this] { io_.run(); });
}

void LmtpLoop::stop() {
  door_->shut();
  io_.stop();
  if (thread_.joinable()) thread_.join();
  while (!sessions_.empty()) end(*sessions_.begin()->second);
}

void LmtpLoop::adopt(tcp::socket socket, PeerAddress peer, bool trusted) {
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.set_option(tcp::no_delay(true), ignored);
  std::string address = socket.remote_endpoint(ignored).address().to_string();
  LmtpDialog::Peer who{std::move(address), trusted, {}};
  if (!trusted) who.may_send_mail = [this, peer] { return site_.rates.mail(peer, now()); };
  const auto id = site_.next_session++;
  auto session = std::unique_ptr<LmtpSession>(new LmtpSession{.id = id,
                                                              .socket = std::move(socket),
                                                              .peer = peer,
                                                              .rated = !trusted,
                                                              .dialog{site_.shared, std::move(who)},
                                                              .out = {},
                                                              .left = {}});
  LmtpSession& s = *sessions_.emplace(id, std::move(session)).first->second;
  s.dialog.greet(s.out);
  if (site_.draining) s.dialog.drain(s.out);
  process(s, {});
}

LmtpSession* LmtpLoop::find(std::uint64_t id) {
  const auto at = sessions_.find(id);
  return at == sessions_.end() ? nullptr : at->second.get();
}

void LmtpLoop::wait_to_read(LmtpSession& s) {
  if (std::exchange(s.reading, true)) return;
  s.socket.async_wait(tcp::socket::wait_read, [this, id = s.id](error_code error) {
    if (!error) readable(id);
  });
}

void LmtpLoop::readable(std::uint64_t id) {
  LmtpSession* s = find(id);
  if (!s) return;
  s->reading = false;
  error_code error;
  const std::size_t size = s->socket.read_some(asio::buffer(buffer_), error);
  if (error == asio::error::would_block) return wait_to_read(*s);
  if (error) return end(*s);
  if (s->lingering) return wait_to_read(*s);
  process(*s, std::string_view(buffer_.data(), size));
}

void LmtpLoop::process(LmtpSession& s, std::string_view bytes) {
  const std::size_t used = s.dialog.feed(bytes, s.out);
  if (s.dialog.state() == LmtpDialog::State::waiting) {
    s.left = bytes.substr(used);
    submit(s);
  }
  set_deadline(s);
  flush(s);
}

void LmtpLoop::submit(LmtpSession& s) {
  LmtpDialog::Mail mail = s.dialog.take_mail();
  const auto ticket = std::make_shared<MailTicket>(door_, site_.budget, s.id, mail.raw.size());
  try {
    site_.sink.accept(std::move(mail.envelope), std::move(mail.raw),
                      [ticket](AnswerDoor::Results r) { ticket->settle(std::move(r)); });
  } catch (const std::exception&) {
    ticket->settle({});  // Answered as unavailable.
  }
}

void LmtpLoop::take_answers() {
  for (auto& [id, results] : door_->take()) {
    LmtpSession* s = find(id);
    // Not waiting: the answer took too long and the peer was told so.
    if (!s || s->dialog.state() != LmtpDialog::State::waiting) continue;
    s->dialog.answer(results, s->out);
    process(*s, std::exchange(s->left, {}));
  }
}

void LmtpLoop::flush(LmtpSession& s) {
  if (s.writing) return;
  while (s.out_at < s.out.size()) {
    error_code error;
    s.out_at +=
        s.socket.write_some(asio::buffer(s.out.data() + s.out_at, s.out.size() - s.out_at), error);
    if (error == asio::error::would_block) {
      // Nothing is read meanwhile, so a peer that does not listen holds no more than one read
      // makes.
      s.writing = true;
      s.socket.async_wait(tcp::socket::wait_write, [this, id = s.id](error_code failed) {
        LmtpSession* again = find(id);
        if (failed || !again) return;
        again->writing = false;
        flush(*again);
      });
      return;
    }
    if (error) return end(s);
  }
  s.out.clear();
  s.out_at = 0;
  if (s.dialog.state() == LmtpDialog::State::waiting) return;
  if (s.dialog.state() == LmtpDialog::State::closed) linger(s);
  wait_to_read(s);
}

void LmtpLoop::linger(LmtpSession& s) {
  if (s.lingering) return;
  error_code ignored;
  s.socket.shutdown(tcp::socket::shutdown_send, ignored);
  s.lingering = true;
  s.deadline = now() + linger_max;
}

void LmtpLoop::set_deadline(LmtpSession& s) {
  const LmtpLimits& limits = site_.options.limits;
  const LmtpTime at = now();
  const auto state = s.dialog.state();
  if (state == LmtpDialog::State::data && !s.in_data)
    s.message_deadline = at + limits.message_time_max;
  s.in_data = state == LmtpDialog::State::data;
  if (s.in_data) {
    s.deadline = std::min(at + limits.data_idle_max, s.message_deadline);
  } else {
    const bool waiting = state == LmtpDialog::State::waiting;
    s.deadline = at + (waiting ? limits.answer_time_max : limits.command_idle_max);
  }
}

void LmtpLoop::sweep() {
  const LmtpLimits& limits = site_.options.limits;
  const auto shortest = std::min({limits.command_idle_max, limits.data_idle_max,
                                  limits.message_time_max, limits.answer_time_max});
  const auto pause =
      std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
  sweep_timer_.expires_after(pause);
  sweep_timer_.async_wait([this](error_code error) {
    if (error) return;
    const LmtpTime at = now();
    std::vector<std::uint64_t> late;
    for (const auto& [id, s] : sessions_) {
      if (s->deadline <= at) late.push_back(id);
    }
    for (const auto id : late) {
      if (LmtpSession* s = find(id)) time_out(*s);
    }
    sweep();
  });
}

void LmtpLoop::time_out(LmtpSession& s) {
  if (s.lingering) return end(s);
  site_.tally.timeouts++;
  if (s.writing) return end(s);  // Replies that nobody reads.
  if (s.dialog.state() == LmtpDialog::State::waiting) s.dialog.answer({}, s.out);
  if (s.dialog.state() != LmtpDialog::State::closed) s.dialog.close("421 4.4.2 timeout", s.out);
  flush(s);
}

void LmtpLoop::end(LmtpSession& s) {
  if (s.rated) site_.rates.close(s.peer);
  error_code ignored;
  s.socket.close(ignored);
  sessions_.erase(s.id);
  const std::lock_guard lock(site_.mutex);
  if (--site_.tally.connections == 0) site_.gone.notify_all();
}

void LmtpLoop::drain() {
  std::vector<std::uint64_t> ids;
  for (const auto& [id, s] : sessions_) ids.push_back(id);
  for (const auto id : ids) {
    LmtpSession& s = *find(id);
    if (s.dialog.state() == LmtpDialog::State::closed) continue;
    s.dialog.drain(s.out);
    flush(s);
  }
}

}  // namespace mg::channels::email
