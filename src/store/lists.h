#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/db.h"
#include "store/conversations.h"

// Lists of conversations, paged by key.
namespace mg::store {

struct Named {
  std::int64_t id = 0;
  std::string name;
};

struct ListItem {
  views::Conversation conversation;  // Without held replies and participants.
  std::string subject, excerpt;
  std::string contact_name, contact_email;
  std::string inbox_name, inbox_address;
  std::string assignee_name, team_name;
  std::optional<views::Promise> promise;  // The first that stands.
  std::string promise_text;
};

enum class ListSort { number, number_down, due, updated };

struct ListQuery {
  std::optional<State> state;  // Exact; none: all but spam and merged.
  std::optional<Turn> turn;
  std::optional<AgentId> assignee;  // An empty id: assigned to nobody.
  TeamId team;
  InboxId inbox;
  ContactId contact;
  bool unheard = false;   // Open and never answered by a person.
  bool promised = false;  // With a promise that stands.
  ListSort sort = ListSort::number;
  std::string cursor;  // Of the page before; empty for the first.
  int limit = 50;
};

struct ListPage {
  std::vector<ListItem> items;
  std::string next;  // Empty: that was the last page.
};

Result<ListPage> list_conversations(db::Session& session, const ListQuery& query);

std::optional<ListItem> load_item(db::Session& session, ConversationId id);

// How many fit the query (its sort, cursor and limit are ignored), and how many of them have a
// promise due before `late_before` (the epoch: not counted); each counted to at most `counted_max`.
struct ListCount {
  std::int64_t all = 0;
  std::int64_t late = 0;
};
ListCount count_conversations(db::Session& session, const ListQuery& query, Instant late_before,
                              int counted_max);

struct Previous {
  ConversationId id;
  std::int64_t number = 0;
  std::string subject;
  State state = State::open;
  Instant created_at;
};
std::vector<Previous> conversations_of(db::Session& session, ContactId contact,
                                       ConversationId but_not, int count_max);
std::optional<Previous> load_previous(db::Session& session, ConversationId id);

// What ConversationLinked has linked to it, the newest first.
struct Linked {
  Previous other;
  bool answers = false;  // This one answers a message of the other.
};
std::vector<Linked> linked_to(db::Session& session, ConversationId id, int count_max);

}  // namespace mg::store
