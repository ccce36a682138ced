#include "desk/files.h"

#include <algorithm>
#include <span>

#include "base/invisible.h"
#include "base/utf8.h"
#include "desk/parts.h"
#include "gen/store/sql.h"
#include "rules/conversation/erase.h"
#include "store/lists.h"
#include "store/messages.h"
#include "store/search.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

constexpr std::size_t draft_bytes_max = 512 * 1024;
constexpr std::size_t unused_per_turn_max = 100;
constexpr std::string_view follower = "search";

// A media type by its grammar, or the one for unknown bytes.
std::string safe_type(std::string_view type) {
  std::string safe;
  int slashes = 0;
  for (const char c : type.substr(0, type.find(';'))) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '+' || c == '-' || c == '/';
    if (!fine || safe.size() > 100) return "application/octet-stream";
    slashes += c == '/';
    safe += c;
  }
  return slashes == 1 ? safe : "application/octet-stream";
}

// The message whose words a fact has brought.
MessageId message_to_index(const facts::Fact& fact) {
  if (const auto* f = std::get_if<facts::MessageReceived>(&fact)) return f->message;
  if (const auto* f = std::get_if<facts::ReplyWritten>(&fact)) return f->message;
  if (const auto* f = std::get_if<facts::NoteAdded>(&fact)) return f->message;
  return {};
}

void index_messages(db::Session& session, std::span<const MessageId> messages) {
  while (!messages.empty()) {
    const auto some = messages.first(std::min(messages.size(), store::documents_at_once_max));
    for (const store::SearchDocument& document : store::documents_of(session, some)) {
      store::index(session, document);
    }
    messages = messages.subspan(some.size());
  }
}

}  // namespace

std::string safe_file_name(std::string_view name) {
  std::string safe;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    if (const std::size_t hidden = invisible_bytes(name.substr(i)); hidden > 0) {
      i += hidden - 1;
      continue;
    }
    if (c < ' ' || c == 0x7f) continue;
    safe += c == '/' || c == '\\' ? '_' : name[i];
  }
  constexpr std::size_t name_bytes_max = 200;
  safe.resize(utf8_boundary(safe, name_bytes_max));
  return safe.empty() || safe == "." || safe == ".." ? "file" : safe;
}

Change upload(std::string name, std::string type,
              std::shared_ptr<const store::PreparedBlob> bytes) {
  return {
      rules::Right::answer,
      [name = safe_file_name(name), type = safe_type(type), bytes](Tx& tx) -> Result<std::int64_t> {
        const auto id = tx.fresh<AttachmentId>();
        store::add_attachment(tx.session,
                              {.id = id,
                               .message = {},
                               .conversation = {},
                               .uploader = tx.context.agent(),
                               .name = name,
                               .type = type,
                               .size = bytes->size,
                               .content_id = {},
                               .blob = store::add_blob(tx.session, *bytes)},
                              0, tx.now);
        return id.value;
      }};
}

Change save_draft(ConversationId conversation, std::string body) {
  return {rules::Right::answer,
          [conversation, body = std::move(body)](Tx& tx) -> Result<std::int64_t> {
            if (body.size() > draft_bytes_max) {
              return refuse(RefusalKind::too_large, "draft_too_long",
                            "A draft has at most 512 KiB. Attach the long part as a file.");
            }
            if (body.empty()) {
              if (!store::load_conversation(tx.session, conversation, store::Lock::none)) {
                return not_found();
              }
              store::drop_draft(tx.session, tx.context.agent(), conversation);
              return conversation.value;
            }
            // Locked: an erasure drops the drafts, and none may come back behind it.
            const auto c = tx.load(conversation);
            if (!c) return std::unexpected(c.error());
            if (auto refusal = rules::refused_if_erased(*c)) {
              return std::unexpected(std::move(*refusal));
            }
            if (is_erased(tx.session, c->contact)) return not_found();
            store::save_draft(tx.session, tx.context.agent(), conversation, body, tx.now);
            return conversation.value;
          }};
}

std::int64_t index_lag(Desk& desk, int counted_max) {
  std::int64_t lag = 0;
  desk.database().read([&](db::Session& session) {
    const auto position = store::load_follower(session, follower).value_or(store::Position{});
    lag = store::log_lag(session, position, counted_max);
  });
  return lag;
}

int index_more(Desk& desk, int facts_max) {
  int read = 0;
  // Looked at first, since a write wakes all who wait for commits, this follower too.
  if (index_lag(desk, 1) == 0) return 0;
  desk.database().write(
      [&](db::Session& session) {
        // Else words that were read before an erasure could be written behind it.
        store::lock_index(session);
        const auto position = store::load_follower(session, follower).value_or(store::Position{});
        const auto facts = store::facts_after(session, position, facts_max);
        read = static_cast<int>(facts.size());
        if (facts.empty()) return;
        std::vector<MessageId> messages;
        for (const store::LoggedFact& logged : facts) {
          if (const MessageId id = message_to_index(logged.fact)) messages.push_back(id);
        }
        index_messages(session, messages);
        store::save_follower(session, follower, facts.back().position);
      },
      db::Lane::bulk);
  return read;
}

bool drop_unused_uploads(Desk& desk) {
  std::vector<std::pair<AttachmentId, std::int64_t>> unused;  // With the blob.
  const Instant before = desk.now() - std::chrono::hours(24);
  desk.database().read([&](db::Session& session) {
    session.each(
        store::sql::attachments_unused,
        [&](const db::Row& row) { unused.emplace_back(row.id<AttachmentId>(0), row.integer(1)); },
        before, static_cast<std::int64_t>(unused_per_turn_max));
  });
  int count = 0;
  // One at a time: each may be megabytes, and somebody may use it at this very moment.
  for (const auto& [id, blob] : unused) {
    bool dropped = false;
    desk.database().write(
        [id = id, blob = blob, &dropped](db::Session& session) {
          dropped = session.run(store::sql::attachment_drop_unused, id) == 1;
          if (dropped) store::drop_blob(session, blob);
        },
        db::Lane::bulk);
    count += dropped ? 1 : 0;
  }
  // What somebody has just used is no reason to look again at once.
  return count > 0 && unused.size() == unused_per_turn_max;
}

}  // namespace mg::desk
