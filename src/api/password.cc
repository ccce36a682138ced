#include "api/change.h"
#include "api/nouns.h"
#include "api/session_answer.h"
#include "base/json.h"
#include "desk/sign_in.h"

namespace mg::api {
namespace {

struct NewPassword {
  std::string current, new_;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (current, new_))
constexpr auto member_rules(const NewPassword*) {
  return std::array{MemberRule{.member = "current", .max_length = desk::password_bytes_max},
                    MemberRule{.member = "new", .max_length = desk::password_bytes_max}};
}

const net::Endpoint<NewPassword> change_password{
    .method = net::Method::post,
    .path = "/api/v1/password",
    .name = "change_password",
    .summary = "Change your password",
    .description =
        "Your other sessions end at once; this one goes "
        "on under a new cookie, which the answer sets. "
        "Wrong guesses are braked as at the sign-in.",
    .needs = "signed_in",
    .tag = "session",
    .refusals = {RefusalKind::too_many, RefusalKind::conflict}};

}  // namespace

void add_password(net::Api& api, Services& services) {
  api.add_in_line(
      change_password, services.sign_ins,
      [&desk = services.desk](const net::Call<NewPassword>& call,
                              net::Reply<net::Nothing>& reply) -> Result<net::Nothing> {
        const auto& principal = call.as<Principal>();
        const auto secret = desk::change_password(desk, context_of(call.request, principal, ""),
                                                  principal.session(), call.body.current,
                                                  call.body.new_, visitor_of(call.request));
        if (!secret) return std::unexpected(secret.error());
        if (principal.session() && !secret->empty()) {
          reply.add_header("Set-Cookie", session_cookie_for(call.request, *secret,
                                                            principal.who.expires_at - desk.now()));
        }
        return net::Nothing{};
      });
}

}  // namespace mg::api
