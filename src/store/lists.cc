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
    "FROM conversation c LEFT JOIN conversation_words w ON w.conversation = c.id "
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
  std::string text = "WHERE ";
  std::vector<db::Value> values;

  void add(std::string_view condition) {
    if (text.size() > 6) text += " AND ";
    text += condition;
  }
  // `condition` ends where the parameter stands.
  void add(std::string_view condition, db::Value value) {
    add(condition);
    values.push_back(value);
    text += " $" + std::to_string(values.size());
  }
};

Where where_of(const ListQuery& query) {
  Where where;
  if (query.unheard) {
    where.add("c.state = 1 AND c.answered = 0");
  } else if (query.state) {
    where.add("c.state =", db::to_value(*query.state));
  } else {
    where.add("c.state IN (1, 2, 3, 4, 5)");
  }
  if (query.turn) where.add("c.turn =", db::to_value(*query.turn));
  if (query.assignee && *query.assignee) where.add("c.assignee =", query.assignee->value);
  if (query.assignee && !*query.assignee) where.add("c.assignee IS NULL");
  if (query.team) where.add("c.team =", query.team.value);
  if (query.inbox) where.add("c.inbox =", query.inbox.value);
  if (query.contact) where.add("c.contact =", query.contact.value);
  if (query.promised) where.add("c.promise IS NOT NULL");
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
  std::string_view column;
  std::string_view after;  // The comparison of (column, id) with the cursor.
  std::string_view order;
};

SortText sort_text(ListSort sort) {
  switch (sort) {
    case ListSort::number:
      return {"c.number", ">", "c.number, c.id"};
    case ListSort::number_down:
      return {"c.number", "<", "c.number DESC, c.id DESC"};
    case ListSort::due:
      return {"c.due_key", ">", "c.due_key, c.id"};
    case ListSort::updated:
      return {"c.updated_at", "<", "c.updated_at DESC, c.id DESC"};
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

}  // namespace

Result<ListPage> list_conversations(db::Session& session, const ListQuery& query) {
  Where where = where_of(query);
  const SortText sort = sort_text(query.sort);
  if (!query.cursor.empty()) {
    const auto cursor = cursor_from(query.cursor, query.sort);
    if (!cursor) {
      return refuse(RefusalKind::bad_input, "bad_cursor",
                    "This cursor is not one that the list gave. Start again without it.",
                    "?cursor");
    }
    where.add("(" + std::string(sort.column) + ", c.id) " + std::string(sort.after) + " (",
              cursor->key);
    where.values.push_back(cursor->id);
    where.text += ", $" + std::to_string(where.values.size()) + ")";
  }
  where.values.push_back(std::int64_t{query.limit} + 1);
  const std::string text = std::string(item_columns) + std::string(item_tables) + where.text +
                           " ORDER BY " + std::string(sort.order) + " LIMIT $" +
                           std::to_string(where.values.size());
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
  static const std::string text =
      std::string(item_columns) + std::string(item_tables) + "WHERE c.id = $1";
  const db::Value values[] = {id.value};
  session.execute_text(text, values, [&](const db::Row& row) { item = item_from(row); });
  return item;
}

ListCount count_conversations(db::Session& session, const ListQuery& query, Instant late_before,
                              int counted_max) {
  Where where = where_of(query);
  where.values.push_back(to_micros(late_before));
  const std::string late = "$" + std::to_string(where.values.size());
  where.values.push_back(std::int64_t{counted_max});
  const std::string limit = "$" + std::to_string(where.values.size());
  const std::string text =
      "SELECT count(*), coalesce(sum(late), 0) FROM (SELECT CASE WHEN c.promise IS NOT NULL AND "
      "c.promise_due < " +
      late + " THEN 1 ELSE 0 END AS late FROM conversation c " + where.text + " LIMIT " + limit +
      ") AS counted";
  ListCount count;
  session.execute_text(text, where.values, [&](const db::Row& row) {
    count = {row.integer(0), row.integer(1)};
  });
  return count;
}

std::vector<Previous> conversations_of(db::Session& session, ContactId contact,
                                       ConversationId but_not, int count_max) {
  std::vector<Previous> found;
  session.each(
      sql::conversations_of_contact,
      [&](const db::Row& row) {
        found.push_back({row.id<ConversationId>(0), row.integer(1), row.string(2),
                         row.enumeration<State>(3), row.instant(4)});
      },
      contact, but_not.value, count_max);
  return found;
}

}  // namespace mg::store
