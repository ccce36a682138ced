#include "api/change.h"
#include "api/nouns.h"
#include "base/json.h"
#include "desk/hold.h"

namespace mg::api {
namespace {

struct HeldMail {
  std::int64_t mails = 0;
  std::optional<Instant> since;
};
BOOST_DESCRIBE_STRUCT(HeldMail, (), (mails, since))
constexpr auto member_rules(const HeldMail*) {
  return std::array{
      MemberRule{.member = "mails", .doc = "Still on hold; 0 when there is nothing to decide."},
      MemberRule{.member = "since", .doc = "When the workspace was restored."}};
}

struct HeldMailDecision {
  desk::HoldEnd decision = desk::HoldEnd::drop;
};
BOOST_DESCRIBE_STRUCT(HeldMailDecision, (), (decision))
constexpr auto member_rules(const HeldMailDecision*) {
  return std::array{MemberRule{.member = "decision",
                               .doc = "send: they go out now. drop: they are never sent; each "
                                      "message can still be sent again by itself."}};
}

const net::Endpoint<net::Nothing, HeldMail> get_held_mail{
    .path = "/api/v1/mail/held",
    .name = "get_held_mail",
    .summary = "Outgoing mail on hold",
    .description =
        "Mail that waited to be sent when a backup was made is on hold after the "
        "restore, since it may have been sent in the meantime.",
    .needs = "manage_settings",
    .tag = "workspace"};

const net::Endpoint<HeldMailDecision, HeldMail> decide_held_mail{
    .method = net::Method::post,
    .path = "/api/v1/mail/held",
    .name = "decide_held_mail",
    .summary = "Send or drop the mail on hold",
    .description = "Does a bounded part at a time; ask again while the answer has mails left.",
    .needs = "manage_settings",
    .tag = "workspace",
    .refusals = {RefusalKind::conflict}};

Result<HeldMail> held_mail(desk::Desk& desk) {
  return desk.read<HeldMail>([](db::Session& session) -> Result<HeldMail> {
    const desk::OutgoingHold hold = desk::outgoing_hold(session);
    return HeldMail{hold.copies, hold.since};
  });
}

}  // namespace

void add_held_mail(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(get_held_mail, [&desk](const net::Call<>&) { return held_mail(desk); });
  api.add_on_workers(
      decide_held_mail, [&desk](const net::Call<HeldMailDecision>& call) -> Result<HeldMail> {
        const auto left = desk.change_now(context_of(call), desk::end_hold(call.body.decision));
        if (!left) return std::unexpected(left.error());
        return held_mail(desk);
      });
}

}  // namespace mg::api
