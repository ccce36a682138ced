#include "store/workspace.h"

#include "gen/store/sql.h"
#include "store/people.h"

namespace mg::store {
namespace {

constexpr std::chrono::hours receipts_kept(24);

Inbox inbox_from(const db::Row& row) {
  Inbox inbox;
  inbox.id = row.id<InboxId>(0);
  inbox.name = row.text(1);
  inbox.address = row.text(2);
  inbox.smtp = row.text(3);
  inbox.smtp_user = row.text(4);
  inbox.smtp_password = row.blob(5);
  inbox.team = row.id<TeamId>(6);
  inbox.last_read_at = row.optional_instant(7);
  inbox.error = row.text(8);
  return inbox;
}

void load_aliases(db::Session& session, std::vector<Inbox>& inboxes) {
  session.each(sql::inbox_addresses_load, [&](const db::Row& row) {
    for (Inbox& inbox : inboxes) {
      if (inbox.id == row.id<InboxId>(1) && address_key(inbox.address) != row.text(0)) {
        inbox.aliases.push_back(row.string(0));
      }
    }
  });
}

}  // namespace

void lock_workspace(db::Session& session) {
  session.post(sql::workspace_lock);
}

void save_inbox(db::Session& session, const Inbox& i) {
  session.post(sql::inbox_save, i.id, i.name, i.address, i.smtp, i.smtp_user,
               db::Blob{i.smtp_password}, i.team, i.error);
  session.post(sql::inbox_addresses_clear, i.id);
  session.post(sql::inbox_address_add, address_key(i.address), i.id);
  for (const std::string& alias : i.aliases) {
    session.post(sql::inbox_address_add, address_key(alias), i.id);
  }
}

std::optional<Inbox> load_inbox(db::Session& session, InboxId id) {
  auto inbox = session.one(sql::inbox_load, inbox_from, id);
  if (!inbox) return {};
  std::vector<Inbox> one{std::move(*inbox)};
  load_aliases(session, one);
  return std::move(one.front());
}

std::vector<Inbox> load_inboxes(db::Session& session) {
  std::vector<Inbox> inboxes;
  session.each(sql::inboxes_load, [&](const db::Row& row) { inboxes.push_back(inbox_from(row)); });
  load_aliases(session, inboxes);
  return inboxes;
}

std::optional<InboxId> inbox_of_address(db::Session& session, std::string_view address) {
  return session.one(
      sql::inbox_by_address, [](const db::Row& row) { return row.id<InboxId>(0); },
      address_key(address));
}

void touch_inbox(db::Session& session, InboxId id, Instant read_at) {
  // Once a minute is enough to tell that the inbox is read.
  session.post(sql::inbox_read, id, read_at, read_at - std::chrono::minutes(1));
}

std::map<std::string, std::string> load_settings(db::Session& session) {
  std::map<std::string, std::string> settings;
  session.each(sql::settings_load,
               [&](const db::Row& row) { settings[row.string(0)] = row.string(1); });
  return settings;
}

std::optional<std::string> load_setting(db::Session& session, std::string_view key) {
  return session.one(
      sql::setting_load, [](const db::Row& row) { return row.string(0); }, key);
}

bool drop_setting(db::Session& session, std::string_view key) {
  return session.run(sql::setting_drop, key) == 1;
}

void save_setting(db::Session& session, std::string_view key, std::string_view value) {
  session.post(sql::setting_save, key, value);
}

std::vector<SigningKey> load_signing_keys(db::Session& session) {
  std::vector<SigningKey> keys;
  session.each(sql::signing_keys_load, [&](const db::Row& row) {
    keys.push_back({row.integer(0), std::string(row.blob(1))});
  });
  return keys;
}

void add_signing_key(db::Session& session, const SigningKey& key, Instant now) {
  session.post(sql::signing_key_add, key.id, db::Blob{key.secret}, now);
}

std::optional<Receipt> load_command(db::Session& session, std::string_view id, Instant now) {
  if (session.run(sql::command_expire, id, now - receipts_kept) > 0) return {};
  return session.one(
      sql::command_load,
      [](const db::Row& row) {
        return Receipt{row.string(0), row.string(1)};
      },
      id);
}

void save_command(db::Session& session, std::string_view id, const Receipt& receipt, Instant now) {
  session.post(sql::command_save, id, receipt.digest, receipt.receipt, now);
}

void forget_old(db::Session& session, Instant now) {
  using std::chrono::hours;
  session.post(sql::commands_forget, now - receipts_kept);
  session.post(sql::sessions_forget, now);
  session.post(sql::throttles_forget, now - hours(24));
  session.post(sql::acknowledgements_forget, now - hours(48));
}

std::string load_draft(db::Session& session, AgentId agent, ConversationId conversation,
                       Instant& updated_at) {
  return session
      .one(
          sql::draft_load,
          [&](const db::Row& row) {
            updated_at = row.instant(1);
            return row.string(0);
          },
          agent, conversation)
      .value_or("");
}

void save_draft(db::Session& session, AgentId agent, ConversationId conversation,
                std::string_view body, Instant now) {
  session.post(sql::draft_save, agent, conversation, body, now);
}

void drop_draft(db::Session& session, AgentId agent, ConversationId conversation) {
  session.post(sql::draft_drop, agent, conversation);
}

std::vector<DraftMark> drafts_of(db::Session& session, AgentId agent) {
  std::vector<DraftMark> found;
  session.each(
      sql::drafts_of_agent,
      [&](const db::Row& row) {
        found.push_back({row.id<ConversationId>(0), row.instant(1)});
      },
      agent);
  return found;
}

}  // namespace mg::store
