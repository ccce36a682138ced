#include "desk/newer_version.h"

namespace mg::desk {
namespace {

constexpr int newest_facts = 10'000;
constexpr int facts_per_look_max = 500;

}  // namespace

NewerVersion::Found NewerVersion::look(Desk& desk) {
  Found found;
  try {
    desk.database().read([&](db::Session& session) {
      if (!position_) {
        store::expect_known_kinds(session, newest_facts);
        position_ = store::log_head(session);
        return;
      }
      const auto facts = store::facts_after(session, *position_, facts_per_look_max);
      if (!facts.empty()) position_ = facts.back().position;
      found.more = facts.size() == static_cast<std::size_t>(facts_per_look_max);
    });
  } catch (const store::UnknownFact& unknown) {
    found.unknown = unknown.what();
  }
  return found;
}

}  // namespace mg::desk
