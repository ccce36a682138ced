#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/db.h"
#include "facts/ids.h"

// Inboxes, settings, signing keys, and commands done under a client-made id.
namespace mg::store {

// Waits until whoever else decides about the workspace's own rows and streams (agents, teams,
// inboxes, settings, tokens, blocks, mail on hold), on whichever node, has ended; for the rest of
// the transaction. To be called before anything is read or written: on PostgreSQL what was read
// before may be old, and the first write takes the transaction's number, by which followers read.
void lock_workspace(db::Session& session);

struct Inbox {
  InboxId id;
  std::string name, address;
  std::vector<std::string> aliases;  // Besides `address`; compared by address_key.
  std::string smtp, smtp_user, smtp_password;
  TeamId team;
  std::optional<Instant> last_read_at;
  std::string error;
};

// Throws db::Error{unique} when one of its addresses belongs to another inbox.
void save_inbox(db::Session& session, const Inbox& inbox);
std::optional<Inbox> load_inbox(db::Session& session, InboxId id);
std::vector<Inbox> load_inboxes(db::Session& session);
std::optional<InboxId> inbox_of_address(db::Session& session, std::string_view address);
void touch_inbox(db::Session& session, InboxId id, Instant read_at);

std::map<std::string, std::string> load_settings(db::Session& session);
std::optional<std::string> load_setting(db::Session& session, std::string_view key);
void save_setting(db::Session& session, std::string_view key, std::string_view value);
bool drop_setting(db::Session& session, std::string_view key);  // False: there was none.

struct SigningKey {
  std::int64_t id = 0;
  std::string secret;
};
std::vector<SigningKey> load_signing_keys(db::Session& session);
void add_signing_key(db::Session& session, const SigningKey& key, Instant now);

struct Receipt {
  std::string digest;  // Of the request, so that another one under the same id is noticed.
  std::string receipt;
};
// A receipt counts for 24 hours; an older one is removed, so that its id can be used again.
std::optional<Receipt> load_command(db::Session& session, std::string_view id, Instant now);
void save_command(db::Session& session, std::string_view id, const Receipt& receipt, Instant now);

// Removes what has had its time: receipts, sessions, throttles, acknowledgement marks.
void forget_old(db::Session& session, Instant now);

std::string load_draft(db::Session& session, AgentId agent, ConversationId conversation,
                       Instant& updated_at);  // "" when there is none.
void save_draft(db::Session& session, AgentId agent, ConversationId conversation,
                std::string_view body, Instant now);
void drop_draft(db::Session& session, AgentId agent, ConversationId conversation);
struct DraftMark {
  ConversationId conversation;
  Instant updated_at;
};
std::vector<DraftMark> drafts_of(db::Session& session, AgentId agent);

}  // namespace mg::store
