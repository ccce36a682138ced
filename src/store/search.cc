#include "store/search.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "gen/store/sql.h"
#include "store/for_each_of.h"

namespace mg::store {
namespace {

constexpr int rows_a_look_max = 2'000;

// As one text: for FTS5, whose tokenizer takes the words apart again.
std::string spaced(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += word + ' ';
  return out;
}

// As a tsvector's text. Words are letters, digits and marks alone, so nothing has to be escaped.
std::string lexemes(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += '\'' + word + "' ";
  return out;
}

std::string fts5_query(const std::vector<std::string>& words) {
  std::string query;
  for (const std::string& word : words) {
    if (!query.empty()) query += ' ';
    query += "\"" + word + "\"*";
  }
  return query;
}

std::string tsquery(const std::vector<std::string>& words) {
  std::string query;
  for (const std::string& word : words) {
    if (!query.empty()) query += " & ";
    query += "'" + word + "':*";
  }
  return query;
}

// Keeps the newest message of each conversation, unless a page before has shown a newer one.
struct Finder {
  db::Session& session;
  const std::string& query;
  MessageId before;
  std::set<ConversationId> seen;
  std::vector<Found> found;

  void take(const Found& row) {
    if (!seen.insert(row.conversation).second) return;
    const auto first = [](const db::Row& newer) { return newer.integer(0); };
    if (before && session.one(sql::search_newer, first, query, row.conversation, before)) return;
    found.push_back(row);
  }
};

}  // namespace

void lock_index(db::Session& session) {
  session.each(sql::index_lock, [](const db::Row&) {});
}

std::vector<SearchDocument> documents_of(db::Session& session,
                                         std::span<const MessageId> messages) {
  std::array<db::Value, documents_at_once_max> values;
  std::ranges::fill(values, db::to_value(0));
  std::ranges::transform(messages, values.begin(), [](MessageId id) { return db::to_value(id); });
  static const std::string text =
      for_each_of(documents_at_once_max,
                  "SELECT m.id, cw.subject, k.name, k.email, c.number, w.text FROM message m "
                  "JOIN conversation c ON c.id = m.conversation JOIN contact k ON k.id = c.contact "
                  "LEFT JOIN conversation_words cw ON cw.conversation = c.id "
                  "LEFT JOIN message_words w ON w.message = m.id WHERE m.id = ");
  std::vector<SearchDocument> found;
  session.execute_text(text, values, [&](const db::Row& row) {
    found.push_back({row.id<MessageId>(0), row.string(1),
                     row.string(2) + " " + row.string(3) + " " + std::to_string(row.integer(4)),
                     row.string(5)});
  });
  return found;
}

void index(db::Session& session, const SearchDocument& d) {
  const auto written = session.engine() == db::Engine::sqlite ? spaced : lexemes;
  session.post(sql::search_save, d.message, written(index_words(d.subject)),
               written(index_words(d.people)), written(index_words(d.body)));
}

std::vector<Found> search(db::Session& session, std::string_view text, MessageId before,
                          int count_max) {
  const std::vector<std::string> words = search_words(text);
  if (words.empty()) return {};
  const std::string query =
      session.engine() == db::Engine::sqlite ? fts5_query(words) : tsquery(words);
  Finder finder{session, query, before, {}, {}};
  std::int64_t below = before ? before.value : std::numeric_limits<std::int64_t>::max();
  // A long conversation may fit with many of its messages: each look goes further down.
  for (int rows_max = 2 * count_max;; rows_max = std::min(2 * rows_max, rows_a_look_max)) {
    std::vector<Found> rows;
    session.each(
        sql::search_find,
        [&](const db::Row& row) {
          rows.push_back({row.id<ConversationId>(0), row.id<MessageId>(1)});
        },
        query, below, rows_max);
    for (const Found& row : rows) {
      finder.take(row);
      if (finder.found.size() == static_cast<std::size_t>(count_max)) return finder.found;
    }
    if (rows.size() < static_cast<std::size_t>(rows_max)) return finder.found;
    below = rows.back().message.value;
  }
}

}  // namespace mg::store
