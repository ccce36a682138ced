#pragma once

#include "db/db.h"

namespace mg::store {

// Ids that are taken later are larger, also of the changes that a lock lets through one by one:
// drop_ids_ahead() is called where one is taken.
std::int64_t next_id(db::Session& session);
inline void drop_ids_ahead(db::Session& session) {
  session.numbers_ahead().clear();
}
std::int64_t next_conversation_number(db::Session& session);

// A fresh id, taken in the transaction that uses it.
template <class IdType>
IdType fresh(db::Session& session) {
  return IdType{next_id(session)};
}

}  // namespace mg::store
