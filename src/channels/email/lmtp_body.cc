#include "channels/email/lmtp_body.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace mg::channels::email {

bool BodyBudget::take(std::size_t bytes) {
  std::size_t used = used_.load(std::memory_order_relaxed);
  do {
    if (bytes > bytes_max_ - std::min(used, bytes_max_)) return false;
  } while (!used_.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
  return true;
}

std::size_t BodyBudget::room() const {
  const auto used_now = used();
  return bytes_max_ - std::min(used_now, bytes_max_);
}

LmtpBody::LmtpBody(std::size_t bytes_max, std::size_t size_hint, std::shared_ptr<BodyBudget> budget)
    : bytes_max_(bytes_max), budget_(std::move(budget)) {
  // Clients count differently (dots, the last line end): a little room saves the last growth.
  body_.reserve(std::min({size_hint + 64, bytes_max, reserve_bytes_max}));
}

LmtpBody::~LmtpBody() {
  budget_->give(body_.size());
}

std::size_t LmtpBody::feed(std::string_view bytes) {
  const std::size_t size = bytes.size();
  while (!bytes.empty() && state_ != State::ended) {
    const bool plain =
        state_ == State::in_line || (state_ == State::line_start && bytes.front() != '.');
    bytes.remove_prefix(plain ? feed_lines(bytes) : feed_special(bytes));
  }
  const std::size_t taken = size - bytes.size();
  seen_ += taken;
  return taken;
}

std::size_t LmtpBody::feed_special(std::string_view bytes) {
  const char c = bytes.front();
  switch (state_) {
    case State::line_start:
      assert(c == '.');
      state_ = State::dot;
      return 1;
    case State::cr:
      if (c == '\n') {
        keep(bytes.substr(0, 1));
        state_ = State::line_start;
        return 1;
      }
      fail(Fault::bare_line_end);
      state_ = State::in_line;
      return 0;
    case State::dot:
      state_ = c == '\r' ? State::dot_cr : State::in_line;
      return c == '\r' ? 1 : 0;
    case State::dot_cr:
      if (c == '\n') {
        state_ = State::ended;
        return 1;
      }
      fail(Fault::bare_line_end);
      state_ = State::in_line;
      return 0;
    case State::in_line:
    case State::ended:
      break;
  }
  assert(false);
  return 0;
}

// Lines without a dot in front go to the body in one piece, whatever their number.
std::size_t LmtpBody::feed_lines(std::string_view bytes) {
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  const char* line = begin;
  state_ = State::in_line;
  while (line != end) {
    const auto left = static_cast<std::size_t>(end - line);
    const auto* lf = static_cast<const char*>(std::memchr(line, '\n', left));
    const char* const text_end = lf ? lf : end;
    const auto* cr = static_cast<const char*>(
        std::memchr(line, '\r', static_cast<std::size_t>(text_end - line)));
    // The only good CR is the last octet before LF, or before the rest that has not come yet. What
    // stands before a bad one is kept first: a limit may have been passed there already.
    if (cr ? cr + 1 != text_end : lf != nullptr) {
      const char* const bad = cr ? cr + 1 : lf;
      keep(std::string_view(begin, static_cast<std::size_t>(bad - begin)));
      fail(Fault::bare_line_end);
    }
    if (!lf) {
      state_ = end[-1] == '\r' ? State::cr : State::in_line;
      line = end;
      break;
    }
    line = lf + 1;
    // Only CRLF starts a line: after a bare LF a dot is text, and cannot end the message.
    const bool crlf = lf != begin && lf[-1] == '\r';
    state_ = crlf ? State::line_start : State::in_line;
    if (crlf && line != end && *line == '.') break;
  }
  keep(std::string_view(begin, static_cast<std::size_t>(line - begin)));
  return static_cast<std::size_t>(line - begin);
}

void LmtpBody::keep(std::string_view bytes) {
  if (fault_ != Fault::none) return;
  if (bytes.size() > bytes_max_ - body_.size()) return fail(Fault::too_large);
  if (!budget_->take(bytes.size())) return fail(Fault::no_memory);
  body_.append(bytes);
}

void LmtpBody::fail(Fault fault) {
  if (fault_ != Fault::none) return;
  fault_ = fault;
  budget_->give(body_.size());
  body_ = std::string();
}

std::string LmtpBody::take() {
  assert(ended() && fault_ == Fault::none);
  return std::exchange(body_, std::string());
}

}  // namespace mg::channels::email
