#include "gen/store/sql.h"
#include "store/conversation_rows.h"
#include "store/conversations.h"

namespace mg::store {

void save_words(db::Session& session, ConversationId id, const ConversationWords& words) {
  session.post(sql::conversation_words_save, id, words.subject, words.excerpt);
}

void save_subject(db::Session& session, ConversationId id, std::string_view subject) {
  session.post(sql::conversation_subject_save, id, subject);
}

void save_excerpt(db::Session& session, ConversationId id, std::string_view excerpt) {
  session.post(sql::conversation_excerpt_save, id, excerpt);
}

std::optional<ConversationWords> load_words(db::Session& session, ConversationId id) {
  return session.one(
      sql::conversation_words_load,
      [](const db::Row& row) {
        return ConversationWords{row.string(0), row.string(1), row.string(2)};
      },
      id);
}

void save_words(db::Session& session, PromiseId id, const PromiseWords& words) {
  session.post(sql::promise_words_save, id, words.text, words.reason);
}

PromiseWords load_words(db::Session& session, PromiseId id) {
  return session
      .one(
          sql::promise_words_load,
          [](const db::Row& row) {
            return PromiseWords{row.string(0), row.string(1)};
          },
          id)
      .value_or(PromiseWords{});
}

std::optional<views::Promise> load_promise(db::Session& session, PromiseId id) {
  return session.one(sql::promise_load, promise_from, id);
}

PromiseCounts promise_counts(db::Session& session, ContactId contact) {
  PromiseCounts counts;
  session.each(
      sql::promise_counts_of_contact,
      [&](const db::Row& row) {
        auto& count =
            row.enumeration<PromiseState>(0) == PromiseState::kept ? counts.kept : counts.broken;
        count += row.integer(1);  // One that is open again after it broke is broken, too.
      },
      contact);
  return counts;
}

bool was_answered(db::Session& session, ContactId contact) {
  return session
      .one(
          sql::contact_answered, [](const db::Row&) { return true; }, contact)
      .has_value();
}

std::vector<TakenPart> taken_part(db::Session& session, ContactId contact, Instant since,
                                  int count_max) {
  std::vector<TakenPart> found;
  session.each(
      sql::conversations_taken_part,
      [&](const db::Row& row) {
        found.push_back(
            {row.id<ConversationId>(0), row.id<ContactId>(1), row.id<InboxId>(2), row.instant(3)});
      },
      contact, since, count_max);
  return found;
}

}  // namespace mg::store
