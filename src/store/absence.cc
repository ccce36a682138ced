#include "store/absence.h"

#include <algorithm>
#include <array>

#include "gen/store/sql.h"
#include "store/log.h"

namespace mg::store {
namespace {

constexpr std::int64_t ids_per_turn = 200'000;

struct Kind {
  const db::Statement* statement;
  std::string_view what;
};

const std::array kinds{
    Kind{&sql::absent_agent, "agents that the log has added and who are gone"},
    Kind{&sql::absent_team, "teams that the log has added and that are gone"},
    Kind{&sql::absent_added_inbox, "inboxes that the log has added and that are gone"},
    Kind{&sql::absent_added_contact, "contacts that the log has added and that are gone"},
    Kind{&sql::absent_message_words, "messages without their words"},
    Kind{&sql::absent_author, "messages whose writer is gone"},
    Kind{&sql::absent_raw_mail, "messages whose mail is gone"},
    Kind{&sql::absent_conversation_words, "conversations without subject and excerpt"},
    Kind{&sql::absent_contact, "conversations whose contact is gone"},
    Kind{&sql::absent_inbox, "conversations whose inbox is gone"},
    Kind{&sql::absent_inbox_address, "inboxes without an address"},
    Kind{&sql::absent_contact_address, "contacts without an address"},
    Kind{&sql::absent_promise_words, "promises without their words"},
    Kind{&sql::absent_attachment_blob, "attachments without their bytes"},
    Kind{&sql::absent_attachment_size, "attachments whose size is not that of their bytes"},
    Kind{&sql::absent_raw_mail_blob, "mails without their bytes"},
    Kind{&sql::absent_outbox_words, "mailed copies without their recipient"},
    Kind{&sql::absent_outbox_blob, "mailed copies without their bytes"},
    Kind{&sql::absent_message_id, "mailed copies whose Message-ID is not kept"},
    Kind{&sql::absent_blob_chunk, "stored bytes that are not as many as they were"},
    Kind{&sql::absent_blob_holder, "stored bytes whose attachment, mail or copy is gone"},
    Kind{&sql::absent_signing_key, "messages, and no key that signs links to them"},
    Kind{&sql::absent_search, "messages that the search index lacks"},
};
constexpr std::size_t search_kind = kinds.size() - 1;

std::int64_t last_id(db::Session& session) {
  return session.one(sql::last_id, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

bool has_read_the_log(db::Session& session) {
  const auto position = load_follower(session, "search").value_or(Position{});
  return log_lag(session, position, 1) == 0;
}

bool has_messages(db::Session& session) {
  return session.execute_text("SELECT 1 FROM message LIMIT 1", {}, [](const db::Row&) {}) > 0;
}

}  // namespace

void AbsenceCheck::look(db::Session& session, std::size_t kind, std::int64_t last) {
  session.each(
      *kinds[kind].statement,
      [&](const db::Row& row) {
        Absence& absence = found_[kind];
        absence.what = kinds[kind].what;
        absence.more = absence.ids.size() == ids_max;
        if (!absence.more) absence.ids.push_back(row.integer(0));
      },
      after_, last, static_cast<std::int64_t>(ids_max) + 1);
}

bool AbsenceCheck::turn(db::Session& session) {
  const std::int64_t end = last_id(session);
  const std::int64_t last = after_ + ids_per_turn;
  for (std::size_t kind = 0; kind < search_kind; ++kind) look(session, kind, last);
  index_is_behind_ = index_is_behind_ || (!has_read_the_log(session) && has_messages(session));
  if (!index_is_behind_) look(session, search_kind, last);
  after_ = last;
  return last < end;
}

std::vector<Absence> AbsenceCheck::found() const {
  std::vector<Absence> all;
  for (const auto& [kind, absence] : found_) all.push_back(absence);
  return all;
}

bool search_works(db::Database& database) {
  if (database.engine() != db::Engine::sqlite) return true;
  try {
    database.read([](db::Session& session) {
      session.execute_text("SELECT rowid FROM search WHERE search MATCH 'a*' LIMIT 1", {},
                           [](const db::Row&) {});
    });
  } catch (const db::Error& error) {
    if (error.kind != db::ErrorKind::corrupt) throw;
    return false;
  }
  return true;
}

}  // namespace mg::store
