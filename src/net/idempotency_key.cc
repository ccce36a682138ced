#include "net/idempotency_key.h"

#include <algorithm>

namespace mg::net {
namespace {

constexpr std::string_view key_header = "idempotency-key";

}  // namespace

Result<void> check_idempotency_key(const Request& request) {
  if (!request.has_header(key_header)) return {};
  const std::string_view key = request.header(key_header);
  const bool is_visible = std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7f; });
  if (is_visible && !key.empty() && key.size() <= idempotency_key_length_max) return {};
  return refuse(RefusalKind::bad_input, "bad_idempotency_key",
                "An Idempotency-Key has 1 to 200 visible ASCII characters.");
}

std::string_view idempotency_key_of(const Request& request) {
  return request.method == Method::post ? request.header(key_header) : std::string_view();
}

}  // namespace mg::net
