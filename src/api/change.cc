#include "api/change.h"

#include <algorithm>

#include "base/json_canonical.h"

namespace mg::api {
namespace {

constexpr std::string_view key_header = "idempotency-key";

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

// Clients write a body anew for each attempt, some with its members in another order: equal values
// are one request. What is no JSON stands for itself; so do uploads, also of JSON, whose bytes have
// been moved out of the request.
std::string canonical_body(const net::Request& request, std::string_view body) {
  if (request.body.empty()) return std::string(body);
  const auto document = json::Document::parse(body);
  return document ? json::canonical_text(document->root()) : std::string(body);
}

std::string digest_of(const net::Request& request, std::string_view body) {
  std::string text(net::method_name(request.method));
  text += '\n' + request.path + '\n';
  for (const net::Parameter& parameter : request.query) {
    text += parameter.name + '=' + parameter.value + '\n';
  }
  return hex(desk::hash_of_secret(text + desk::hash_of_secret(canonical_body(request, body))));
}

}  // namespace

Result<void> check_idempotency_key(const net::Request& request) {
  if (!request.has_header(key_header)) return {};
  const std::string_view key = request.header(key_header);
  const bool is_visible = std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7f; });
  if (is_visible && !key.empty() && key.size() <= idempotency_key_length_max) return {};
  return refuse(RefusalKind::bad_input, "bad_idempotency_key",
                "An Idempotency-Key has 1 to 200 visible ASCII characters.");
}

std::string_view idempotency_key_of(const net::Request& request) {
  return request.method == net::Method::post ? request.header(key_header) : std::string_view();
}

desk::Context context_of(const net::Request& request, const Principal& principal,
                         std::string_view body) {
  desk::Context context = principal.context();
  const std::string_view key = idempotency_key_of(request);
  if (key.empty()) return context;
  context.command = "http:" + to_string(principal.agent()) + ':';
  context.command += key;
  context.digest = digest_of(request, body);
  return context;
}

}  // namespace mg::api
