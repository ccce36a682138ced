#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace mg::channels::email {

// Bytes of message bodies that all sessions (and the sink, until it answers) hold together.
// Any thread.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  bool take(std::size_t bytes);  // false, and nothing taken, when the bound would be passed.
  void give(std::size_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }
  std::size_t used() const { return used_.load(std::memory_order_relaxed); }
  std::size_t room() const;

 private:
  const std::size_t bytes_max_;
  std::atomic<std::size_t> used_ = 0;
};

// Collects what follows DATA: finds the end, undoes dot-stuffing, keeps line ends strict
// (RFC 5321 sections 2.3.8, 4.1.1.4, 4.5.2). Takes the bytes in pieces of any size. Not
// thread-safe.
class LmtpBody {
 public:
  // `size_hint` (declared, not trusted) avoids growing step by step.
  LmtpBody(std::size_t bytes_max, std::size_t size_hint, std::shared_ptr<BodyBudget> budget);
  ~LmtpBody();
  LmtpBody(const LmtpBody&) = delete;
  LmtpBody& operator=(const LmtpBody&) = delete;

  // How many bytes were of this body; fewer than all only when it has ended.
  std::size_t feed(std::string_view bytes);

  bool ended() const { return state_ == State::ended; }
  std::size_t seen() const { return seen_; }  // All bytes taken, also those thrown away.

  // What is wrong; the body is then empty, and the bytes are thrown away until it ends.
  enum class Fault { none, bare_line_end, too_large, no_memory };
  Fault fault() const { return fault_; }

  // The message, with the CRLF of its last line. After this the caller gives `bytes` back to the
  // budget. Call once, after ended() without a fault.
  std::string take();

 private:
  enum class State {
    line_start,  // After CRLF.
    in_line,
    cr,      // After a CR that must be followed by LF.
    dot,     // After a dot at the start of a line; it is not part of the message.
    dot_cr,  // After that and a CR.
    ended,
  };

  std::size_t feed_special(std::string_view bytes);  // One byte, in a state other than in_line.
  std::size_t feed_lines(std::string_view bytes);    // Up to a dot at the start of a line.
  void keep(std::string_view bytes);
  void fail(Fault fault);

  static constexpr std::size_t reserve_bytes_max = 1u << 20;

  const std::size_t bytes_max_;
  std::shared_ptr<BodyBudget> budget_;
  std::string body_;
  std::size_t seen_ = 0;
  State state_ = State::line_start;
  Fault fault_ = Fault::none;
};

}  // namespace mg::channels::email
