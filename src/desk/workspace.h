#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "desk/settings.h"
#include "store/lists.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/workspace.h"

// Small reads for screens, each inside the caller's snapshot or transaction, and changes of a part
// of a workspace noun: loaded, changed by `apply`, checked and saved in one transaction.
namespace mg::desk {

bool has_owner(db::Session& session);
std::vector<store::Agent> agents(db::Session& session);
std::vector<store::Team> teams(db::Session& session);
std::vector<store::Inbox> inboxes(db::Session& session);
Settings settings(db::Session& session);

std::optional<store::ListItem> item(db::Session& session, ConversationId id);

struct ShownPromise {
  views::Promise promise;
  std::string text;
};
std::optional<ShownPromise> promise(db::Session& session, PromiseId id);

// By when the acknowledgement that was written at `at` promised the next word.
std::optional<Instant> acknowledged_until(db::Session& session, ConversationId id, Instant at);

struct Person {
  store::Contact contact;
  std::vector<std::string> addresses;
  std::vector<store::Previous> conversations;  // The newest.
};
inline constexpr int person_conversations_max = 50;
std::optional<Person> person(db::Session& session, ContactId id);

struct KeptDraft {
  std::string body;  // As save_draft() was given it.
  Instant updated_at;
};
std::optional<KeptDraft> draft(db::Session& session, AgentId agent, ConversationId id);

struct DraftRow {
  store::ListItem item;
  Instant updated_at;
};
std::vector<DraftRow> drafts(db::Session& session, AgentId agent);

std::optional<store::Attachment> attachment(db::Session& session, AttachmentId id);

Change edit_team(TeamId id, std::function<void(store::Team&)> apply);
Change edit_inbox(InboxId id, std::function<void(store::Inbox&)> apply);
Change edit_settings(std::function<void(Settings&)> apply);

}  // namespace mg::desk
