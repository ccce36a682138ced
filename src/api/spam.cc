#include "api/change.h"
#include "api/nouns.h"
#include "desk/answer.h"

namespace mg::api {
namespace {

const net::Endpoint<> mark_spam{.method = net::Method::post,
                                .path = "/api/v1/conversations/{id}/spam",
                                .name = "mark_spam",
                                .summary = "Mark as spam",
                                .description = "It leaves every list but spam.",
                                .needs = "answer",
                                .tag = "conversations",
                                .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

const net::Endpoint<> clear_spam{
    .method = net::Method::delete_,
    .path = "/api/v1/conversations/{id}/spam",
    .name = "clear_spam",
    .summary = "Not spam",
    .description = "It is open again, and what was promised is owed again.",
    .needs = "answer",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

}  // namespace

void add_spam(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  const auto bind = [&](const net::Endpoint<>& endpoint,
                        desk::Change (*change)(ConversationId conversation)) {
    api.add(endpoint, [&desk, change](net::Call<> call, net::Reply<net::Nothing> reply) {
      const auto id = call.id<ConversationId>();
      if (!id) return reply(std::unexpected(id.error()));
      answer_change(desk, context_of(call), change(*id), std::move(reply));
    });
  };
  bind(mark_spam, desk::mark_spam);
  bind(clear_spam, desk::clear_spam);
}

}  // namespace mg::api
