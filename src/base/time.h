#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mg {

// A point in time, UTC, microseconds since 1970. Stored in databases as that integer.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

constexpr std::int64_t to_micros(Instant at) {
  return at.time_since_epoch().count();
}
constexpr Instant from_micros(std::int64_t micros) {
  return Instant{Duration{micros}};
}

// "2026-11-21T15:04:05.123Z" (RFC 3339, UTC, milliseconds); kept within the years 0 to 9999.
std::string to_rfc3339(Instant at);

// Any RFC 3339 date-time with an offset or Z, in UTC within those years; nullopt for all else.
std::optional<Instant> from_rfc3339(std::string_view text);

// The only way to ask what time it is. Threads may share one clock.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// A clock that tests set.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }
  void advance(Duration by) { at_ += by; }

 private:
  Instant at_;
};

}  // namespace mg
