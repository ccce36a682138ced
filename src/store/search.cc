#include "store/search.h"

#include <limits>

#include "gen/store/sql.h"

namespace mg::store {
namespace {

constexpr std::size_t words_max = 10;
constexpr std::size_t word_bytes_max = 64;

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// PostgreSQL's parser keeps addresses and hosts whole; the words in them are to be found, too.
// A tsvector holds at most 1 MiB.
std::string spaced(std::string_view text) {
  constexpr std::size_t indexed_bytes_max = 500'000;
  std::string out(text.substr(0, indexed_bytes_max));
  while (!out.empty() && out.size() == indexed_bytes_max &&
         (static_cast<unsigned char>(out.back()) & 0xc0) == 0x80) {
    out.pop_back();
  }
  for (char& c : out) {
    if (!is_word_byte(c)) c = ' ';
  }
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

std::vector<std::string> search_words(std::string_view text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < text.size() && words.size() < words_max) {
    while (at < text.size() && !is_word_byte(text[at])) ++at;
    std::string word;
    for (; at < text.size() && is_word_byte(text[at]); ++at) {
      const char c = text[at];
      if (word.size() < word_bytes_max) {
        word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      }
    }
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

void index(db::Session& session, const SearchDocument& d) {
  if (session.engine() == db::Engine::sqlite) {
    session.run(sql::search_save, d.message, d.subject, d.people, d.body);
    return;
  }
  session.run(sql::search_save, d.message, spaced(d.subject), spaced(d.people), spaced(d.body));
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
