#include "api/item.h"

#include "api/change.h"

namespace mg::api {

Item item_of(const store::ListItem& row) {
  const views::Conversation& c = row.conversation;
  Item item;
  item.id = c.id;
  item.number = c.number;
  item.subject = row.subject;
  item.state = c.state;
  item.turn = c.turn;
  if (c.assignee) item.assignee = Named<AgentId>{c.assignee, row.assignee_name};
  if (c.team) item.team = Named<TeamId>{c.team, row.team_name};
  if (c.inbox) item.inbox = InboxName{c.inbox, row.inbox_name, row.inbox_address};
  item.contact = {c.contact, row.contact_name, row.contact_email};
  item.channel = c.channel;
  item.excerpt = row.excerpt;
  item.priority = c.priority;
  if (const auto& p = row.promise) {
    item.promise = Promise{p->id, p->due_at, row.promise_text, p->state, p->warned};
  }
  item.answered = c.answered;
  item.not_yet = c.not_yet;
  item.messages = c.messages;
  item.last_customer_at = unless_never(c.last_customer_at);
  item.waiting_since = unless_never(c.waiting_since);
  item.created_at = c.created_at;
  item.updated_at = c.updated_at;
  return item;
}

std::string item_json(const store::ListItem& row) {
  return json::write(item_of(row));
}

std::optional<Item> find_item(db::Session& session, ConversationId id) {
  const auto row = desk::item(session, id);
  if (!row) return {};
  return item_of(*row);
}

Item show_item(db::Session& session, std::int64_t conversation) {
  return find_item(session, ConversationId{conversation}).value_or(Item{});
}

}  // namespace mg::api
