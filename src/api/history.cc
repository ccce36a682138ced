#include <charconv>

#include "api/change.h"
#include "api/item.h"
#include "api/nouns.h"
#include "api/paging.h"
#include "desk/reads.h"

namespace mg::api {
namespace {

struct HistoryActor {
  ActorKind type = ActorKind::system;
  std::optional<std::string> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(HistoryActor, (), (type, id, name))

struct HistoryFact {
  std::string position;
  Instant at, recorded_at;
  std::string fact;
  HistoryActor actor;
  RawJson data;
};
BOOST_DESCRIBE_STRUCT(HistoryFact, (), (position, at, recorded_at, fact, actor, data))
constexpr auto member_rules(const HistoryFact*) {
  return std::array{
      MemberRule{.member = "position", .doc = "Of the log. Opaque."},
      MemberRule{.member = "at", .doc = "When it was so in the world."},
      MemberRule{.member = "recorded_at", .doc = "When the log learnt it."},
      MemberRule{.member = "fact", .doc = "Its name, such as reply_written."},
      MemberRule{.member = "data", .doc = "Its members; words of people are never in it."}};
}

struct HistoryWanted {
  int limit = 100;
  std::string cursor;
};
BOOST_DESCRIBE_STRUCT(HistoryWanted, (), (limit, cursor))
constexpr auto member_rules(const HistoryWanted*) {
  return std::array{limit_rule, cursor_rule};
}

const net::Endpoint<net::Nothing, net::Page<HistoryFact>, HistoryWanted> get_history{
    .path = "/api/v1/conversations/{id}/history",
    .name = "get_history",
    .summary = "All that has happened",
    .description = "The facts of a conversation in their order.",
    .needs = "read_conversations",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found}};

// The number of the fact that the page before ended with.
Result<std::int64_t> cursor_of(std::string_view text) {
  if (text.empty()) return 0;
  std::int64_t seq = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
  if (error == std::errc{} && end == text.data() + text.size() && seq >= 0) return seq;
  return refuse(RefusalKind::bad_input, "bad_cursor",
                "This cursor is not one that the list gave. Start again without it.", "?cursor");
}

HistoryFact fact_of(const desk::HistoryEntry& entry) {
  const facts::Actor& actor = entry.header.actor;
  HistoryFact fact;
  fact.position = entry.position;
  fact.at = entry.header.happened_at;
  fact.recorded_at = entry.header.recorded_at;
  fact.fact = entry.fact;
  fact.actor.type = actor.kind;
  fact.actor.name = actor.kind == ActorKind::system ? "Makegood" : entry.actor_name;
  if (actor.kind != ActorKind::system && actor.id != 0) fact.actor.id = std::to_string(actor.id);
  fact.data.text = entry.data;
  return fact;
}

}  // namespace

void add_history(net::Api& api, Services& services) {
  using Facts = net::Page<HistoryFact>;
  api.add_on_workers(
      get_history,
      [&desk = services.desk](const net::Call<net::Nothing, HistoryWanted>& call) -> Result<Facts> {
        const auto id = call.id<ConversationId>();
        if (!id) return std::unexpected(id.error());
        const auto after = cursor_of(call.query.cursor);
        if (!after) return std::unexpected(after.error());
        return desk.read<Facts>([&](db::Session& session) -> Result<Facts> {
          if (!find_item(session, *id)) return desk::not_found();
          auto entries = desk::history(session, *id, *after, call.query.limit + 1);
          Facts page;
          if (entries.size() > static_cast<std::size_t>(call.query.limit)) {
            entries.pop_back();
            page.next = std::to_string(entries.back().header.seq);
          }
          for (const desk::HistoryEntry& entry : entries) page.items.push_back(fact_of(entry));
          return page;
        });
      });
}

}  // namespace mg::api
