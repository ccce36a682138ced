#include "main/workspace.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "db/migrate.h"
#include "main/restore_fixture.h"

// What is no workspace is not made one by the way.
namespace mg::app {
namespace {

TEST(Place, a_folder_that_may_not_be_looked_into_is_said_to_be_one) {
  const db::testing::TestDatabase scratch(db::Engine::sqlite);
  std::filesystem::create_directories(scratch.folder);
  const Place place{scratch.folder, ""};
  std::ofstream(place.file()) << "x";
  std::filesystem::permissions(scratch.folder, std::filesystem::perms::none);
  constexpr uid_t nobody = 65534;
  const bool is_root = ::geteuid() == 0;
  if (is_root) {
    ASSERT_EQ(::seteuid(nobody), 0);
  }
  std::string said;
  try {
    holds_workspace(place);
  } catch (const db::Error& error) {
    said = error.what();
  }
  if (is_root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  std::filesystem::permissions(scratch.folder, std::filesystem::perms::owner_all);
  EXPECT_NE(said.find("cannot be looked into (Permission denied)"), said.npos) << said;
}

// A database of the server that the tests run on; none when they run on SQLite alone.
class ForeignDatabase : public testing::TestWithParam<db::Engine> {
 protected:
  void make(const std::string& sql) {
    place_.open()->write([&](db::Session& session) { session.execute_script(sql); });
  }
  std::vector<std::string> tables() {
    std::vector<std::string> found;
    place_.open()->read([&](db::Session& session) {
      session.execute_text(
          "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1", {},
          [&](const db::Row& row) { found.push_back(row.string(0)); });
    });
    return found;
  }
  Place place() const { return {"", place_.options.url}; }
  void expect_refused_by_all() {
    EXPECT_THROW(must_hold_workspace(place()), db::Error);
    EXPECT_THROW(open_workspace(place(), clock_, ""), db::Error);
    EXPECT_NE(migrate_workspace(place()), 0);
  }

  const db::testing::TestDatabase place_{GetParam()};
  const FixedClock clock_{made_at};
};
INSTANTIATE_TEST_SUITE_P(
    Engines, ForeignDatabase,
    [] {
      auto engines = db::testing::engines();
      std::erase(engines, db::Engine::sqlite);
      return testing::ValuesIn(engines);
    }(),
    [](const auto& at) { return db::testing::engine_name(at.param); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ForeignDatabase);

TEST_P(ForeignDatabase, that_of_another_program_is_refused_and_stays_as_it_is) {
  make("CREATE TABLE invoices (id bigint PRIMARY KEY, total bigint)");
  expect_refused_by_all();
  EXPECT_EQ(tables(), std::vector<std::string>{"invoices"});
}

// Rails and others name theirs alike.
TEST_P(ForeignDatabase, a_table_of_migrations_alone_is_no_workspace) {
  make("CREATE TABLE schema_migrations (version varchar PRIMARY KEY)");
  expect_refused_by_all();
  make(
      "DROP TABLE schema_migrations;"
      "CREATE TABLE schema_migrations (number bigint PRIMARY KEY, name text NOT NULL);"
      "INSERT INTO schema_migrations VALUES (1, 'invoices')");
  expect_refused_by_all();
  EXPECT_EQ(tables(), std::vector<std::string>{"schema_migrations"});
}

TEST_P(ForeignDatabase, an_empty_one_is_no_workspace_until_one_is_made) {
  EXPECT_FALSE(must_hold_workspace(place()));
  EXPECT_TRUE(tables().empty());
  { const Workspace made = open_workspace(place(), clock_, ""); }
  EXPECT_TRUE(must_hold_workspace(place()));
  make("CREATE TABLE invoices (id bigint PRIMARY KEY, total bigint)");
  EXPECT_TRUE(must_hold_workspace(place()));
  { const Workspace again = open_workspace(place(), clock_, ""); }
}

}  // namespace
}  // namespace mg::app
