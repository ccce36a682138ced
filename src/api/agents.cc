#include <algorithm>

#include "api/change.h"
#include "api/nouns.h"
#include "base/json.h"
#include "desk/people.h"
#include "desk/sign_in.h"
#include "desk/workspace.h"

namespace mg::api {
namespace {

struct Agent {
  AgentId id;
  std::string name, email;
  Role role = Role::agent;
  bool active = true;
  std::vector<TeamId> teams;
};
BOOST_DESCRIBE_STRUCT(Agent, (), (id, name, email, role, active, teams))
constexpr auto member_rules(const Agent*) {
  return std::array{MemberRule{.member = "active", .doc = "May sign in."}};
}

struct NewAgent {
  std::string name, email;
  Role role = Role::agent;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(NewAgent, (), (name, email, role, password))
constexpr auto member_rules(const NewAgent*) {
  return std::array{
      MemberRule{.member = "name", .min_length = 1, .max_length = 200},
      MemberRule{.member = "email", .max_length = 320, .format = "email"},
      MemberRule{.member = "password",
                 .doc = "At least 10 characters; the agent changes it after signing in.",
                 .max_length = desk::password_bytes_max}};
}

struct AgentChange {
  std::optional<std::string> name;
  std::optional<Role> role;
  std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(AgentChange, (), (name, role, active))
constexpr auto member_rules(const AgentChange*) {
  return std::array{
      MemberRule{.member = "name", .min_length = 1, .max_length = 200},
      MemberRule{.member = "active", .doc = "False signs the agent out everywhere at once."}};
}

const net::Endpoint<net::Nothing, net::Page<Agent>> list_agents{
    .path = "/api/v1/agents",
    .name = "list_agents",
    .summary = "The agents",
    .description = "All agents, those who may no longer sign in too.",
    .needs = "read_people",
    .tag = "workspace"};

const net::Endpoint<NewAgent, Agent> create_agent{.method = net::Method::post,
                                                  .path = "/api/v1/agents",
                                                  .name = "create_agent",
                                                  .summary = "Add an agent",
                                                  .description = "Only an owner adds an owner.",
                                                  .needs = "manage_people",
                                                  .tag = "workspace",
                                                  .status = 201,
                                                  .refusals = {RefusalKind::conflict}};

const net::Endpoint<AgentChange, Agent> update_agent{
    .method = net::Method::patch,
    .path = "/api/v1/agents/{id}",
    .name = "update_agent",
    .summary = "Change an agent",
    .description = "Only an owner changes an owner, and the last owner stays one.",
    .needs = "manage_people",
    .tag = "workspace",
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

Agent agent_of(const store::Agent& a, const std::vector<store::Team>& teams) {
  Agent agent{a.id, a.name, a.email, a.role, a.active, {}};
  for (const store::Team& team : teams) {
    if (std::ranges::find(team.members, a.id) != team.members.end()) {
      agent.teams.push_back(team.id);
    }
  }
  return agent;
}

std::vector<Agent> all_agents(db::Session& session) {
  std::vector<Agent> agents;
  const auto teams = desk::teams(session);
  for (const store::Agent& a : desk::agents(session)) agents.push_back(agent_of(a, teams));
  return agents;
}

Agent show_agent(db::Session& session, std::int64_t id) {
  const auto agents = all_agents(session);
  const auto at = std::ranges::find(agents, AgentId{id}, &Agent::id);
  return at == agents.end() ? Agent{} : *at;
}

}  // namespace

void add_agents(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(list_agents, [&desk](const net::Call<>&) {
    return desk.read<net::Page<Agent>>([](db::Session& session) -> Result<net::Page<Agent>> {
      return net::Page<Agent>{all_agents(session), {}};
    });
  });
  api.add(create_agent, [&desk](net::Call<NewAgent> call, net::Reply<Agent> reply) {
    const NewAgent& wanted = call.body;
    const auto settings = desk.settings();
    auto fine = desk::check_password(
        wanted.password, {wanted.email, wanted.name, settings->workspace_name}, "/password");
    if (!fine) return reply(std::unexpected(fine.error()));
    const std::string known =
        wanted.email + '\n' + wanted.name + '\n' + std::string(word_of(wanted.role));
    answer_change<Agent>(desk, context_of(call.request, call.as<Principal>(), known),
                         desk::add_agent({wanted.email, wanted.name, wanted.role,
                                          desk::hash_password(wanted.password)}),
                         show_agent, std::move(reply));
  });
  api.add(update_agent, [&desk](net::Call<AgentChange> call, net::Reply<Agent> reply) {
    const auto id = call.id<AgentId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change<Agent>(desk, context_of(call),
                         desk::edit_agent({*id, call.body.name, call.body.role, call.body.active}),
                         show_agent, std::move(reply));
  });
}

}  // namespace mg::api
