#include "api/api.h"
#include "api/change.h"
#include "api/nouns.h"
#include "api/session_answer.h"
#include "desk/reads.h"
#include "desk/sign_in.h"
#include "net/cookie.h"

namespace mg::api {
namespace {

struct SignIn {
  std::string email, password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))
constexpr auto member_rules(const SignIn*) {
  return std::array{MemberRule{.member = "email", .max_length = 320, .format = "email"},
                    MemberRule{.member = "password", .max_length = desk::password_bytes_max}};
}

const net::Endpoint<SignIn, Session> create_session{
    .method = net::Method::post,
    .path = "/api/v1/session",
    .name = "create_session",
    .summary = "Sign in",
    .description =
        "Sets the session cookie. After some wrong passwords there is a pause. When many "
        "sign in at once they wait for each other; a full line answers 503. Asked again "
        "under the same Idempotency-Key it gives the same session, and is refused "
        "(session_ended) once that has ended.",
    .tag = "session",
    .status = 201,
    .refusals = {RefusalKind::unauthenticated, RefusalKind::too_many, RefusalKind::conflict}};

const net::Endpoint<net::Nothing, Session> get_session{
    .path = "/api/v1/session",
    .name = "get_session",
    .summary = "Who is signed in",
    .description = "The agent, the CSRF value and what a browser shows first.",
    .needs = "signed_in",
    .tag = "session"};

const net::Endpoint<> delete_session{
    .method = net::Method::delete_,
    .path = "/api/v1/session",
    .name = "delete_session",
    .summary = "Sign out",
    .description = "Ends the session of the cookie. A token stays: revoke it instead.",
    .needs = "signed_in",
    .tag = "session",
    .refusals = {RefusalKind::bad_input}};

// Signing in anew ends the session that this browser had: a planted one is of no use.
void end_session_before(desk::Desk& desk, const net::Request& request, std::int64_t but_not) {
  const auto cookie = net::cookie_value(request, session_cookie_of(request));
  const auto before = cookie ? desk::who_is(desk, *cookie) : std::nullopt;
  if (!before || !*before || (*before)->id == but_not) return;
  const store::SignedIn& who = **before;
  (void)desk.change_now(desk::as_agent(who.agent, who.role), desk::end_session(SessionId{who.id}));
}

}  // namespace

Result<Session> session_answer(const Services& services, const store::SignedIn& who) {
  desk::Desk& desk = services.desk;
  auto position = desk::live_position(desk);
  if (!position) return std::unexpected(position.error());
  const auto settings = desk.settings();
  return Session{{who.agent, who.name, who.email, who.role},
                 who.csrf,
                 {settings->workspace_name, settings->time_zone, settings->undo_seconds,
                  desk.options().base_url, services.takes_mail_on},
                 std::move(*position)};
}

desk::Visitor visitor_of(const net::Request& request) {
  return {request.peer, std::string(request.header("user-agent"))};
}

std::string session_cookie_for(const net::Request& request, std::string_view secret,
                               Duration lasts) {
  return net::set_cookie({.name = std::string(session_cookie_of(request)),
                          .value = std::string(secret),
                          .max_age = std::chrono::ceil<std::chrono::seconds>(lasts),
                          .secure = request.secure});
}

std::string no_session_cookie(const net::Request& request) {
  return net::set_cookie({.name = std::string(session_cookie_of(request)),
                          .max_age = std::chrono::seconds(0),
                          .secure = request.secure});
}

void add_session(net::Api& api, Services& services) {
  api.add_in_line(
      create_session, services.sign_ins,
      [&services](const net::Call<SignIn>& call, net::Reply<Session>& reply) -> Result<Session> {
        desk::Desk& desk = services.desk;
        auto made = desk::sign_in(desk, call.body.email, call.body.password,
                                  visitor_of(call.request), idempotency_key_of(call.request));
        if (!made) return std::unexpected(made.error());
        end_session_before(desk, call.request, made->signed_in.id);
        reply.add_header("Set-Cookie", session_cookie_for(call.request, made->secret,
                                                          made->signed_in.expires_at - desk.now()));
        return session_answer(services, made->signed_in);
      });
  api.add_on_workers(get_session, [&services](const net::Call<>& call) {
    return session_answer(services, call.as<Principal>().who);
  });
  api.add(delete_session,
          [&desk = services.desk](net::Call<> call, net::Reply<net::Nothing> reply) {
            const auto& principal = call.as<Principal>();
            if (principal.by_token) {
              return reply(refuse(RefusalKind::bad_input, "no_session",
                                  "A token has no session to end. Revoke the token instead."));
            }
            reply.add_header("Set-Cookie", no_session_cookie(call.request));
            answer_change(desk, principal.context(), desk::end_session(principal.session()),
                          std::move(reply));
          });
}

}  // namespace mg::api
