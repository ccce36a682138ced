#pragma once

#include <memory>

#include "db/test_database.h"
#include "desk/desk.h"
#include "gen/store/migrations.h"

// For the tests of folders above: a desk on a fresh database of this engine, at a clock that tests
// move, ready to be asked. As with db/test_database.h: MG_ON_EVERY_ENGINE(Suite).
namespace mg::desk::testing {

class TestDesk {
 public:
  explicit TestDesk(db::Engine engine)
      : place_(engine),
        database_(migrated(place_.open())),
        desk_(*database_, clock_, {"https://desk.example", "desk.example"}) {}

  Desk& desk() { return desk_; }
  FixedClock& clock() { return clock_; }

 private:
  static std::unique_ptr<db::Database> migrated(std::unique_ptr<db::Database> database) {
    database->migrate(store::migrations());
    return database;
  }

  db::testing::TestDatabase place_;
  std::unique_ptr<db::Database> database_;
  FixedClock clock_{from_rfc3339("2026-11-21T09:00:00Z").value()};
  Desk desk_;
};

}  // namespace mg::desk::testing
