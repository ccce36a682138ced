#pragma once

#include <string>
#include <string_view>

#include "desk/desk.h"
#include "desk/sign_in.h"
#include "net/endpoint.h"
#include "net/http.h"

// Who asks: the holder of an API token (Authorization: Bearer) or of a session cookie.
namespace mg::api {

// The session cookie. Browsers accept the prefixed name over TLS alone.
inline constexpr std::string_view session_cookie = "__Host-makegood";
inline constexpr std::string_view session_cookie_plain = "makegood";
inline constexpr std::string_view csrf_header = "x-makegood-csrf";

inline std::string_view session_cookie_of(const net::Request& request) {
  return request.secure ? session_cookie : session_cookie_plain;
}

struct Principal {
  store::SignedIn who;  // An empty agent: nobody is signed in.
  bool by_token = false;
  // The session's end was moved for this request: the cookie's is to follow.
  std::optional<Instant> moved_end = {};

  AgentId agent() const { return who.agent; }
  // The session in use; none for a token.
  SessionId session() const { return by_token ? SessionId{} : SessionId{who.id}; }
  desk::Context context() const { return desk::as_agent(who.agent, who.role); }
};

// Who this is; unauthenticated when a token or cookie is missing, unknown or out of date. An
// Authorization header alone counts when there is one. Says nothing about CSRF. Blocks for a
// point read. For the WebSocket, too.
Result<Principal> principal_of(desk::Desk& desk, const net::Request& request);

// False when the browser says that another site made this request: an Origin that is neither the
// base URL's nor the Host's, or a Sec-Fetch-Site other than same-origin and none. Programs that
// send neither header pass.
bool is_same_origin(const net::Request& request, std::string_view base_url);

// The authorize hook: who is this, may they call an endpoint that needs this right
// (rules::Right by its word; "" is anybody), and is it no forged request of a browser? Gives a
// Principal. Blocks. A session is used by this.
Result<Principal> authorize(desk::Desk& desk, const net::Request& request,
                            const net::EndpointInfo& info);

}  // namespace mg::api
