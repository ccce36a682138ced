#include "store/erasure.h"

#include <algorithm>

#include "gen/store/sql.h"
#include "store/blob.h"
#include "store/log.h"
#include "store/mail.h"
#include "store/messages.h"
#include "store/people.h"

namespace mg::store {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Erasure erasure_from(const db::Row& row) {
  Erasure e;
  e.contact = row.id<ContactId>(0);
  e.reason = row.enumeration<ErasureReason>(1);
  e.by = {ActorKind::agent, row.integer(2)};
  e.started_at = row.instant(3);
  e.step = row.enumeration<ErasureStep>(4);
  e.cursor = row.integer(5);
  e.conversation = row.id<ConversationId>(6);
  e.message = row.id<MessageId>(7);
  e.addresses = lines_of(row.text(8));
  e.conversations = row.integer(9);
  e.messages = row.integer(10);
  e.attachments = row.integer(11);
  e.mails = row.integer(12);
  e.cancelled = row.integer(13);
  e.finished_at = row.instant(14);
  return e;
}

// Uploads of a draft that no message has used. A draft is its client's JSON; ids are strings of
// digits in it.
void drop_uploads(db::Session& session, AgentId uploader, std::string_view draft) {
  for (auto at = draft.find('"'); at != draft.npos; at = draft.find('"', at + 1)) {
    const std::string_view rest = draft.substr(at + 1);
    const auto id = id_from<AttachmentId>(rest.substr(0, rest.find('"')));
    const auto upload = id ? load_attachment(session, *id) : std::nullopt;
    if (!upload || upload->message || upload->uploader != uploader) continue;
    session.run(sql::attachment_drop, upload->id);
    drop_blob(session, upload->blob);
  }
}

void drop_drafts(db::Session& session, ConversationId conversation) {
  std::vector<std::pair<AgentId, std::string>> drafts;
  session.each(
      sql::drafts_of_conversation,
      [&](const db::Row& row) { drafts.emplace_back(row.id<AgentId>(0), row.string(1)); },
      conversation);
  for (const auto& [agent, body] : drafts) drop_uploads(session, agent, body);
  session.run(sql::drafts_drop, conversation);
}

// Of each promise that was ever written down, also with a reply that was taken back.
void drop_promise_words(db::Session& session, ConversationId conversation) {
  constexpr int facts_max = 1000;
  std::int64_t seq = 0;
  for (bool more = true; more;) {
    const auto facts = history(session, conversation.value, seq, facts_max);
    for (const LoggedFact& logged : facts) {
      PromiseId promise;
      if (const auto* f = std::get_if<facts::ReplyWritten>(&logged.fact)) promise = f->promise;
      if (const auto* f = std::get_if<facts::PromiseMade>(&logged.fact)) promise = f->promise;
      seq = logged.header.seq;
      if (!promise) continue;
      session.run(sql::promise_words_drop, promise);
      drop_receipts(session, promise.value);
    }
    more = static_cast<int>(facts.size()) == facts_max;
  }
}

}  // namespace

void save(db::Session& session, const Erasure& e) {
  session.run(sql::erasure_save, e.contact, e.reason, e.by.id, e.started_at, e.step, e.cursor,
              e.conversation.value, e.message.value, joined(e.addresses), e.conversations,
              e.messages, e.attachments, e.mails, e.cancelled, e.finished_at);
}

std::optional<Erasure> load_erasure(db::Session& session, ContactId contact) {
  return session.one(sql::erasure_load, erasure_from, contact);
}

void lock_erasure(db::Session& session, ContactId contact) {
  session.each(
      sql::erasure_lock, [](const db::Row&) {}, contact);
}

void hold_contact(db::Session& session, std::string_view address) {
  session.post(sql::contact_hold, address_key(address));
}

std::optional<ContactId> erasure_under_way(db::Session& session) {
  return session.one(sql::erasure_next, [](const db::Row& row) { return row.id<ContactId>(0); });
}

std::optional<Instant> erasure_asked_at(db::Session& session, std::string_view address) {
  const std::string key = address_key(address);
  std::optional<Instant> asked;
  session.each(sql::erasures_under_way, [&](const db::Row& row) {
    const auto keys = lines_of(row.text(1));
    const bool theirs = std::ranges::find(keys, key) != keys.end();
    if (theirs) asked = std::max(asked.value_or(Instant{}), row.instant(0));
  });
  return asked;
}

bool erase_contact(db::Session& session, ContactId contact, Instant at, AgentId by) {
  if (session.run(sql::contact_erase, contact, at, by) == 0) return false;
  std::vector<std::string> keys;
  session.each(
      sql::contact_addresses, [&](const db::Row& row) { keys.push_back(row.string(0)); }, contact);
  for (const std::string& key : keys) {
    session.run(sql::throttle_clear, "link:" + key);
  }
  session.run(sql::contact_addresses_drop, contact);
  return true;
}

std::optional<NextConversation> next_own(db::Session& session, ContactId contact,
                                         std::int64_t cursor) {
  return session.one(
      sql::erasure_conversation_next,
      [](const db::Row& row) {
        return NextConversation{row.id<ConversationId>(0), row.integer(1)};
      },
      contact, cursor);
}

