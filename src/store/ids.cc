#include "store/ids.h"

#include "gen/store/sql.h"

namespace mg::store {

std::int64_t next_id(db::Session& session) {
  return *session.one(sql::next_id, [](const db::Row& row) { return row.integer(0); });
}

std::int64_t next_conversation_number(db::Session& session) {
  return *session.one(sql::next_conversation_number,
                      [](const db::Row& row) { return row.integer(0); });
}

}  // namespace mg::store
