#pragma once

#include "net/http.h"

namespace mg::net {

// The policy of pages and assets; nothing inline, nothing from elsewhere, nothing may frame us.
inline constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'";

// For what people sent us (attachments): it may not even run in its own sandbox.
inline constexpr std::string_view attachment_security_policy = "sandbox; default-src 'none'";

// Adds what the response has not set itself: nosniff, Referrer-Policy, the CSP, COOP, CORP,
// Permissions-Policy, HSTS when `secure`; "Cache-Control: no-store" when it has no Cache-Control.
// The server calls this for every answer.
void add_security_headers(Response& response, bool secure);

}  // namespace mg::net
