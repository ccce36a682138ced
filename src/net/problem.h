#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/json_document.h"
#include "base/result.h"
#include "net/http.h"

// RFC 9457 problem details: {"type":"about:blank","title","status","code","detail","pointer",
// "errors":[{"pointer","detail"}],"request_id"}; pointer and errors only where there are any.
namespace mg::net {

// The one place where a refusal becomes a status: bad_input 400, unauthenticated 401,
// not_allowed 403, not_found 404, conflict 409, too_large 413, too_many 429, unavailable 503,
// internal 500.
int status_of(RefusalKind kind);
std::string_view reason_of(int status);  // "Not Found".

inline constexpr int retry_after_seconds = 5;  // With 429 and 503.

// Of an `internal` refusal the detail is told (below) and not sent.
Response problem_response(const Refusal& refusal, std::string_view request_id = {});
// For statuses that no refusal has: 405, 414, 415, 431, 500.
Response problem_response(int status, std::string_view code, std::string_view detail,
                          std::string_view request_id = {},
                          std::span<const json::Fault> errors = {});

// What went wrong when a fault of ours is answered, for the log. Any thread; set once, before there
// are others. The default drops it.
using InternalErrorTold = std::function<void(std::string_view what, std::string_view request_id)>;
void on_internal_error(InternalErrorTold tell);
// For answers that are no problem details. Does nothing for other kinds.
void tell_internal_error(const Refusal& refusal, std::string_view request_id);

}  // namespace mg::net
