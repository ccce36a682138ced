#include <sodium.h>

#include "api/change.h"
#include "api/nouns.h"
#include "api/session_answer.h"
#include "desk/sign_in.h"
#include "desk/workspace.h"

namespace mg::api {
namespace {

struct Setup {
  bool needs_owner = false;
};
BOOST_DESCRIBE_STRUCT(Setup, (), (needs_owner))

struct FirstOwner {
  std::string code, workspace, name, email, password;
};
BOOST_DESCRIBE_STRUCT(FirstOwner, (), (code, workspace, name, email, password))
constexpr auto member_rules(const FirstOwner*) {
  return std::array{
      MemberRule{.member = "code", .doc = "As `makegood serve` prints it.", .max_length = 200},
      MemberRule{.member = "workspace", .min_length = 1, .max_length = 200},
      MemberRule{.member = "name", .min_length = 1, .max_length = 200},
      MemberRule{.member = "email", .max_length = 320, .format = "email"},
      MemberRule{.member = "password", .max_length = desk::password_bytes_max}};
}

const net::Endpoint<net::Nothing, Setup> get_setup{
    .path = "/api/v1/setup",
    .name = "get_setup",
    .summary = "Whether the workspace waits for its first owner",
    .description = "True until somebody has set the workspace up.",
    .tag = "session"};

const net::Endpoint<FirstOwner, Session> create_owner{
    .method = net::Method::post,
    .path = "/api/v1/setup",
    .name = "create_owner",
    .summary = "Set the workspace up",
    .description = "Makes the first owner and signs them in. Gone (404) once there is an owner.",
    .tag = "session",
    .status = 201,
    .refusals = {RefusalKind::not_allowed, RefusalKind::not_found, RefusalKind::conflict,
                 RefusalKind::too_many}};

Result<bool> needs_owner(desk::Desk& desk) {
  return desk.read<bool>(
      [](db::Session& session) -> Result<bool> { return !desk::has_owner(session); });
}

bool is_setup_code(std::string_view given, std::string_view code) {
  return !code.empty() && given.size() == code.size() &&
         sodium_memcmp(given.data(), code.data(), code.size()) == 0;
}

// It is set up: perhaps by this very request, whose answer was lost.
Result<desk::NewSession> set_up_before(Services& services, const FirstOwner& wanted,
                                       const net::Request& request) {
  const std::string_view key = idempotency_key_of(request);
  if (key.empty() || !is_setup_code(wanted.code, services.setup_code)) return desk::not_found();
  auto made =
      desk::sign_in_again(services.desk, wanted.email, wanted.password, visitor_of(request), key);
  if (!made && made.error().kind == RefusalKind::unauthenticated) return desk::not_found();
  return made;
}

Result<desk::NewSession> set_up(Services& services, const FirstOwner& wanted,
                                const net::Request& request) {
  desk::Desk& desk = services.desk;
  const auto is_open = needs_owner(desk);
  if (!is_open) return std::unexpected(is_open.error());
  if (!*is_open) return set_up_before(services, wanted, request);
  if (!is_setup_code(wanted.code, services.setup_code)) {
    return refuse(RefusalKind::not_allowed, "wrong_code",
                  "This is not the code that the server has printed.", "/code");
  }
  auto fine = desk::check_password(wanted.password, {wanted.email, wanted.name, wanted.workspace},
                                   "/password");
  if (!fine) return std::unexpected(fine.error());
  const auto owner =
      desk.change_now(desk::as_system(), desk::create_owner({wanted.email, wanted.name, Role::owner,
                                                             desk::hash_password(wanted.password)},
                                                            wanted.workspace));
  // Somebody else was faster.
  if (!owner && owner.error().code == "owner_exists") return desk::not_found();
  if (!owner) return std::unexpected(owner.error());
  desk.reload();
  return desk::start_session(desk, AgentId{*owner}, visitor_of(request),
                             {idempotency_key_of(request), wanted.password});
}

}  // namespace

void add_setup(net::Api& api, Services& services) {
  api.add_on_workers(get_setup, [&desk = services.desk](const net::Call<>&) -> Result<Setup> {
    const auto needed = needs_owner(desk);
    if (!needed) return std::unexpected(needed.error());
    return Setup{*needed};
  });
  api.add_in_line(create_owner, services.sign_ins,
                  [&services](const net::Call<FirstOwner>& call,
                              net::Reply<Session>& reply) -> Result<Session> {
                    const auto made = set_up(services, call.body, call.request);
                    if (!made) return std::unexpected(made.error());
                    reply.add_header("Set-Cookie", session_cookie_for(call.request, made->secret,
                                                                      made->signed_in.expires_at -
                                                                          services.desk.now()));
                    return session_answer(services, made->signed_in);
                  });
}

}  // namespace mg::api
