#pragma once

#include <vector>

#include "base/json.h"
#include "desk/workspace.h"

namespace mg::api {

// Another conversation of the same person.
struct Previous {
  ConversationId id;
  std::int64_t number = 0;
  std::string subject;
  State state = State::open;
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Previous, (), (id, number, subject, state, created_at))

inline std::vector<Previous> previous_of(const std::vector<store::Previous>& rows) {
  std::vector<Previous> all;
  for (const store::Previous& row : rows) {
    all.push_back({row.id, row.number, row.subject, row.state, row.created_at});
  }
  return all;
}

}  // namespace mg::api
