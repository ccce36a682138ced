#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/db.h"
#include "facts/ids.h"
#include "store/search_words.h"

// Full-text search over messages: FTS5 on SQLite, tsvector on PostgreSQL, both of the words that
// store/search_words.h makes.
namespace mg::store {

struct SearchDocument {
  MessageId message;
  std::string subject, people, body;
};
// Of those of the messages that are there, in no order; at most documents_at_once_max of them.
inline constexpr std::size_t documents_at_once_max = 16;
std::vector<SearchDocument> documents_of(db::Session& session, std::span<const MessageId> messages);
void index(db::Session& session, const SearchDocument& document);
// Makes others wait for the rest of the transaction: who reads words to index them, and who erases
// words. To be taken before anything is read.
void lock_index(db::Session& session);

struct Found {
  ConversationId conversation;
  MessageId message;  // The newest that fits.
};

// Conversations with a message that has every word of `words` (each as a prefix), newest message
// first, below the message `before` (none: from the top). Any input is a search for plain words:
// operators have no meaning. No words: nothing found.
std::vector<Found> search(db::Session& session, std::string_view words, MessageId before,
                          int count_max);

}  // namespace mg::store
