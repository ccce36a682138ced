#include <algorithm>
#include <map>

#include "gen/store/sql.h"
#include "store/conversation_rows.h"
#include "store/conversations.h"

namespace mg::store {
namespace {

constexpr int facts_per_turn_max = 1000;

// What the log says, replayed from its first fact.
struct Replay {
  views::Conversation conversation;
  std::map<PromiseId, views::Promise> promises;
  std::map<MessageId, views::Message> messages;
  std::map<OutboxId, views::Delivery> deliveries;
  std::map<ConversationId, ConversationLink> links;

  void take(const LoggedFact& logged) {
    views::Touched touched;
    views::fold(conversation, logged.header, logged.fact, &touched);
    for (const views::Promise& promise : touched.promises) promises[promise.id] = promise;
    if (auto message = views::message_made_by(logged.header, logged.fact)) {
      messages[message->id] = *message;
    }
    if (const MessageId id = views::message_changed_by(logged.fact)) {
      views::fold(messages[id], logged.header, logged.fact);
    }
    if (auto delivery = views::delivery_made_by(logged.header, logged.fact)) {
      deliveries[delivery->id] = *delivery;
    }
    if (const OutboxId id = views::delivery_changed_by(logged.fact)) {
      views::fold(deliveries[id], logged.header, logged.fact);
    }
    if (const auto* link = std::get_if<facts::ConversationLinked>(&logged.fact)) {
      links.try_emplace(link->to, ConversationLink{link->to, link->answers});
    }
  }
};

template <class Key, class Row, class IdOf>
bool same(const std::map<Key, Row>& expected, const std::vector<Row>& rows, IdOf id_of) {
  if (expected.size() != rows.size()) return false;
  return std::ranges::all_of(rows, [&](const Row& row) {
    const auto at = expected.find(id_of(row));
    return at != expected.end() && at->second == row;
  });
}

template <class Row, class Read>
std::vector<Row> rows_of(db::Session& session, const db::Statement& statement, Read read,
                         ConversationId id) {
  std::vector<Row> rows;
  session.each(
      statement, [&](const db::Row& row) { rows.push_back(read(row)); }, id);
  return rows;
}

std::vector<views::Timer> timers_kept(db::Session& session, ConversationId id) {
  return rows_of<views::Timer>(
      session, sql::timers_of_conversation,
      [](const db::Row& row) {
        return views::Timer{row.enumeration<TimerKind>(0), row.integer(1), row.instant(2)};
      },
      id);
}

// Whether lists show the promise, and have the place, that follow from the state.
bool is_listed_as(db::Session& session, const views::Conversation& c) {
  const views::Promise* first = views::first_promise(c);
  return session
      .one(
          sql::conversation_listed,
          [&](const db::Row& row) {
            return row.id<PromiseId>(0) == (first ? first->id : PromiseId{}) &&
                   row.instant(1) == (first ? first->due_at : Instant{}) &&
                   row.integer(2) == due_key(c);
          },
          c.id)
      .value_or(false);
}

}  // namespace

std::vector<Difference> check_conversation(db::Session& session, ConversationId id) {
  Replay replay;
  replay.conversation.id = id;
  for (;;) {
    const auto turn = history(session, id.value, replay.conversation.seq, facts_per_turn_max);
    for (const LoggedFact& logged : turn) replay.take(logged);
    if (turn.size() < facts_per_turn_max) break;
  }
  std::vector<Difference> differences;
  const auto expect = [&](bool holds, const char* what) {
    if (!holds) differences.push_back({id, what});
  };
  const auto stored = load_conversation(session, id, Lock::none);
  // No conversation loses its own row, not even when it is erased.
  expect(stored.has_value(), "the conversation's row is gone");
  expect(!stored || *stored == replay.conversation,
         "the conversation's row differs from its facts");
  expect(!stored || is_listed_as(session, replay.conversation),
         "the promise that lists show, or the place there, differs from the state");
  expect(same(replay.promises,
              rows_of<views::Promise>(session, sql::promises_of_conversation, promise_from, id),
              [](const views::Promise& p) { return p.id; }),
         "promises differ from their facts");
  expect(same(replay.messages,
              rows_of<views::Message>(session, sql::messages_of_conversation, message_from, id),
              [](const views::Message& m) { return m.id; }),
         "messages differ from their facts");
  expect(same(replay.deliveries,
              rows_of<views::Delivery>(session, sql::outbox_of_conversation, delivery_from, id),
              [](const views::Delivery& d) { return d.id; }),
         "mailed copies differ from their facts");
  expect(same(replay.links, links_of(session, id),
              [](const ConversationLink& link) { return link.other; }),
         "links to other conversations differ from their facts");
  auto due = views::timers_of(replay.conversation);
  auto kept = timers_kept(session, id);
  std::ranges::sort(due);
  std::ranges::sort(kept);
  expect(due == kept, "timers differ from the state");
  return differences;
}

std::vector<ConversationId> conversations_after(db::Session& session, ConversationId after,
                                                int count_max) {
  std::vector<ConversationId> found;
  session.each(
      sql::conversations_all,
      [&](const db::Row& row) { found.push_back(row.id<ConversationId>(0)); }, after.value,
      count_max);
  return found;
}

}  // namespace mg::store
