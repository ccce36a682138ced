#pragma once

#include "base/result.h"
#include "net/http.h"

// The header by which a request is known when it is asked again
// (draft-ietf-httpapi-idempotency-key-header).
namespace mg::net {

inline constexpr std::size_t idempotency_key_length_max = 200;

// The request's Idempotency-Key is absent, or 1 to 200 visible ASCII characters; else
// `bad_idempotency_key`.
Result<void> check_idempotency_key(const Request& request);

// "" when there is none; only a POST has one.
std::string_view idempotency_key_of(const Request& request);

}  // namespace mg::net
