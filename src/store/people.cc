#include "store/people.h"

#include "base/blanks.h"
#include "gen/store/sql.h"

namespace mg::store {
namespace {

Agent agent_from(const db::Row& row) {
  return {.id = row.id<AgentId>(0),
          .email = row.string(1),
          .name = row.string(2),
          .role = row.enumeration<Role>(3),
          .active = row.integer(4) != 0,
          .created_at = row.instant(5)};
}

void save_members(db::Session& session, const Team& team) {
  session.post(sql::team_members_clear, team.id);
  for (const AgentId agent : team.members) session.post(sql::team_member_add, team.id, agent);
}

Contact contact_from(const db::Row& row) {
  return {row.id<ContactId>(0), row.string(1),  row.string(2),
          row.instant(3),       row.instant(4), row.id<AgentId>(5)};
}

}  // namespace

void add_agent(db::Session& session, const Agent& a, std::string_view password_hash) {
  session.post(sql::agent_add, a.id, a.email, address_key(a.email), a.name, a.role, a.active,
               password_hash, a.created_at);
}

void save_agent(db::Session& session, const Agent& a) {
  session.post(sql::agent_save, a.id, a.name, a.role, a.active);
}

void save_password(db::Session& session, AgentId id, std::string_view password_hash) {
  session.post(sql::agent_password_save, id, password_hash);
}

std::optional<Agent> load_agent(db::Session& session, AgentId id) {
  return session.one(sql::agent_load, agent_from, id);
}

std::optional<AgentSecret> find_agent(db::Session& session, std::string_view email) {
  return session.one(
      sql::agent_by_email,
      [](const db::Row& row) {
        return AgentSecret{agent_from(row), row.string(6)};
      },
      address_key(email));
}

std::string load_password_hash(db::Session& session, AgentId id) {
  return session
      .one(
          sql::agent_password_load, [](const db::Row& row) { return row.string(0); }, id)
      .value_or("");
}

std::vector<Agent> load_agents(db::Session& session) {
  std::vector<Agent> agents;
  session.each(sql::agents_load, [&](const db::Row& row) { agents.push_back(agent_from(row)); });
  return agents;
}

std::int64_t active_owners(db::Session& session) {
  return *session.one(sql::owners_active, [](const db::Row& row) { return row.integer(0); });
}

void add_team(db::Session& session, const Team& team) {
  session.post(sql::team_add, team.id, team.name);
  save_members(session, team);
}

void save_team(db::Session& session, const Team& team) {
  session.post(sql::team_rename, team.id, team.name);
  save_members(session, team);
}

std::vector<Team> load_teams(db::Session& session) {
  std::vector<Team> teams;
  session.each(sql::teams_load, [&](const db::Row& row) {
    teams.push_back({row.id<TeamId>(0), row.string(1), {}});
  });
  session.each(sql::team_members_load, [&](const db::Row& row) {
    for (Team& team : teams) {
      if (team.id == row.id<TeamId>(0)) team.members.push_back(row.id<AgentId>(1));
    }
  });
  return teams;
}

std::optional<ContactId> find_contact(db::Session& session, std::string_view email) {
  return session.one(
      sql::contact_by_address, [](const db::Row& row) { return row.id<ContactId>(0); },
      address_key(email));
}

void add_contact(db::Session& session, const Contact& c) {
  session.post(sql::contact_add, c.id, c.name, without_blanks_around(c.email), c.created_at);
  // Two mails of one person may come in side by side: the second finds the contact of the first.
  session.post_one(sql::contact_address_add, address_key(c.email), c.id);
}

void name_contact(db::Session& session, ContactId id, std::string_view name) {
  session.post(sql::contact_name_save, id, name);
}

std::optional<Contact> load_contact(db::Session& session, ContactId id) {
  return session.one(sql::contact_load, contact_from, id);
}

std::vector<Involved> people_of(db::Session& session, ConversationId conversation) {
  std::vector<Involved> found;
  session.each(
      sql::participants_contacts,
      [&](const db::Row& row) {
        found.push_back({contact_from(row), row.enumeration<ParticipantRole>(6)});
      },
      conversation);
  return found;
}

std::vector<std::string> addresses_of(db::Session& session, ContactId id) {
  std::vector<std::string> found;
  session.each(
      sql::contact_addresses, [&](const db::Row& row) { found.push_back(row.string(0)); }, id);
  return found;
}

}  // namespace mg::store
