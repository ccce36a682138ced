#include "api/change.h"

#include "base/json_canonical.h"

namespace mg::api {
namespace {

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
