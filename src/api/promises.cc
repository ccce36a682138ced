#include "api/change.h"
#include "api/item.h"
#include "api/nouns.h"
#include "desk/answer.h"

namespace mg::api {
namespace {

constexpr std::size_t promise_length_max = 500;

struct NewPromise {
  Instant due_at;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(NewPromise, (), (due_at, text))
constexpr auto member_rules(const NewPromise*) {
  return std::array{
      MemberRule{.member = "due_at", .doc = "In the future: by then the customer hears from us."},
      MemberRule{.member = "text",
                 .doc = "What is promised.",
                 .max_length = promise_length_max,
                 .may_be_absent = true}};
}

struct MovedPromise {
  Instant due_at;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MovedPromise, (), (due_at, reason))
constexpr auto member_rules(const MovedPromise*) {
  return std::array{
      MemberRule{.member = "reason",
                 .doc = "Why; for the history. It must be said of a promise that was broken.",
                 .max_length = promise_length_max,
                 .may_be_absent = true}};
}

const net::Endpoint<NewPromise, Promise> create_promise{
    .method = net::Method::post,
    .path = "/api/v1/conversations/{id}/promises",
    .name = "create_promise",
    .summary = "Promise the next word",
    .description = "The clock runs from now on; a reply keeps the promise.",
    .needs = "answer",
    .tag = "promises",
    .status = 201,
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

const net::Endpoint<MovedPromise, Promise> move_promise{
    .method = net::Method::patch,
    .path = "/api/v1/promises/{id}",
    .name = "move_promise",
    .summary = "Agree on another time",
    .description = "Moves a promise that stands.",
    .needs = "answer",
    .tag = "promises",
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

Promise show_promise(db::Session& session, std::int64_t id) {
  const auto found = desk::promise(session, PromiseId{id});
  if (!found) return {};
  const views::Promise& p = found->promise;
  return {p.id, p.due_at, found->text, p.state, p.warned};
}

}  // namespace

void add_promises(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add(create_promise, [&desk](net::Call<NewPromise> call, net::Reply<Promise> reply) {
    const auto id = call.id<ConversationId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change<Promise>(desk, context_of(call),
                           desk::make_promise(*id, {call.body.due_at, call.body.text}),
                           show_promise, std::move(reply));
  });
  api.add(move_promise, [&desk](net::Call<MovedPromise> call, net::Reply<Promise> reply) {
    const auto id = call.id<PromiseId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change<Promise>(desk, context_of(call),
                           desk::move_promise(*id, call.body.due_at, call.body.reason),
                           show_promise, std::move(reply));
  });
}

}  // namespace mg::api
