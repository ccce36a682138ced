#include "store/messages.h"

#include <algorithm>
#include <limits>

#include "gen/store/sql.h"
#include "store/conversation_rows.h"

namespace mg::store {
namespace {

ShownMessage shown_from(const db::Row& row) {
  ShownMessage shown;
  shown.message = message_from(row);
  shown.words = {.text = row.string(12),
                 .quoted = row.string(13),
                 .html = row.string(14),
                 .people = row.string(15),
                 .remote_images = row.integer(16) != 0,
                 .raw_mail = row.id<RawMailId>(17)};
  return shown;
}

Attachment attachment_from(const db::Row& row) {
  return {.id = row.id<AttachmentId>(0),
          .message = row.id<MessageId>(1),
          .conversation = row.id<ConversationId>(2),
          .uploader = row.id<AgentId>(3),
          .name = row.string(4),
          .type = row.string(5),
          .size = row.integer(6),
          .content_id = row.string(7),
          .is_inline = row.integer(8) != 0,
          .hidden = row.integer(9) != 0,
          .blob = row.integer(10)};
}

}  // namespace

void save_words(db::Session& session, MessageId id, const MessageWords& w,
                const std::optional<FoundThread>& found) {
  const auto [by, conversation, message, value] = found.value_or(FoundThread{});
  session.post(sql::message_words_save, id, w.text, w.quoted, w.html, w.people, w.remote_images,
               w.raw_mail, found ? std::optional(by) : std::nullopt, conversation, message,
               found ? std::optional(value) : std::nullopt);
}

std::optional<FoundThread> load_found(db::Session& session, MessageId id) {
  return session.one(
      sql::message_found_load,
      [](const db::Row& row) {
        return FoundThread{static_cast<int>(row.integer(0)), row.id<ConversationId>(1),
                           row.id<MessageId>(2), row.string(3)};
      },
      id);
}

std::optional<ShownMessage> load_message(db::Session& session, MessageId id) {
  return session.one(sql::message_show, shown_from, id);
}

std::vector<ShownMessage> message_page(db::Session& session, ConversationId conversation,
                                       MessageId after, int count_max) {
  std::vector<ShownMessage> page;
  session.each(
      sql::message_page, [&](const db::Row& row) { page.push_back(shown_from(row)); }, conversation,
      after.value, count_max);
  return page;
}

std::vector<AddressedMessage> addressed_messages(db::Session& session, ConversationId conversation,
                                                 int count_max) {
  std::vector<AddressedMessage> found;
  session.each(
      sql::messages_people,
      [&](const db::Row& row) {
        found.push_back({row.id<MessageId>(0),
                         row.enumeration<MessageKind>(1),
                         {row.enumeration<ActorKind>(2), row.integer(3)},
                         row.integer(4) != 0,
                         row.string(5)});
      },
      conversation, count_max);
  return found;
}

void name_address(db::Session& session, ConversationId conversation, std::string_view key) {
  session.run(sql::named_address_add, key, conversation);
}

std::vector<ShownMessage> messages_of_customer(db::Session& session, ConversationId conversation,
                                               ContactId reader, MessageId before, int count_max) {
  constexpr auto newest_of_all = std::numeric_limits<std::int64_t>::max();
  std::vector<ShownMessage> newest;
  session.each(
      sql::messages_of_customer, [&](const db::Row& row) { newest.push_back(shown_from(row)); },
      conversation, reader, before ? before.value : newest_of_all, count_max);
  std::ranges::reverse(newest);
  return newest;
}

std::vector<Addressed> messages_addressed(db::Session& session, ConversationId conversation,
                                          ContactId one, ContactId other, int count_max) {
  std::vector<Addressed> found;
  session.each(
      sql::messages_addressed,
      [&](const db::Row& row) {
        found.push_back({row.id<ContactId>(0), row.string(1), row.string(2)});
      },
      conversation, one, other, count_max);
  return found;
}

std::optional<MessageId> newer_than(db::Session& session, ConversationId conversation,
                                    MessageId seen, AgentId but_not_by) {
  return session.one(
      sql::message_newer_than, [](const db::Row& row) { return row.id<MessageId>(0); },
      conversation, seen.value, but_not_by.value);
}

void add_attachment(db::Session& session, const Attachment& a, int position, Instant now) {
  session.post(sql::attachment_add, a.id, a.message, a.conversation, a.uploader, position, a.name,
               a.type, a.size, a.content_id, a.is_inline, a.hidden, a.blob, now);
}

std::optional<Attachment> load_attachment(db::Session& session, AttachmentId id) {
  return session.one(sql::attachment_load, attachment_from, id);
}

bool is_withdrawn(db::Session& session, MessageId message) {
  return session
      .one(
          sql::message_withdrawn, [](const db::Row& row) { return row.integer(0) != 0; }, message)
      .value_or(false);
}

std::vector<FilePrint> file_prints(db::Session& session, MessageId message) {
  std::vector<FilePrint> found;
  session.each(
      sql::file_prints_of_message,
      [&](const db::Row& row) {
        found.push_back({row.string(0), row.integer(1), std::string(row.blob(2))});
      },
      message);
  return found;
}

std::vector<Attachment> attachments_of(db::Session& session, MessageId message) {
  std::vector<Attachment> found;
  session.each(
      sql::attachments_of_message,
      [&](const db::Row& row) { found.push_back(attachment_from(row)); }, message);
  return found;
}

bool use_attachment(db::Session& session, AttachmentId id, MessageId message,
                    ConversationId conversation, int position, AgentId uploader) {
  return session.run(sql::attachment_use, id, message, conversation, position, uploader) == 1;
}

}  // namespace mg::store
