#include "desk/reads.h"

namespace mg::desk {
namespace {

constexpr std::string_view counted_views[] = {
    "my_promises",  "not_yet_heard", "for_me",      "our_turn", "their_turn",
    "is_it_solved", "solved",        "unconfirmed", "spam",     "all"};

}  // namespace

std::optional<store::ListQuery> view_query(std::string_view id, AgentId agent) {
  store::ListQuery query;
  query.sort = store::ListSort::due;
  if (id == "all") return query;
  if (id == "my_promises") {
    query.assignee = agent;
    query.promised = true;
    return query;
  }
  if (id == "not_yet_heard") {
    query.unheard = true;
    return query;
  }
  if (id == "for_me" || id == "our_turn" || id == "their_turn") {
    query.state = State::open;
    query.turn = id == "their_turn" ? Turn::customer : Turn::us;
    if (id == "for_me") query.assignee = agent;
    return query;
  }
  if (id == "is_it_solved") {
    query.state = State::proposed;
    return query;
  }
  const auto state = enum_from<State>(id);
  if (state != State::solved && state != State::unconfirmed && state != State::spam) return {};
  query.state = state;
  query.sort = store::ListSort::updated;
  return query;
}

Result<std::vector<ViewCount>> view_counts(Desk& desk, AgentId agent) {
  return desk.read<std::vector<ViewCount>>(
      [&](db::Session& session) -> Result<std::vector<ViewCount>> {
        std::vector<ViewCount> counts;
        for (const std::string_view id : counted_views) {
          const auto count = store::count_conversations(session, *view_query(id, agent), desk.now(),
                                                        view_count_max);
          counts.push_back({std::string(id), count.all, count.late});
        }
        return counts;
      });
}

}  // namespace mg::desk
