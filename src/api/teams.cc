#include <algorithm>

#include "api/change.h"
#include "api/nouns.h"
#include "base/json.h"
#include "desk/people.h"
#include "desk/workspace.h"

namespace mg::api {
namespace {

struct Team {
  TeamId id;
  std::string name;
  std::vector<AgentId> members;
};
BOOST_DESCRIBE_STRUCT(Team, (), (id, name, members))

struct NewTeam {
  std::string name;
  std::vector<AgentId> members;
};
BOOST_DESCRIBE_STRUCT(NewTeam, (), (name, members))
constexpr auto member_rules(const NewTeam*) {
  return std::array{MemberRule{.member = "name", .min_length = 1, .max_length = 200},
                    MemberRule{.member = "members", .may_be_absent = true}};
}

struct TeamChange {
  std::optional<std::string> name;
  std::optional<std::vector<AgentId>> members;
};
BOOST_DESCRIBE_STRUCT(TeamChange, (), (name, members))
constexpr auto member_rules(const TeamChange*) {
  return std::array{MemberRule{.member = "name", .min_length = 1, .max_length = 200},
                    MemberRule{.member = "members", .doc = "All members from now on."}};
}

const net::Endpoint<net::Nothing, net::Page<Team>> list_teams{
    .path = "/api/v1/teams",
    .name = "list_teams",
    .summary = "The teams",
    .description = "All teams with their members.",
    .needs = "read_people",
    .tag = "workspace"};

const net::Endpoint<NewTeam, Team> create_team{.method = net::Method::post,
                                               .path = "/api/v1/teams",
                                               .name = "create_team",
                                               .summary = "Make a team",
                                               .description = "Members are agents by their ids.",
                                               .needs = "manage_people",
                                               .tag = "workspace",
                                               .status = 201,
                                               .refusals = {RefusalKind::conflict}};

const net::Endpoint<TeamChange, Team> update_team{
    .method = net::Method::patch,
    .path = "/api/v1/teams/{id}",
    .name = "update_team",
    .summary = "Change a team",
    .description = "Only the members of the body that are there change.",
    .needs = "manage_people",
    .tag = "workspace",
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

std::vector<Team> all_teams(db::Session& session) {
  std::vector<Team> teams;
  for (store::Team& t : desk::teams(session)) {
    teams.push_back({t.id, std::move(t.name), std::move(t.members)});
  }
  return teams;
}

Team show_team(db::Session& session, std::int64_t id) {
  const auto teams = all_teams(session);
  const auto at = std::ranges::find(teams, TeamId{id}, &Team::id);
  return at == teams.end() ? Team{} : *at;
}

}  // namespace

void add_teams(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(list_teams, [&desk](const net::Call<>&) {
    return desk.read<net::Page<Team>>([](db::Session& session) -> Result<net::Page<Team>> {
      return net::Page<Team>{all_teams(session), {}};
    });
  });
  api.add(create_team, [&desk](net::Call<NewTeam> call, net::Reply<Team> reply) {
    answer_change<Team>(desk, context_of(call),
                        desk::save_team({{}, call.body.name, call.body.members}), show_team,
                        std::move(reply));
  });
  api.add(update_team, [&desk](net::Call<TeamChange> call, net::Reply<Team> reply) {
    const auto id = call.id<TeamId>();
    if (!id) return reply(std::unexpected(id.error()));
    const auto apply = [change = call.body](store::Team& team) {
      team.name = change.name.value_or(team.name);
      team.members = change.members.value_or(team.members);
    };
    answer_change<Team>(desk, context_of(call), desk::edit_team(*id, apply), show_team,
                        std::move(reply));
  });
}

}  // namespace mg::api
