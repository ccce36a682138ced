#include <algorithm>

#include "gen/store/sql.h"
#include "store/conversation_rows.h"
#include "store/mail.h"

// What waits to happen: copies to be mailed and timers. Leased, so that several nodes share them.
namespace mg::store {
namespace {

std::optional<Instant> earliest(db::Session& session, const db::Statement& statement) {
  return session.one(statement, [](const db::Row& row) { return row.optional_instant(0); })
      .value_or(std::nullopt);
}

WaitingCopy waiting_copy_from(const db::Row& row) {
  return {row.id<OutboxId>(0), row.id<ConversationId>(1), row.id<MessageId>(2)};
}

}  // namespace

std::vector<OutboxLease> lease_outbox(db::Session& session, Instant now, Duration lease,
                                      int count_max, WantedCopies which) {
  std::vector<OutboxLease> leased;
  session.each(
      sql::outbox_lease,
      [&](const db::Row& row) {
        leased.push_back({row.id<OutboxId>(0), row.integer(1)});
      },
      now, lease.count(), count_max, which.inbox.value, which.untried);
  return leased;
}

std::vector<DueInbox> inboxes_with_mail_due(db::Session& session, Instant now) {
  std::vector<DueInbox> due;
  session.each(
      sql::outbox_due_inboxes,
      [&](const db::Row& row) {
        due.push_back({row.id<InboxId>(0), row.integer(1) > 0});
      },
      now);
  return due;
}

bool keep_lease(db::Session& session, const OutboxLease& held, Duration lease) {
  return session.run(sql::outbox_keep, held.id, held.fence, lease.count()) == 1;
}

void end_lease(db::Session& session, const OutboxLease& held) {
  session.post(sql::outbox_end_lease, held.id, held.fence);
}

std::int64_t outbox_fence(db::Session& session, OutboxId id) {
  return session
      .one(
          sql::outbox_fence, [](const db::Row& row) { return row.integer(0); }, id)
      .value_or(-1);
}

std::optional<views::Delivery> load_delivery(db::Session& session, OutboxId id) {
  return session.one(sql::outbox_load, delivery_from, id);
}

std::vector<views::Delivery> deliveries_of(db::Session& session, MessageId message) {
  std::vector<views::Delivery> found;
  session.each(
      sql::outbox_of_message, [&](const db::Row& row) { found.push_back(delivery_from(row)); },
      message);
  return found;
}

std::vector<views::Delivery> deliveries_in(db::Session& session, ConversationId conversation) {
  std::vector<views::Delivery> found;
  session.each(
      sql::outbox_of_conversation, [&](const db::Row& row) { found.push_back(delivery_from(row)); },
      conversation);
  return found;
}

void save_words(db::Session& session, OutboxId id, const OutboxWords& w) {
  session.post(sql::outbox_words_save, id, w.recipient, w.message_id, w.blob, w.answer);
}

OutboxWords load_words(db::Session& session, OutboxId id) {
  return session
      .one(
          sql::outbox_words_load,
          [](const db::Row& row) {
            return OutboxWords{row.string(0), row.string(1), row.integer(2), row.string(3)};
          },
          id)
      .value_or(OutboxWords{});
}

void save_answer(db::Session& session, OutboxId id, std::string_view answer) {
  session.post(sql::outbox_answer_save, id, answer);
}

std::optional<OutboxId> outbox_of_message_id(db::Session& session, std::string_view message_id) {
  return session.one(
      sql::outbox_by_message_id, [](const db::Row& row) { return row.id<OutboxId>(0); },
      message_id);
}

std::optional<Instant> next_outbox_attempt(db::Session& session) {
  return earliest(session, sql::outbox_next);
}

void recall_copies(db::Session& session, Instant now, Instant latest) {
  session.run(sql::outbox_recall, now, latest);
}

std::vector<WaitingCopy> queued_copies(db::Session& session) {
  std::vector<WaitingCopy> found;
  session.each(sql::outbox_queued,
               [&](const db::Row& row) { found.push_back(waiting_copy_from(row)); });
  return found;
}

std::vector<WaitingCopy> copies_on_hold(db::Session& session, int count_max) {
  std::vector<WaitingCopy> found;
  session.each(
      sql::outbox_on_hold, [&](const db::Row& row) { found.push_back(waiting_copy_from(row)); },
      count_max);
  return found;
}

std::int64_t count_copies_on_hold(db::Session& session) {
  return *session.one(sql::outbox_on_hold_count, [](const db::Row& row) { return row.integer(0); });
}

std::vector<ConversationId> conversations_with_held_replies(db::Session& session) {
  std::vector<ConversationId> found;
  session.each(sql::held_reply_conversations,
               [&](const db::Row& row) { found.push_back(row.id<ConversationId>(0)); });
  return found;
}

std::vector<DueTimer> lease_timers(db::Session& session, Instant now, Duration lease,
                                   int count_max) {
  std::vector<DueTimer> due;
  session.each(
      sql::timer_lease,
      [&](const db::Row& row) {
        due.push_back({row.id<ConversationId>(0), row.enumeration<TimerKind>(1), row.integer(2),
                       row.instant(3)});
      },
      now, lease.count(), count_max);
  // RETURNING has no order.
  std::ranges::stable_sort(due, {}, &DueTimer::due_at);
  return due;
}

void release_leases(db::Session& session) {
  session.post(sql::raw_mail_release);
  session.post(sql::outbox_release);
  session.post(sql::timer_release);
}

std::optional<Duration> raw_mail_wait(db::Session& session) {
  const auto micros =
      session
          .one(sql::raw_mail_wait,
               [](const db::Row& row) {
                 return row.is_null(0) ? std::nullopt : std::optional(row.integer(0));
               })
          .value_or(std::nullopt);
  if (!micros) return {};
  return Duration(*micros);
}

std::optional<Instant> next_timer(db::Session& session) {
  return earliest(session, sql::timer_next);
}

}  // namespace mg::store
