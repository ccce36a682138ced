#include "store/lists.h"

#include <charconv>

#include "gen/store/sql.h"
#include "store/conversation_rows.h"

namespace mg::store {
namespace {

// Every text below is a constant of ours; values are bound.
constexpr std::string_view item_columns =
    "SELECT c.id, c.seq, c.number, c.inbox, c.contact, c.channel, c.state, c.turn, c.assignee, "
    "c.team, c.priority, c.messages, c.answered, c.not_yet, c.continues, c.continued_by, "
    "c.last_message, c.created_at, c.updated_at, c.last_customer_at, c.waiting_since, "
    "c.first_answer_at, c.ended_at, c.proposal, c.proposed_at, c.proposed_by, c.reminders, "
    "c.remind_at, c.lapse_at, c.erased_at, w.subject, w.excerpt, k.name, k.email, i.name, "
    "i.address, a.name, "
    "t.name, p.id, p.conversation, p.contact, p.agent, p.state, p.warned, p.standing, p.made_at, "
    "p.due_at, p.warn_at, p.ended_at, pw.text, c.due_key ";
constexpr std::string_view item_tables =
    "LEFT JOIN conversation_words w ON w.conversation = c.id "
    "LEFT JOIN contact k ON k.id = c.contact LEFT JOIN inbox i ON i.id = c.inbox "
    "LEFT JOIN agent a ON a.id = c.assignee LEFT JOIN team t ON t.id = c.team "
    "LEFT JOIN promise p ON p.id = c.promise LEFT JOIN promise_words pw ON pw.promise = c.promise ";

class PromiseColumns final : public db::Row {  // The promise's columns start at 38.
 public:
  explicit PromiseColumns(const db::Row& row) : row_(row) {}
  bool is_null(int i) const override { return row_.is_null(first + i); }
  std::int64_t integer(int i) const override { return row_.integer(first + i); }
  double real(int i) const override { return row_.real(first + i); }
  std::string_view text(int i) const override { return row_.text(first + i); }
  std::string_view blob(int i) const override { return row_.blob(first + i); }
  static constexpr int first = 38;

 private:
  const db::Row& row_;
};

ListItem item_from(const db::Row& row) {
  ListItem item;
  item.conversation = conversation_from(row);
  item.subject = row.text(30);
  item.excerpt = row.text(31);
  item.contact_name = row.text(32);
  item.contact_email = row.text(33);
  item.inbox_name = row.text(34);
  item.inbox_address = row.text(35);
  item.assignee_name = row.text(36);
  item.team_name = row.text(37);
  if (!row.is_null(38)) item.promise = promise_from(PromiseColumns(row));
  item.promise_text = row.text(49);
  return item;
}

struct Where {
  std::string text;
  std::vector<db::Value> values;

