#include "api/change.h"
#include "api/nouns.h"
#include "base/json.h"
#include "desk/sign_in.h"

namespace mg::api {
namespace {

struct SignedInDevice {
  SessionId id;
  std::string user_agent, address;
  Instant created_at, seen_at;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(SignedInDevice, (), (id, user_agent, address, created_at, seen_at, current))
constexpr auto member_rules(const SignedInDevice*) {
  return std::array{MemberRule{.member = "user_agent", .doc = "What the browser calls itself."},
                    MemberRule{.member = "address", .doc = "Where it signed in from."},
                    MemberRule{.member = "seen_at", .doc = "When it last asked for something."},
                    MemberRule{.member = "current", .doc = "The session of this request."}};
}

const net::Endpoint<net::Nothing, net::Page<SignedInDevice>> list_sessions{
    .path = "/api/v1/sessions",
    .name = "list_sessions",
    .summary = "Where you are signed in",
    .description = "Your own sessions that have not ended.",
    .needs = "signed_in",
    .tag = "session"};

const net::Endpoint<> end_session{.method = net::Method::delete_,
                                  .path = "/api/v1/sessions/{id}",
                                  .name = "end_session",
                                  .summary = "Sign a browser out",
                                  .description = "Ends one of your own sessions.",
                                  .needs = "signed_in",
                                  .tag = "session",
                                  .refusals = {RefusalKind::not_found}};

}  // namespace

void add_sessions(net::Api& api, Services& services) {
  api.add_on_workers(
      list_sessions,
      [&desk = services.desk](const net::Call<>& call) -> Result<net::Page<SignedInDevice>> {
        const auto& principal = call.as<Principal>();
        const auto found = desk::sessions(desk, principal.agent());
        if (!found) return std::unexpected(found.error());
        net::Page<SignedInDevice> page;
        for (const store::Session& s : *found) {
          page.items.push_back({s.id, s.user_agent, s.address, s.created_at, s.seen_at,
                                s.id == principal.session()});
        }
        return page;
      });
  api.add(end_session, [&desk = services.desk](net::Call<> call, net::Reply<net::Nothing> reply) {
    const auto id = call.id<SessionId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change(desk, context_of(call), desk::end_session(*id), std::move(reply));
  });
}

}  // namespace mg::api
