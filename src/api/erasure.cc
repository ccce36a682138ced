#include "api/erasure.h"

#include "api/change.h"
#include "api/nouns.h"
#include "desk/reads.h"

namespace mg::api {
namespace {

struct NewErasure {
  std::string confirmation;
  ErasureReason reason = ErasureReason::other;
};
BOOST_DESCRIBE_STRUCT(NewErasure, (), (confirmation, reason))
constexpr auto member_rules(const NewErasure*) {
  return std::array{
      MemberRule{.member = "confirmation",
                 .doc = "The person's name or one of their addresses, typed by whoever asks.",
                 .max_length = 500},
      MemberRule{
          .member = "reason",
          .doc = "asked: by the person; retention: kept long enough; legal: the law says so.",
          .may_be_absent = true}};
}

const net::Endpoint<NewErasure, Erasure> create_erasure{
    .method = net::Method::post,
    .path = "/api/v1/contacts/{id}/erasure",
    .name = "erase_contact",
    .summary = "Erase a person",
    .description =
        "Name, addresses and every word of the person go, for ever; facts and numbers stay. The "
        "person is out of reach when the answer comes; the words follow within seconds or minutes. "
        "GET the contact to see how far it is. Asked again, it answers how far it is.",
    .needs = "erase_people",
    .tag = "conversations",
    .status = 202,
    .refusals = {RefusalKind::not_found, RefusalKind::bad_input}};

}  // namespace

std::optional<Erasure> find_erasure(db::Session& session, ContactId contact) {
  const auto found = desk::erasure(session, contact);
  if (!found) return {};
  Erasure shown;
  shown.state = found->finished_at == Instant{} ? ErasureState::running : ErasureState::finished;
  shown.reason = found->reason;
  if (const AgentId by = found->by.agent()) {
    const auto erased = desk::erased(session, contact);
    shown.by = Named<AgentId>{by, erased ? erased->by : ""};
  }
  shown.started_at = found->started_at;
  shown.finished_at = unless_never(found->finished_at);
  shown.conversations = found->conversations;
  shown.messages = found->messages;
  shown.attachments = found->attachments;
  shown.mails = found->mails;
  shown.cancelled = found->cancelled;
  return shown;
}

void add_erasures(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add(create_erasure, [&desk](net::Call<NewErasure> call, net::Reply<Erasure> reply) {
    const auto id = call.id<ContactId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change<Erasure>(
        desk, context_of(call),
        desk::erase_contact({*id, call.body.confirmation, call.body.reason}),
        [](db::Session& session, std::int64_t contact) {
          return find_erasure(session, ContactId{contact}).value_or(Erasure{});
        },
        std::move(reply));
  });
}

}  // namespace mg::api