std::optional<NextConversation> next_taken_part(db::Session& session, ContactId contact,
                                                const std::vector<std::string>& addresses,
                                                std::int64_t cursor) {
  const auto next_from = [](const db::Row& row) {
    return NextConversation{row.id<ConversationId>(0), row.integer(0)};
  };
  auto next = session.one(sql::erasure_taken_part_next, next_from, contact, cursor);
  for (const std::string& address : addresses) {
    const auto named = session.one(sql::named_address_next, next_from, address, cursor);
    if (named && (!next || named->cursor < next->cursor)) next = named;
  }
  return next;
}

bool has_unerased(db::Session& session, ContactId contact,
                  const std::vector<std::string>& addresses) {
  const auto found = [](const db::Row&) { return true; };
  if (session.one(sql::erasure_conversation_left, found, contact)) return true;
  return std::ranges::any_of(addresses, [&](const std::string& address) {
    return session.one(sql::named_address_next, found, address, std::int64_t{0}).has_value();
  });
}

void forget_names(db::Session& session, ConversationId conversation,
                  const std::vector<std::string>& addresses) {
  for (const std::string& address : addresses) {
    session.run(sql::named_address_drop, address, conversation);
  }
}

std::vector<ErasableMessage> erasable_messages(db::Session& session, ConversationId conversation,
                                               MessageId after, int count_max) {
  std::vector<ErasableMessage> found;
  session.each(
      sql::erasure_messages,
      [&](const db::Row& row) {
        found.push_back({row.id<MessageId>(0),
                         {row.enumeration<ActorKind>(1), row.integer(2)},
                         !row.is_null(3),
                         row.string(4),
                         row.id<RawMailId>(5)});
      },
      conversation, after.value, count_max);
  return found;
}

void erase_conversation_words(db::Session& session, ConversationId conversation) {
  session.run(sql::conversation_words_save, conversation, "", "");
  session.run(sql::named_addresses_drop, conversation);
  drop_drafts(session, conversation);
  drop_receipts(session, conversation.value);
  drop_promise_words(session, conversation);
}

ErasedPieces erase_message(db::Session& session, const ErasableMessage& message) {
  ErasedPieces pieces;
  for (const Attachment& attachment : attachments_of(session, message.id)) {
    session.run(sql::attachment_drop, attachment.id);
    drop_blob(session, attachment.blob);
    drop_receipts(session, attachment.id.value);
    pieces.bytes += attachment.size;
    ++pieces.attachments;
  }
  if (const auto mail = load_raw_mail(session, message.raw_mail)) {
    pieces.bytes += drop_raw_mail(session, message.raw_mail, mail->blob);
    ++pieces.mails;
  }
  session.run(sql::message_words_drop, message.id);
  session.run(sql::message_ids_drop, message.id);
  session.run(sql::mail_thread_drop, message.id);
  session.run(sql::search_drop, message.id);
  drop_receipts(session, message.id.value);
  return pieces;
}

void erase_copy(db::Session& session, OutboxId copy, std::string_view answer) {
  const OutboxWords words = load_words(session, copy);
  if (words.blob != 0) drop_blob(session, words.blob);
  session.run(sql::outbox_words_erase, copy, answer);
}

void forget_bytes(db::Session& session, OutboxId copy) {
  const OutboxWords words = load_words(session, copy);
  if (words.blob == 0) {
    session.run(sql::outbox_fence_raise, copy);
    return;
  }
  drop_blob(session, words.blob);
  session.run(sql::outbox_bytes_forget, copy);
}

void drop_receipts(db::Session& session, std::int64_t made) {
  session.run(sql::commands_drop, std::to_string(made));
}

void save_people(db::Session& session, MessageId message, std::string_view people) {
  session.run(sql::message_people_save, message, people);
}

LatestWords latest_customer_words(db::Session& session, ConversationId conversation) {
  return session
      .one(
          sql::message_customer_latest,
          [](const db::Row& row) {
            return LatestWords{row.string(0), row.string(1)};
          },
          conversation)
      .value_or(LatestWords{});
}

std::vector<UnthreadedMail> unthreaded_mail(db::Session& session, std::int64_t after, Instant until,
                                            int count_max) {
  std::vector<UnthreadedMail> found;
  session.each(
      sql::erasure_mails,
      [&](const db::Row& row) {
        found.push_back({row.id<RawMailId>(0), row.string(1), row.integer(2)});
      },
      after, until, count_max);
  return found;
}

std::int64_t drop_raw_mail(db::Session& session, RawMailId id, std::int64_t blob) {
  session.run(sql::raw_mail_drop, id);
  if (session.one(
          sql::raw_mail_of_blob, [](const db::Row&) { return true; }, blob)) {
    return 0;
  }
  const std::int64_t bytes =
      session
          .one(
              sql::blob_load, [](const db::Row& row) { return row.integer(2); }, blob)
          .value_or(0);
  drop_blob(session, blob);
  return bytes;
}

bool merge_index(db::Session& session, bool begin) {
  if (session.engine() != db::Engine::sqlite) return false;
  // Pages of a step; negative: first put all parts in line for one merge.
  constexpr int pages = 64;
  const auto changes = [&] {
    std::int64_t total = 0;
    session.execute_text("SELECT total_changes()", {},
                         [&](const db::Row& row) { total = row.integer(0); });
    return total;
  };
  const std::int64_t before = changes();
  const db::Value values[] = {db::to_value(begin ? -pages : pages)};
  session.execute_text("INSERT INTO search (search, rank) VALUES ('merge', $1)", values,
                       [](const db::Row&) {});
  return begin || changes() - before >= 2;
}

}  // namespace mg::store
