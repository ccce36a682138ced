#pragma once

#include <string>

#include "api/api.h"
#include "base/json.h"

// What a browser has to know after signing in.
namespace mg::api {

struct SignedInAgent {
  AgentId id;
  std::string name, email;
  Role role = Role::agent;
};
BOOST_DESCRIBE_STRUCT(SignedInAgent, (), (id, name, email, role))

struct Workspace {
  std::string name, time_zone;
  int undo_seconds = 0;
  std::string base_url, takes_mail_on;
};
BOOST_DESCRIBE_STRUCT(Workspace, (), (name, time_zone, undo_seconds, base_url, takes_mail_on))
constexpr auto member_rules(const Workspace*) {
  return std::array{
      MemberRule{.member = "undo_seconds",
                 .doc = "How long a reply from a browser waits before it goes out."},
      MemberRule{.member = "takes_mail_on",
                 .doc = "Where a mail server on this server's machine hands mail over (LMTP).",
                 .example = "127.0.0.1:8025"}};
}

struct Session {
  SignedInAgent agent;
  std::string csrf;
  Workspace workspace;
  std::string position;
};
BOOST_DESCRIBE_STRUCT(Session, (), (agent, csrf, workspace, position))
constexpr auto member_rules(const Session*) {
  return std::array{
      MemberRule{.member = "csrf",
                 .doc = "For X-Makegood-Csrf with each request but GET; empty for a token."},
      MemberRule{.member = "position", .doc = "Of the log, for the live stream. Opaque."}};
}

Result<Session> session_answer(const Services& services, const store::SignedIn& who);

desk::Visitor visitor_of(const net::Request& request);

// Set-Cookie values: a new session's, and the one that makes the browser forget.
std::string session_cookie_for(const net::Request& request, std::string_view secret,
                               Duration lasts);
std::string no_session_cookie(const net::Request& request);

}  // namespace mg::api
