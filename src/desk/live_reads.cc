#include <map>

#include "desk/reads.h"

namespace mg::desk {
namespace {

// The message that a fact is about, so that an open conversation knows what to fetch.
MessageId message_of(const facts::Fact& fact) {
  return std::visit(
      [](const auto& f) -> MessageId {
        if constexpr (requires { f.message; }) {
          return f.message;
        } else {
          return MessageId{};
        }
      },
      fact);
}

}  // namespace

std::optional<store::Position> position_in_log(Desk& desk, std::string_view text) {
  return store::position_of_engine(desk.database().engine(), text);
}

Result<LivePage> live_after(Desk& desk, std::string_view position, int count_max) {
  const auto after = position_in_log(desk, position);
  if (!after) {
    return refuse(RefusalKind::bad_input, "bad_position", "This is no position of the log.");
  }
  return desk.read<LivePage>([&](db::Session& session) -> Result<LivePage> {
    LivePage page;
    page.position = std::string(position);
    std::map<AgentId, std::string> names;
    std::vector<store::LoggedFact> logged_facts;
    try {
      logged_facts = store::facts_after(session, *after, count_max);
    } catch (const store::UnknownFact& unknown) {
      return refuse(RefusalKind::unavailable, "newer_version", unknown.what());
    }
    for (const store::LoggedFact& logged : logged_facts) {
      LiveFact fact;
      fact.position = store::to_string(logged.position);
      fact.header = logged.header;
      fact.fact = facts::name_of(logged.fact);
      fact.message = message_of(logged.fact);
      if (const AgentId agent = logged.header.actor.agent()) {
        auto [at, is_new] = names.try_emplace(agent);
        if (is_new) {
          if (const auto known = store::load_agent(session, agent)) at->second = known->name;
        }
        fact.actor_name = at->second;
      }
      page.position = fact.position;
      page.facts.push_back(std::move(fact));
    }
    return page;
  });
}

Result<std::string> live_position(Desk& desk) {
  return desk.read<std::string>([&](db::Session& session) -> Result<std::string> {
    return store::to_string(store::log_head(session));
  });
}

}  // namespace mg::desk
