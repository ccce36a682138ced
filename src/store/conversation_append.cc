#include <algorithm>

#include "gen/store/sql.h"
#include "store/conversation_rows.h"
#include "store/conversations.h"
#include "store/ids.h"

namespace mg::store {
namespace {

void save_held(db::Session& session, const views::Conversation& before,
               const views::Conversation& after) {
  if (before.held == after.held) return;
  for (const views::HeldReply& r : before.held) {
    if (std::ranges::find(after.held, r) == after.held.end()) {
      session.post(sql::held_reply_drop, r.message);
    }
  }
  for (const views::HeldReply& r : after.held) {
    session.post(sql::held_reply_add, r.message, after.id, r.agent, r.release_at, r.promise,
                 r.promise_due, r.promise_warn_at, r.proposal);
  }
}

void save_timers(db::Session& session, const views::Conversation& before,
                 const views::Conversation& after) {
  const auto had = before.seq == 0 ? std::vector<views::Timer>{} : views::timers_of(before);
  const auto has = views::timers_of(after);
  if (had == has) return;
  for (const views::Timer& timer : had) {
    const bool stays = std::ranges::any_of(has, [&](const views::Timer& other) {
      return other.kind == timer.kind && other.subject == timer.subject;
    });
    if (!stays) session.post(sql::timer_drop, after.id, timer.kind, timer.subject);
  }
  for (const views::Timer& timer : has) {
    if (std::ranges::find(had, timer) != had.end()) continue;
    session.post(sql::timer_save, after.id, timer.kind, timer.subject, timer.due_at);
  }
}

// Rows that stand for one message or one mailed copy.
void save_pieces(db::Session& session, const facts::Header& header, const facts::Fact& fact) {
  if (const auto message = views::message_made_by(header, fact)) save(session, *message);
  if (const MessageId id = views::message_changed_by(fact)) {
    auto message = session.one(sql::message_load, message_from, id);
    if (message) {
      views::fold(*message, header, fact);
      save(session, *message);
    }
  }
  if (const auto* link = std::get_if<facts::ConversationLinked>(&fact)) {
    session.post(sql::conversation_link_add, header.stream, link->to, link->answers);
  }
  if (const auto delivery = views::delivery_made_by(header, fact)) save(session, *delivery);
  if (const OutboxId id = views::delivery_changed_by(fact)) {
    auto delivery = session.one(sql::outbox_load, delivery_from, id);
    if (delivery) {
      views::fold(*delivery, header, fact);
      save(session, *delivery);
    }
  }
}

// Asked after the lock was waited for, so that it sees what came before.
void expect_nobody_between(db::Session& session, ConversationId id) {
  if (!session.writes_behind_others()) return;
  const bool overtaken =
      session
          .one(
              sql::conversation_overtaken, [](const db::Row&) { return true; }, id)
          .has_value();
  if (!overtaken) return;
  throw db::Error(db::ErrorKind::serialization, "A conversation was changed meanwhile.");
}

}  // namespace

std::optional<views::Conversation> load_conversation(db::Session& session, ConversationId id,
                                                     Lock lock) {
  if (lock == Lock::row) drop_ids_ahead(session);
  auto conversation = session.one(
      lock == Lock::row ? sql::conversation_lock : sql::conversation_load, conversation_from, id);
  if (!conversation) return {};
  if (lock == Lock::row) expect_nobody_between(session, id);
  session.each(
      sql::promises_standing,
      [&](const db::Row& row) { conversation->promises.push_back(promise_from(row)); }, id);
  session.each(
      sql::held_replies_load,
      [&](const db::Row& row) { conversation->held.push_back(held_reply_from(row)); }, id);
  session.each(
      sql::participants_load,
      [&](const db::Row& row) {
        conversation->others.push_back({row.id<ContactId>(0), row.enumeration<ParticipantRole>(1)});
      },
      id);
  return conversation;
}

views::Conversation folded(views::Conversation conversation, const facts::Facts& facts,
                           const Stamp& stamp) {
  for (const facts::Fact& fact : facts) {
    const facts::Header header{conversation.id.value, conversation.seq + 1, stamp.happened_at,
                               stamp.recorded_at,     stamp.actor,          stamp.depth};
    views::fold(conversation, header, fact);
  }
  return conversation;
}

std::optional<ConversationId> find_conversation(db::Session& session, std::int64_t number) {
  return session.one(
      sql::conversation_by_number, [](const db::Row& row) { return row.id<ConversationId>(0); },
      number);
}

std::vector<ConversationLink> links_of(db::Session& session, ConversationId id) {
  std::vector<ConversationLink> found;
  session.each(
      sql::conversation_links_load,
      [&](const db::Row& row) {
        found.push_back({row.id<ConversationId>(0), row.integer(1) != 0});
      },
      id);
  return found;
}

bool answers_other(db::Session& session, ConversationId id, ConversationId other) {
  return session
      .one(
          sql::conversation_link_answers, [](const db::Row& row) { return row.integer(0) != 0; },
          id, other)
      .value_or(false);
}

std::optional<ConversationId> find_beside(db::Session& session, ConversationId id,
                                          ContactId contact) {
  return session.one(
      sql::conversation_beside_find, [](const db::Row& row) { return row.id<ConversationId>(0); },
      id, contact);
}

void append(db::Session& session, views::Conversation& conversation, const facts::Facts& facts,
            const Stamp& stamp) {
  if (facts.empty()) return;
  const views::Conversation before = conversation;
  views::Touched touched;
  for (const facts::Fact& fact : facts) {
    const facts::Header header{conversation.id.value, conversation.seq + 1, stamp.happened_at,
                               stamp.recorded_at,     stamp.actor,          stamp.depth};
    append_to_log(session, header, fact);
    views::fold(conversation, header, fact, &touched);
    save_pieces(session, header, fact);
  }
  save(session, conversation);
  for (const views::Promise& promise : touched.promises) {
    save(session, promise, conversation.contact);
  }
  for (std::size_t i = 0; i < conversation.others.size(); ++i) {
    const views::Participant& other = conversation.others[i];
    if (i < before.others.size() && before.others[i] == other) continue;
    session.post(sql::participant_save, conversation.id, other.contact,
                 static_cast<std::int64_t>(i), other.role);
  }
  save_held(session, before, conversation);
  save_timers(session, before, conversation);
}

}  // namespace mg::store
