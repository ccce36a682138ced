#pragma once

#include "db/db.h"

namespace mg::store {

std::int64_t next_id(db::Session& session);
std::int64_t next_conversation_number(db::Session& session);

// A fresh id, taken in the transaction that uses it.
template <class IdType>
IdType fresh(db::Session& session) {
  return IdType{next_id(session)};
}

}  // namespace mg::store
