#include "store/ids.h"

#include <algorithm>

#include "gen/store/sql.h"

namespace mg::store {
namespace {

// Asking PostgreSQL costs more than a number. Those that are not needed are lost.
constexpr int ids_ahead = 8;

}  // namespace

std::int64_t next_id(db::Session& session) {
  std::vector<std::int64_t>& ahead = session.numbers_ahead();
  if (ahead.empty()) {
    session.each(
        sql::next_ids, [&](const db::Row& row) { ahead.push_back(row.integer(0)); }, ids_ahead);
    std::ranges::reverse(ahead);
  }
  const std::int64_t id = ahead.back();
  ahead.pop_back();
  return id;
}

std::int64_t next_conversation_number(db::Session& session) {
  return *session.one(sql::next_conversation_number,
                      [](const db::Row& row) { return row.integer(0); });
}

}  // namespace mg::store
