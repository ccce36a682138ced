#include "store/mail.h"

#include <algorithm>

#include "gen/store/sql.h"
#include "store/people.h"

namespace mg::store {

void add_raw_mail(db::Session& session, const RawMail& m) {
  session.post(sql::raw_mail_add, m.id, m.inbox, m.recipient, m.sender, m.blob, m.received_at,
               RawMailState::waiting, 0, 0, "");
}

std::vector<RawMail> lease_raw_mail(db::Session& session, Duration lease, int count_max) {
  std::vector<RawMail> leased;
  session.each(
      sql::raw_mail_lease,
      [&](const db::Row& row) {
        leased.push_back({row.id<RawMailId>(0), row.id<InboxId>(1), row.string(2), row.string(3),
                          row.integer(4), row.instant(5), static_cast<int>(row.integer(6)),
                          row.is_null(7) ? 0 : row.integer(7)});
      },
      lease.count(), count_max);
  std::ranges::sort(leased, {}, &RawMail::id);  // What RETURNING gives has no order.
  return leased;
}

bool keep_lease(db::Session& session, const MailLease& held, Duration lease) {
  return session.run(sql::raw_mail_keep, held.id, held.attempts, lease.count()) == 1;
}

void give_back(db::Session& session, RawMailId id, Duration pause) {
  session.post(sql::raw_mail_give_back, id, pause.count());
}

bool finish_raw_mail(db::Session& session, RawMailId id, RawMailState state,
                     ConversationId conversation, MessageId message, std::string_view error) {
  return session.run(sql::raw_mail_finish, id, state, conversation, message, error) == 1;
}

std::vector<RawMailId> older_raw_mails(db::Session& session, InboxId inbox, RawMailId before,
                                       std::string_view sender, int count_max) {
  std::vector<RawMailId> older;
  session.each(
      sql::raw_mail_older, [&](const db::Row& row) { older.push_back(row.id<RawMailId>(0)); },
      inbox, before, sender, count_max);
  return older;
}

std::int64_t raw_mail_waiting(db::Session& session) {
  return *session.one(sql::raw_mail_pending, [](const db::Row& row) { return row.integer(0); });
}

std::optional<RawMail> load_raw_mail(db::Session& session, RawMailId id) {
  return session.one(
      sql::raw_mail_load,
      [&](const db::Row& row) {
        return RawMail{
            id, row.id<InboxId>(0), row.string(1), row.string(2), row.integer(3), row.instant(4),
            0};
      },
      id);
}

MailLook look_at(db::Session& session, const MailToLookAt& mail) {
  const auto found = session.one(
      sql::mail_look,
      [](const db::Row& row) {
        MailLook look;
        if (!row.is_null(0)) look.sender = row.id<ContactId>(0);
        if (!row.is_null(1)) look.known = {row.id<MessageId>(1), row.id<ConversationId>(2)};
        if (!row.is_null(3)) look.raw = row.enumeration<RawMailState>(3);
        look.from_inbox = row.integer(4) > 0;
        look.team = row.id<TeamId>(5);
        look.inbox_can_send = !row.text(6).empty();
        return look;
      },
      address_key(mail.sender), address_key(mail.mailbox), address_key(mail.from), mail.inbox,
      mail.message_id, mail.raw);
  return found.value_or(MailLook{});
}

void finish_once(db::Session& session, RawMailId id, RawMailState state,
                 ConversationId conversation, MessageId message) {
  session.post_one(sql::raw_mail_finish, id, state, conversation, message, "");
}

void take_message_id(db::Session& session, InboxId inbox, std::string_view id, MessagePlace place) {
  session.post_one(sql::message_id_add, inbox, id, place.message, place.conversation);
}

bool add_message_id(db::Session& session, InboxId inbox, std::string_view id, MessagePlace place) {
  return session.run(sql::message_id_add, inbox, id, place.message, place.conversation) == 1;
}

std::optional<MessagePlace> find_message_id(db::Session& session, InboxId inbox,
                                            std::string_view id) {
  return session.one(
      sql::message_id_find,
      [](const db::Row& row) {
        return MessagePlace{row.id<MessageId>(0), row.id<ConversationId>(1)};
      },
      inbox, id);
}

void save_thread(db::Session& session, InboxId inbox, ContactId writer, MessagePlace place,
                 const MailThread& thread) {
  session.post(sql::mail_thread_save, place.conversation, writer, inbox, place.message,
               thread.ancestors, thread.thread_index, thread.thread_root);
}

std::optional<MailThread> load_thread(db::Session& session, ConversationId conversation,
                                      ContactId writer) {
  return session.one(
      sql::mail_thread_load,
      [](const db::Row& row) {
        return MailThread{row.string(0), row.string(1), {}};
      },
      conversation, writer);
}

std::vector<MessagePlace> places_of_thread_root(db::Session& session, InboxId inbox,
                                                std::string_view root, int count_max) {
  std::vector<MessagePlace> found;
  session.each(
      sql::conversations_of_thread_root,
      [&](const db::Row& row) {
        found.push_back({row.id<MessageId>(1), row.id<ConversationId>(0)});
      },
      root, inbox, count_max);
  return found;
}

std::vector<std::string> message_ids_of(db::Session& session, InboxId inbox,
                                        ConversationId conversation, int count_max,
                                        ContactId reader) {
  std::vector<std::string> found;
  session.each(
      sql::message_ids_of_conversation, [&](const db::Row& row) { found.push_back(row.string(0)); },
      inbox, conversation, count_max, reader);
  return found;
}

std::int64_t acknowledgements_since(db::Session& session, std::string_view address, Instant since) {
  return *session.one(
      sql::acknowledgements_since, [](const db::Row& row) { return row.integer(0); },
      address_key(address), since);
}

void drop_acknowledgements(db::Session& session, std::string_view address) {
  session.post(sql::acknowledgements_drop, address_key(address));
}

void add_acknowledgement(db::Session& session, std::string_view address, Instant at,
                         MessageId message) {
  session.post(sql::acknowledgement_add, address_key(address), at, message);
}

}  // namespace mg::store
