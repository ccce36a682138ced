#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "db/db.h"

// For the tests of every folder. A suite that must hold on both engines:
//
//   class Store : public testing::TestWithParam<db::Engine> {
//    protected:
//     db::testing::TestDatabase place{GetParam()};
//     std::unique_ptr<db::Database> database = place.open();
//   };
//   TEST_P(Store, keeps_what_was_appended) { ... }
//   MG_ON_EVERY_ENGINE(Store);
namespace mg::db::testing {

// Both; one only when the environment says MG_TEST_ENGINES=sqlite or =postgres.
std::vector<Engine> engines();
std::string engine_name(Engine engine);

// A fresh, empty database: for SQLite in a new folder, for PostgreSQL on the server whose
// maintenance database MG_TEST_POSTGRES names (postgresql://...). Dropped at the end, so close
// every Database on it first. The constructor throws when there is no such server: a test that
// cannot run has failed.
class TestDatabase {
 public:
  explicit TestDatabase(Engine engine);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  std::unique_ptr<Database> open() const { return db::open(options); }

  Options options;
  std::string folder;  // SQLite only: holds the database file "test.db" and nothing else at first.

 private:
  Engine engine_;
  std::string name_;
};

// Waits until `holds`, which is asked at once and after each commit. False: not by then.
bool holds_soon(Database& database, const std::function<bool()>& holds,
                std::chrono::seconds at_most);

}  // namespace mg::db::testing

#define MG_ON_EVERY_ENGINE(Suite)                                                           \
  INSTANTIATE_TEST_SUITE_P(Engines, Suite, ::testing::ValuesIn(mg::db::testing::engines()), \
                           [](const auto& at) { return mg::db::testing::engine_name(at.param); })
