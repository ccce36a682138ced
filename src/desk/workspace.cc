#include "desk/workspace.h"

#include <algorithm>

#include "desk/people.h"
#include "gen/store/sql.h"

namespace mg::desk {

bool has_owner(db::Session& session) {
  return store::active_owners(session) > 0;
}
std::vector<store::Agent> agents(db::Session& session) {
  return store::load_agents(session);
}
std::vector<store::Team> teams(db::Session& session) {
  return store::load_teams(session);
}
std::vector<store::Inbox> inboxes(db::Session& session) {
  return store::load_inboxes(session);
}
Settings settings(db::Session& session) {
  return settings_from(store::load_settings(session));
}

std::optional<store::ListItem> item(db::Session& session, ConversationId id) {
  return store::load_item(session, id);
}

std::optional<ShownPromise> promise(db::Session& session, PromiseId id) {
  const auto found = store::load_promise(session, id);
  if (!found) return {};
  return ShownPromise{*found, store::load_words(session, id).text};
}

std::optional<Instant> acknowledged_until(db::Session& session, ConversationId id, Instant at) {
  std::optional<Instant> until;
  session.each(
      store::sql::promises_of_conversation,
      [&](const db::Row& row) {
        const bool by_nobody = row.is_null(3);
        if (by_nobody && row.instant(7) == at) until = row.instant(8);
      },
      id);
  return until;
}

std::optional<Person> person(db::Session& session, ContactId id) {
  const auto contact = store::load_contact(session, id);
  if (!contact) return {};
  return Person{*contact, store::addresses_of(session, id),
                store::conversations_of(session, id, {}, person_conversations_max)};
}

std::optional<KeptDraft> draft(db::Session& session, AgentId agent, ConversationId id) {
  KeptDraft kept;
  kept.body = store::load_draft(session, agent, id, kept.updated_at);
  if (kept.body.empty()) return {};
  return kept;
}

std::vector<DraftRow> drafts(db::Session& session, AgentId agent) {
  std::vector<DraftRow> rows;
  for (const store::DraftMark& mark : store::drafts_of(session, agent)) {
    auto found = store::load_item(session, mark.conversation);
    if (found) rows.push_back({std::move(*found), mark.updated_at});
  }
  return rows;
}

std::optional<store::Attachment> attachment(db::Session& session, AttachmentId id) {
  return store::load_attachment(session, id);
}

Change edit_team(TeamId id, std::function<void(store::Team&)> apply) {
  return workspace_change(rules::Right::manage_people,
                          [id, apply = std::move(apply)](Tx& tx) -> Result<std::int64_t> {
                            auto all = store::load_teams(tx.session);
                            const auto team = std::ranges::find(all, id, &store::Team::id);
                            if (team == all.end()) return not_found();
                            apply(*team);
                            return save_team(std::move(*team)).work(tx);
                          });
}

Change edit_inbox(InboxId id, std::function<void(store::Inbox&)> apply) {
  return workspace_change(rules::Right::manage_inboxes,
                          [id, apply = std::move(apply)](Tx& tx) -> Result<std::int64_t> {
                            auto inbox = store::load_inbox(tx.session, id);
                            if (!inbox) return not_found();
                            apply(*inbox);
                            return save_inbox(std::move(*inbox)).work(tx);
                          });
}

Change edit_settings(std::function<void(Settings&)> apply) {
  return workspace_change(rules::Right::manage_settings,
                          [apply = std::move(apply)](Tx& tx) -> Result<std::int64_t> {
                            Settings wanted = settings_from(store::load_settings(tx.session));
                            apply(wanted);
                            return save_settings(std::move(wanted)).work(tx);
                          });
}

}  // namespace mg::desk