  void add(std::string_view condition) {
    if (!text.empty()) text += " AND ";
    text += condition;
  }
  std::string parameter(db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  }
};

// What a query asks for beside the state. Behind a "+" no index is used for it.
void add_filters(Where& where, const ListQuery& query, std::string_view plus) {
  const auto equals = [&](std::string_view column, std::int64_t value) {
    where.add(std::string(plus) + std::string(column) + " = " + where.parameter(value));
  };
  if (query.unheard) where.add(std::string(plus) + "c.answered = 0");
  if (query.turn) equals("c.turn", static_cast<std::int64_t>(*query.turn));
  if (query.assignee && *query.assignee) equals("c.assignee", query.assignee->value);
  if (query.assignee && !*query.assignee) where.add(std::string(plus) + "c.assignee IS NULL");
  if (query.team) equals("c.team", query.team.value);
  if (query.inbox) equals("c.inbox", query.inbox.value);
  if (query.contact) equals("c.contact", query.contact.value);
  if (query.promised) where.add(std::string(plus) + "c.promise IS NOT NULL");
}

bool has_filters(const ListQuery& query) {
  return query.unheard || query.turn || query.assignee || query.team || query.inbox ||
         query.contact || query.promised;
}

// One for each run of an index that is in the order of a list. All but spam and merged when the
// query names no state.
std::vector<std::string> state_conditions(const ListQuery& query) {
  // Promises have an index of their own that is in order whatever the state, and they are few.
  const std::string state = query.promised ? "+c.state" : "c.state";
  if (query.unheard) return {state + " = 1"};
  if (query.state) return {state + " = " + std::to_string(static_cast<int>(*query.state))};
  if (query.promised) return {state + " IN (1, 2, 3, 4, 5)"};
  return {"c.state = 1", "c.state = 2", "c.state = 3", "c.state = 4", "c.state = 5"};
}

Where where_of(const ListQuery& query) {
  Where where;
  const auto states = state_conditions(query);
  where.add(states.size() == 1 ? states.front() : "c.state IN (1, 2, 3, 4, 5)");
  add_filters(where, query, "");
  return where;
}

struct Cursor {
  std::int64_t key = 0;
  std::int64_t id = 0;
};

// A cursor names its order, so that it is not taken for a place in another one.
char letter_of(ListSort sort) {
  switch (sort) {
    case ListSort::number:
      return 'n';
    case ListSort::number_down:
      return 'd';
    case ListSort::due:
      return 'p';
    case ListSort::updated:
      return 'u';
  }
  return '-';
}

std::optional<Cursor> cursor_from(std::string_view text, ListSort sort) {
  if (text.empty() || text.front() != letter_of(sort)) return {};
  Cursor cursor;
  const char* end = text.data() + text.size();
  const auto key = std::from_chars(text.data() + 1, end, cursor.key);
  if (key.ec != std::errc{} || key.ptr == end || *key.ptr != '.') return {};
  const auto id = std::from_chars(key.ptr + 1, end, cursor.id);
  if (id.ec != std::errc{} || id.ptr != end) return {};
  return cursor;
}

struct SortText {
  std::string column;
  std::string after;      // The comparison of (column, id) with the cursor.
  std::string direction;  // "" or " DESC".
};

SortText sort_text(ListSort sort, const std::string& table) {
  switch (sort) {
    case ListSort::number:
      return {table + "number", ">", ""};
    case ListSort::number_down:
      return {table + "number", "<", " DESC"};
    case ListSort::due:
      return {table + "due_key", ">", ""};
    case ListSort::updated:
      return {table + "updated_at", "<", " DESC"};
  }
  return {};
}

std::int64_t sort_key(const ListItem& item, ListSort sort) {
  switch (sort) {
    case ListSort::number:
    case ListSort::number_down:
      return item.conversation.number;
    // The row was loaded without its promises: give the one that it stands by.
    case ListSort::due: {
      views::Conversation c = item.conversation;
      if (item.promise) c.promises = {*item.promise};
      return due_key(c);
    }
    case ListSort::updated:
      return to_micros(item.conversation.updated_at);
  }
  return 0;
}

// Whether so few conversations fit the filters that finding and sorting them costs less than
// walking those of the state in the list's order until a page is full.
bool is_narrow(db::Session& session, const ListQuery& query) {
  constexpr std::int64_t sorted_max = 2'000;
  return count_conversations(session, query, Instant{}, sorted_max).all < sorted_max;
}

// No list reads many more than it shows, however many there are: each state's first rows come out
// of an index in order, then the first of these are taken, then what is shown of them is looked up.
std::string list_text(db::Session& session, const ListQuery& query, Where& where,
                      const std::optional<Cursor>& cursor) {
  const bool in_order = query.sort == ListSort::due || !has_filters(query);
  const bool narrow = !in_order && is_narrow(session, query);
  // The "+" keeps the planner from the other index.
  add_filters(where, query, in_order || narrow ? "" : "+");
  const SortText sort = sort_text(query.sort, narrow ? "+c." : "c.");
  if (cursor) {
    const std::string key = where.parameter(cursor->key);
    where.add("(" + sort.column + ", c.id) " + sort.after + " (" + key + ", " +
              where.parameter(cursor->id) + ")");
  }
  const std::string limit = " LIMIT " + where.parameter(std::int64_t{query.limit} + 1);
  const std::string head =
      "SELECT * FROM (SELECT c.id AS id, " + sort.column + " AS key FROM conversation c WHERE ";
  const std::string tail = (where.text.empty() ? "" : " AND " + where.text) + " ORDER BY " +
                           sort.column + sort.direction + ", c.id" + sort.direction + limit +
                           ") AS run";
  std::string runs;
  for (const std::string& state : state_conditions(query)) {
    runs.append(runs.empty() ? "" : " UNION ALL ").append(head).append(state).append(tail);
  }
  const std::string order = " ORDER BY key" + sort.direction + ", id" + sort.direction;
  return std::string(item_columns) + "FROM (SELECT id, key FROM (" + runs + ") AS runs" + order +
         limit + ") AS page JOIN conversation c ON c.id = page.id " + std::string(item_tables) +
         "ORDER BY page.key" + sort.direction + ", page.id" + sort.direction;
}

Previous previous_from(const db::Row& row) {
  return {row.id<ConversationId>(0), row.integer(1), row.string(2), row.enumeration<State>(3),
          row.instant(4)};
}

}  // namespace

Result<ListPage> list_conversations(db::Session& session, const ListQuery& query) {
  Where where;
  std::optional<Cursor> cursor;
  if (!query.cursor.empty()) {
    cursor = cursor_from(query.cursor, query.sort);
    if (!cursor) {
      return refuse(RefusalKind::bad_input, "bad_cursor",
                    "This cursor is not one that the list gave. Start again without it.",
                    "?cursor");
    }
  }
  const std::string text = list_text(session, query, where, cursor);
  ListPage page;
  session.execute_text(text, where.values,
                       [&](const db::Row& row) { page.items.push_back(item_from(row)); });
  if (page.items.size() > static_cast<std::size_t>(query.limit)) {
    page.items.pop_back();
    const ListItem& last = page.items.back();
    page.next = letter_of(query.sort) + std::to_string(sort_key(last, query.sort)) + "." +
                std::to_string(last.conversation.id.value);
  }
  return page;
}

std::optional<ListItem> load_item(db::Session& session, ConversationId id) {
  std::optional<ListItem> item;
  static const std::string text = std::string(item_columns) + "FROM conversation c " +
                                  std::string(item_tables) + "WHERE c.id = $1";
  const db::Value values[] = {id.value};
  session.execute_text(text, values, [&](const db::Row& row) { item = item_from(row); });
  return item;
}

ListCount count_conversations(db::Session& session, const ListQuery& query, Instant late_before,
                              int counted_max) {
  const auto count = [&](const Where& where, const std::string& limit) {
    std::int64_t counted = 0;
    session.execute_text("SELECT count(*) FROM (SELECT 1 FROM conversation c WHERE " + where.text +
                             " LIMIT " + limit + ") AS counted",
                         where.values, [&](const db::Row& row) { counted = row.integer(0); });
    return counted;
  };
  ListCount found;
  Where all = where_of(query);
  const std::string limit = all.parameter(std::int64_t{counted_max});
  found.all = count(all, limit);
  if (late_before == Instant{} || found.all == 0) return found;
  // Apart, so that the first needs nothing but an index. A late promise is among the first of each
  // list in the order of what is due: see due_key().
  Where late = where_of(query);
  const std::string before = late.parameter(to_micros(late_before));
  late.add("c.due_key < " + before + " AND c.promise IS NOT NULL AND c.promise_due < " + before);
  const std::string late_limit = late.parameter(std::int64_t{counted_max});
  found.late = count(late, late_limit);
  return found;
}

std::vector<Previous> conversations_of(db::Session& session, ContactId contact,
                                       ConversationId but_not, int count_max) {
  std::vector<Previous> found;
  session.each(
      sql::conversations_of_contact,
      [&](const db::Row& row) { found.push_back(previous_from(row)); }, contact, but_not.value,
      count_max);
  return found;
}

std::optional<Previous> load_previous(db::Session& session, ConversationId id) {
  return session.one(sql::conversation_previous, previous_from, id);
}

std::vector<Linked> linked_to(db::Session& session, ConversationId id, int count_max) {
  std::vector<Linked> found;
  session.each(
      sql::conversations_linked,
      [&](const db::Row& row) {
        found.push_back({previous_from(row), row.integer(5) != 0});
      },
      id, count_max);
  return found;
}

}  // namespace mg::store
