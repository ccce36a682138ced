#include "api/principal.h"

#include <sodium.h>

#include "base/ascii.h"
#include "net/cookie.h"

namespace mg::api {
namespace {

std::unexpected<Refusal> nobody() {
  return refuse(RefusalKind::unauthenticated, "not_signed_in", "Sign in first.");
}

std::unexpected<Refusal> not_allowed(const char* code, const char* detail) {
  return refuse(RefusalKind::not_allowed, code, detail);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

// The token of "Bearer TOKEN"; nullopt for another scheme.
std::optional<std::string_view> bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size()) return {};
  if (!ascii::equals(authorization.substr(0, scheme.size()), scheme)) return {};
  return authorization.substr(authorization.find_first_not_of(' ', scheme.size() - 1));
}

bool has_csrf(const net::Request& request, const Principal& principal) {
  const std::string_view sent = request.header(csrf_header);
  return !principal.who.csrf.empty() && equal_in_constant_time(sent, principal.who.csrf);
}

bool changes_something(const net::Request& request) {
  return request.method != net::Method::get && request.method != net::Method::head;
}

}  // namespace

Result<Principal> principal_of(desk::Desk& desk, const net::Request& request) {
  Principal principal;
  Result<std::optional<store::SignedIn>> found = std::nullopt;
  if (request.has_header("authorization")) {
    const auto token = bearer_token(request.header("authorization"));
    if (!token || token->empty()) return nobody();
    principal.by_token = true;
    found = desk::who_has_token(desk, *token);
  } else if (const auto cookie = net::cookie_value(request, session_cookie_of(request))) {
    found = desk::who_is(desk, *cookie);
  }
  if (!found) return std::unexpected(found.error());
  if (!*found) return nobody();
  principal.who = std::move(**found);
  return principal;
}

bool is_same_origin(const net::Request& request, std::string_view base_url) {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  return !request.has_header("origin") || request.has_own_origin(base_url);
}

Result<Principal> authorize(desk::Desk& desk, const net::Request& request,
                            const net::EndpointInfo& info) {
  const bool is_ours =
      !changes_something(request) || is_same_origin(request, desk.options().base_url);
  if (info.needs.empty()) {
    if (!is_ours) return not_allowed("cross_site", "Another site may not ask for this.");
    return Principal{};
  }
  auto principal = principal_of(desk, request);
  if (!principal) return principal;
  if (!principal->by_token && changes_something(request)) {
    if (!is_ours) return not_allowed("cross_site", "Another site may not ask for this.");
    if (!has_csrf(request, *principal)) {
      return not_allowed("csrf", "The header X-Makegood-Csrf must hold this session's value.");
    }
  }
  const auto right = mg::enum_from<rules::Right>(info.needs);
  if (!right || !rules::may(principal->who.role, *right)) {
    return not_allowed("not_allowed",
                       "Your role does not allow this. Ask an owner or admin of the workspace.");
  }
  if (!principal->by_token) {
    principal->moved_end = desk::use_session(desk, principal->who);
    if (principal->moved_end) principal->who.expires_at = *principal->moved_end;
  }
  return principal;
}

}  // namespace mg::api
