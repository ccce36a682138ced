#include "store/conversation_rows.h"

#include "gen/store/sql.h"

namespace mg::store {

views::Conversation conversation_from(const db::Row& r) {
  views::Conversation c;
  int i = 0;
  c.id = r.id<ConversationId>(i++);
  c.seq = r.integer(i++);
  c.number = r.integer(i++);
  c.inbox = r.id<InboxId>(i++);
  c.contact = r.id<ContactId>(i++);
  c.channel = r.enumeration<Channel>(i++);
  c.state = r.enumeration<State>(i++);
  c.turn = r.enumeration<Turn>(i++);
  c.assignee = r.id<AgentId>(i++);
  c.team = r.id<TeamId>(i++);
  c.priority = r.enumeration<Priority>(i++);
  c.messages = static_cast<int>(r.integer(i++));
  c.answered = r.integer(i++) != 0;
  c.not_yet = r.integer(i++) != 0;
  c.continues = r.id<ConversationId>(i++);
  c.continued_by = r.id<ConversationId>(i++);
  c.last_message = r.id<MessageId>(i++);
  c.created_at = r.instant(i++);
  c.updated_at = r.instant(i++);
  c.last_customer_at = r.instant(i++);
  c.waiting_since = r.instant(i++);
  c.first_answer_at = r.instant(i++);
  c.ended_at = r.instant(i++);
  c.proposal = r.id<ProposalId>(i++);
  c.proposed_at = r.instant(i++);
  c.proposed_by = r.id<AgentId>(i++);
  c.reminders = static_cast<int>(r.integer(i++));
  c.remind_at = r.instant(i++);
  c.lapse_at = r.instant(i++);
  c.erased_at = r.instant(i++);
  return c;
}

void save(db::Session& session, const views::Conversation& c) {
  const views::Promise* promise = views::first_promise(c);
  session.post(sql::conversation_save, c.id, c.seq, c.number, c.inbox, c.contact, c.channel,
               c.state, c.turn, c.assignee, c.team, c.priority, c.messages, c.answered, c.not_yet,
               c.continues, c.continued_by, c.last_message, c.created_at, c.updated_at,
               c.last_customer_at, c.waiting_since, c.first_answer_at, c.ended_at, c.proposal,
               c.proposed_at, c.proposed_by, c.reminders, c.remind_at, c.lapse_at, c.erased_at,
               promise ? promise->id : PromiseId{}, promise ? promise->due_at : Instant{},
               due_key(c));
}

views::Promise promise_from(const db::Row& r) {
  return {.id = r.id<PromiseId>(0),
          .conversation = r.id<ConversationId>(1),
          .agent = r.id<AgentId>(3),
          .state = r.enumeration<PromiseState>(4),
          .warned = r.integer(5) != 0,
          .standing = r.integer(6) != 0,
          .made_at = r.instant(7),
          .due_at = r.instant(8),
          .warn_at = r.instant(9),
          .ended_at = r.instant(10)};
}

void save(db::Session& session, const views::Promise& p, ContactId contact) {
  session.post(sql::promise_save, p.id, p.conversation, contact, p.agent, p.state, p.warned,
               p.standing, p.made_at, p.due_at, p.warn_at, p.ended_at);
}

views::HeldReply held_reply_from(const db::Row& r) {
  return {.message = r.id<MessageId>(0),
          .agent = r.id<AgentId>(2),
          .release_at = r.instant(3),
          .promise = r.id<PromiseId>(4),
          .promise_due = r.instant(5),
          .promise_warn_at = r.instant(6),
          .proposal = r.id<ProposalId>(7)};
}

views::Message message_from(const db::Row& r) {
  return {.id = r.id<MessageId>(0),
          .conversation = r.id<ConversationId>(1),
          .kind = r.enumeration<MessageKind>(2),
          .system = r.enumeration<SystemKind>(3),
          .author = {r.enumeration<ActorKind>(4), r.integer(5)},
          .channel = r.enumeration<Channel>(6),
          .automatic = r.integer(7) != 0,
          .withdrawn = r.integer(8) != 0,
          .at = r.instant(9),
          .release_at = r.instant(10),
          .released = r.integer(11) != 0};
}

void save(db::Session& session, const views::Message& m) {
  session.post(sql::message_save, m.id, m.conversation, m.kind, m.system, m.author.kind,
               m.author.id, m.channel, m.automatic, m.withdrawn, m.at, m.release_at, m.released);
}

views::Delivery delivery_from(const db::Row& r) {
  return {.id = r.id<OutboxId>(0),
          .conversation = r.id<ConversationId>(1),
          .message = r.id<MessageId>(2),
          .contact = r.id<ContactId>(3),
          .state = r.enumeration<DeliveryState>(4),
          .attempts = static_cast<int>(r.integer(5)),
          .code = r.integer(6),
          .queued_at = r.instant(7),
          .reported_at = r.instant(8),
          .next_attempt_at = r.instant(9)};
}

void save(db::Session& session, const views::Delivery& d) {
  session.post(sql::outbox_save, d.id, d.conversation, d.message, d.contact, d.state, d.attempts,
               d.code, d.queued_at, d.reported_at, d.next_attempt_at);
}

std::int64_t due_key(const views::Conversation& c) {
  constexpr std::int64_t waiting_from = 4'000'000'000'000'000'000;
  constexpr std::int64_t rest_from = 8'000'000'000'000'000'000;
  if (c.not_yet) return to_micros(c.waiting_since) / 1'000'000'000;  // Before any real time.
  if (const views::Promise* promise = views::first_promise(c)) return to_micros(promise->due_at);
  if (c.waiting_since != Instant{}) return waiting_from + to_micros(c.waiting_since);
  return rest_from - to_micros(c.updated_at);
}

}  // namespace mg::store
