#include "desk/people.h"

#include <algorithm>

#include "desk/parts.h"

namespace mg::desk {
namespace {

constexpr std::size_t name_bytes_max = 200;

Result<void> check_name(std::string_view name, std::string_view pointer) {
  if (!name.empty() && name.size() <= name_bytes_max && is_one_line(name)) return {};
  return refuse(RefusalKind::bad_input, "bad_length",
                "A name has 1 to 200 characters, on one line.", std::string(pointer));
}

Result<std::int64_t> add(Tx& tx, NewAgent agent) {
  if (auto fine = check_agent(agent); !fine) return std::unexpected(fine.error());
  if (store::find_agent(tx.session, agent.email)) {
    return refuse(RefusalKind::conflict, "address_taken",
                  "Somebody with this address is here already.", "/email");
  }
  const auto id = tx.fresh<AgentId>();
  store::add_agent(tx.session, {id, agent.email, agent.name, agent.role, true, tx.now},
                   agent.password_hash);
  store::append_to_workspace(tx.session, id.value, tx.stamp(), facts::AgentAdded{id, agent.role});
  return id.value;
}

Result<std::int64_t> change_agent(Tx& tx, const AgentEdit& want) {
  auto agent = store::load_agent(tx.session, want.agent);
  if (!agent) return not_found();
  const Role before = agent->role;
  const bool was_active = agent->active;
  if (want.name) {
    if (auto fine = check_name(*want.name, "/name"); !fine) return std::unexpected(fine.error());
    agent->name = *want.name;
  }
  agent->role = want.role.value_or(before);
  agent->active = want.active.value_or(was_active);
  if (!rules::may_change_role(tx.context.role, before, agent->role)) {
    return refuse(RefusalKind::not_allowed, "not_allowed",
                  "Only an owner can do this to an owner.");
  }
  store::save_agent(tx.session, *agent);
  if (before == Role::owner && store::active_owners(tx.session) == 0) {
    return refuse(RefusalKind::conflict, "last_owner",
                  "This is the last owner. Make somebody else an owner first.");
  }
  if (!agent->active) store::end_sessions(tx.session, agent->id, {});
  if (agent->role != before || agent->active != was_active) {
    store::append_to_workspace(tx.session, agent->id.value, tx.stamp(),
                               facts::AgentChanged{agent->id, agent->role, agent->active});
  }
  return agent->id.value;
}

void save_all(Tx& tx, const Settings& before, const Settings& after) {
  const auto old_values = to_stored(before);
  for (const auto& [key, value] : to_stored(after)) {
    if (old_values.at(key) == value) continue;
    store::save_setting(tx.session, key, value);
    store::append_to_workspace(tx.session, 0, tx.stamp(), facts::SettingChanged{key});
  }
}

}  // namespace

Result<void> check_agent(NewAgent& agent) {
  if (auto fine = check_address(agent.email, "/email"); !fine) return fine;
  return check_name(agent.name, "/name");
}

Refusal no_owner_yet() {
  return {
      RefusalKind::conflict, "no_owner",
      "The workspace has no owner yet. Add the owner first, who can do everything; then add the "
      "others.",
      "/role"};
}

Change create_owner(NewAgent owner, std::string workspace_name) {
  return workspace_change(
      rules::Right::anyone,
      [owner = std::move(owner),
       workspace_name = std::move(workspace_name)](Tx& tx) -> Result<std::int64_t> {
        if (store::active_owners(tx.session) > 0) {
          return refuse(RefusalKind::conflict, "owner_exists",
                        "This workspace has an owner already. Sign in instead.");
        }
        auto id = add(tx, owner);
        if (!id) return id;
        const Settings before = settings_from(store::load_settings(tx.session));
        Settings named = before;
        named.workspace_name = workspace_name;
        if (auto fine = check(named); !fine) return std::unexpected(fine.error());
        save_all(tx, before, named);
        return id;
      });
}

Change add_agent(NewAgent agent) {
  return workspace_change(
      rules::Right::manage_people, [agent = std::move(agent)](Tx& tx) -> Result<std::int64_t> {
        if (tx.context.actor.kind == ActorKind::agent &&
            !rules::may_change_role(tx.context.role, agent.role, agent.role)) {
          return refuse(RefusalKind::not_allowed, "not_allowed", "Only an owner can add an owner.");
        }
        if (agent.role != Role::owner && store::active_owners(tx.session) == 0) {
          return std::unexpected(no_owner_yet());
        }
        return add(tx, agent);
      });
}

Change edit_agent(AgentEdit want) {
  return workspace_change(rules::Right::manage_people,
                          [want = std::move(want)](Tx& tx) { return change_agent(tx, want); });
}

Change save_team(store::Team team) {
  return workspace_change(
      rules::Right::manage_people, [team = std::move(team)](Tx& tx) -> Result<std::int64_t> {
        if (auto fine = check_name(team.name, "/name"); !fine) {
          return std::unexpected(fine.error());
        }
        store::Team saved = team;
        const auto teams = store::load_teams(tx.session);
        const bool exists = std::ranges::find(teams, team.id, &store::Team::id) != teams.end();
        if (team.id && !exists) return not_found();
        if (!team.id) {
          saved.id = tx.fresh<TeamId>();
          store::add_team(tx.session, saved);
          store::append_to_workspace(tx.session, saved.id.value, tx.stamp(),
                                     facts::TeamAdded{saved.id});
        } else {
          store::save_team(tx.session, saved);
        }
        store::append_to_workspace(tx.session, saved.id.value, tx.stamp(),
                                   facts::TeamMembersChanged{saved.id});
        return saved.id.value;
      });
}

Change save_settings(Settings settings) {
  return workspace_change(rules::Right::manage_settings,
                          [settings = std::move(settings)](Tx& tx) -> Result<std::int64_t> {
                            if (auto fine = check(settings); !fine)
                              return std::unexpected(fine.error());
                            save_all(tx, settings_from(store::load_settings(tx.session)), settings);
                            return 0;
                          });
}

}  // namespace mg::desk
