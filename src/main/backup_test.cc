#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "db/backup_file.h"
#include "db/migrate.h"
#include "main/restore_fixture.h"

namespace mg::app {
namespace {

namespace fs = std::filesystem;

// A reader whose every statement that counts all rows of a table takes too long.
class NoTimeToCount : public db::Session {
 public:
  explicit NoTimeToCount(db::Session& inner) : inner_(inner) {}
  db::Engine engine() const override { return inner_.engine(); }
  std::int64_t execute(const db::Statement& statement, std::span<const db::Value> values,
                       const std::function<void(const db::Row&)>& each) override {
    return inner_.execute(statement, values, each);
  }
  std::int64_t execute_text(std::string_view sql, std::span<const db::Value> values,
                            const std::function<void(const db::Row&)>& each) override {
    const bool counts = sql.find("count(") != std::string_view::npos;
    if (counts && sql.find("LIMIT") == std::string_view::npos) {
      throw db::Error(db::ErrorKind::busy, "canceling statement due to statement timeout");
    }
    return inner_.execute_text(sql, values, each);
  }
  void execute_script(std::string_view sql) override { inner_.execute_script(sql); }
  void send(const db::Statement& statement, std::span<const db::Value> values,
            std::optional<std::int64_t> rows) override {
    inner_.send(statement, values, rows);
  }

 private:
  db::Session& inner_;
};

TEST(Backup, of_a_large_workspace_on_postgres_counts_nothing_that_takes_long) {
  const auto engines = db::testing::engines();
  if (std::ranges::find(engines, db::Engine::postgres) == engines.end()) GTEST_SKIP();
  const db::testing::TestDatabase origin(db::Engine::postgres), place(db::Engine::sqlite);
  fs::create_directories(place.folder);
  const FixedClock clock(made_at);
  Opened old(origin.options.url, clock);
  Story story(old);
  story.tell();
  const std::string file = place.folder + "/copy";
  std::vector<int> percents;
  db::write_backup(file, [&](db::Session& to) {
    db::run_migrations_in(to, store::migrations());
    old.database->read([&](db::Session& from) {
      NoTimeToCount reader(from);
      store::copy_workspace(reader, to, [&](int percent) { percents.push_back(percent); });
    });
  });
  EXPECT_TRUE(std::ranges::is_sorted(percents));
  EXPECT_EQ(percents.back(), 100);
  EXPECT_TRUE(restore_backup({file, {place.folder + "/new", ""}, false}, clock, {}));
}

TEST(Backup, another_one_into_the_same_file_is_refused_and_does_it_no_harm) {
  const db::testing::TestDatabase place(db::Engine::sqlite);
  fs::create_directories(place.folder);
  const std::string file = place.folder + "/copy";
  std::ofstream(file + ".partial") << "of a backup that was cut short";
  const auto write = [](const std::string& path, const char* words) {
    std::ofstream(path, std::ios::app) << words;
  };
  db::write_new_file(file, [&](const std::string& partial) {
    write(partial, "the one ");
    try {
      db::write_new_file(file, [&](const std::string& same) { write(same, "the other "); });
      ADD_FAILURE() << "two wrote one file";
    } catch (const db::Error& error) {
      EXPECT_EQ(error.kind, db::ErrorKind::busy) << error.what();
    }
    write(partial, "whole");
  });
  std::ifstream made(file);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(made), {}), "the one whole");
  EXPECT_FALSE(fs::exists(file + ".partial"));
}

}  // namespace
}  // namespace mg::app
