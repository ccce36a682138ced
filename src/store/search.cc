#include "store/search.h"

#include <limits>

#include "gen/store/sql.h"

namespace mg::store {
namespace {

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

}  // namespace

void index(db::Session& session, const SearchDocument& d) {
  const auto written = session.engine() == db::Engine::sqlite ? spaced : lexemes;
  session.run(sql::search_save, d.message, written(index_words(d.subject)),
              written(index_words(d.people)), written(index_words(d.body)));
}

std::vector<Found> search(db::Session& session, std::string_view text, MessageId before,
                          int count_max) {
  const std::vector<std::string> words = search_words(text);
  if (words.empty()) return {};
  const std::string query =
      session.engine() == db::Engine::sqlite ? fts5_query(words) : tsquery(words);
  const std::int64_t below = before ? before.value : std::numeric_limits<std::int64_t>::max();
  std::vector<Found> found;
  session.each(
      sql::search_find,
      [&](const db::Row& row) {
        found.push_back({row.id<ConversationId>(0), row.id<MessageId>(1)});
      },
      query, below, count_max);
  return found;
}

}  // namespace mg::store
