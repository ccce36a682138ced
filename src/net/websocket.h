#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"

// WebSocket (RFC 6455), server side, text messages only.
namespace mg::net {

enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,  // The server drains.
  protocol_error = 1002,
  unsupported = 1003,  // A binary message.
  abnormal = 1006,     // The connection broke; told to on_close, never sent.
  bad_data = 1007,
  policy = 1008,  // Too many messages, or no pong.
  too_big = 1009,
  internal_error = 1011,
  try_again_later = 1013,  // The peer reads too slowly.
};

using SharedText = std::shared_ptr<const std::string>;

// One open socket. All functions may be called from any thread, also after the end (then they do
// nothing); holding a shared_ptr does not keep the connection open.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  // Queues one text message (valid UTF-8). Messages arrive in the order of the calls. When more
  // than WebSocketLimits::unsent_bytes_max wait, or the oldest has waited unsent_time_max, the
  // socket closes with try_again_later: the peer comes back and resumes.
  virtual void send(SharedText text) = 0;
  void send(std::string text) { send(std::make_shared<const std::string>(std::move(text))); }
  virtual void close(CloseCode code, std::string_view reason = {}) = 0;
  virtual std::string_view peer() const = 0;
};

// What happens to a socket. All run on its I/O thread, one at a time, and must not block.
// on_open comes first; on_close comes exactly once and last, however the socket ended.
struct WebSocketEvents {
  std::move_only_function<void(std::shared_ptr<WebSocket>)> on_open = {};
  std::move_only_function<void(std::string_view text)> on_message = {};
  std::move_only_function<void(CloseCode)> on_close = {};
};

// Decides before the upgrade: events to accept, or a response to refuse (403, 401, 404). The
// decision may come later and from any thread, once. Destroyed unused, it refuses with 500.
using UpgradeDecision = std::move_only_function<void(std::expected<WebSocketEvents, Response>)>;

// Runs on the I/O thread with the request of the handshake. The Origin check is the handler's.
using UpgradeHandler = std::function<void(Request, UpgradeDecision)>;

// True when there is one Origin header and it is exactly this origin ("https://desk.test").
bool is_same_origin(const Request& request, std::string_view origin);

}  // namespace mg::net
