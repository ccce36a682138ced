#include <algorithm>

#include "db/test_wire.h"
#include "desk/desk_fixture.h"
#include "store/conversations.h"

// What a refusal says about a database that did not do as it was told.
namespace mg::desk {
namespace {

Change runs(std::string sql) {
  return {rules::Right::anyone, [sql = std::move(sql)](Tx& tx) -> Result<std::int64_t> {
            tx.session.execute_text(sql, {}, [](const db::Row&) {});
            return 7;
          }};
}

class Outcome : public DeskTest {};

TEST_P(Outcome, a_fault_of_ours_is_no_moment_that_passes) {
  const auto refusal = [&](const std::string& sql) {
    const auto result = desk_->change_now(as_system(), runs(sql));
    EXPECT_FALSE(result) << sql;
    return result ? Refusal{} : result.error();
  };
  for (const char* sql : {"SELECT nothing FROM nowhere", "UPDATE inbox SET name = NULL"}) {
    EXPECT_EQ(refusal(sql).kind, RefusalKind::internal) << sql;
    EXPECT_EQ(refusal(sql).code, "internal_error");
    EXPECT_FALSE(refusal(sql).detail.empty());
  }
  EXPECT_TRUE(refusal("SELECT nothing FROM nowhere").detail.contains("nowhere"));
  if (GetParam() == db::Engine::postgres) {
    EXPECT_EQ(refusal("SELECT 2147483647::int + 1").kind, RefusalKind::internal);  // 22003
  } else {
    EXPECT_EQ(refusal("SELECT zeroblob(2147483647)").kind, RefusalKind::internal);  // TOOBIG
  }
  const auto thrown = desk_->change_now(
      as_system(), {rules::Right::anyone,
                    [](Tx&) -> Result<std::int64_t> { throw std::runtime_error("a mistake"); }});
  ASSERT_FALSE(thrown);
  EXPECT_EQ(thrown.error().kind, RefusalKind::internal);
  EXPECT_EQ(thrown.error().detail, "a mistake");
  const auto read = desk_->read<int>([](db::Session& session) -> Result<int> {
    session.execute_text("SELECT nothing FROM nowhere", {}, [](const db::Row&) {});
    return 1;
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, RefusalKind::internal);
}

TEST_P(Outcome, only_what_passes_by_itself_is_unavailable) {
  using db::ErrorKind;
  for (const auto kind : {ErrorKind::busy, ErrorKind::serialization, ErrorKind::connection_lost,
                          ErrorKind::disk_full, ErrorKind::io, ErrorKind::closed}) {
    const Refusal refusal = Desk::refusal_of(db::Error(kind, "x"));
    EXPECT_EQ(refusal.kind, RefusalKind::unavailable);
    EXPECT_EQ(refusal.code, "unavailable");
  }
  for (const auto kind : {ErrorKind::not_null, ErrorKind::check, ErrorKind::corrupt,
                          ErrorKind::schema, ErrorKind::other}) {
    EXPECT_EQ(Desk::refusal_of(db::Error(kind, "x")).kind, RefusalKind::internal);
  }
  const Refusal unknown = Desk::refusal_of(db::Error(ErrorKind::outcome_unknown, "x"));
  EXPECT_EQ(unknown.kind, RefusalKind::unavailable);
  EXPECT_EQ(unknown.code, "outcome_unknown");
  EXPECT_TRUE(unknown.detail.contains("may or may not"));
}

MG_ON_EVERY_ENGINE(Outcome);

// The connection is lost when COMMIT has reached the server.
class LostCommit : public DeskTest {
 protected:
  Context command() const {
    Context context = by_owner();
    context.command = "http:1:key";
    context.digest = "digest";
    return context;
  }
  Change counted() {
    return {rules::Right::anyone, [this](Tx& tx) -> Result<std::int64_t> {
              ++runs_;
              const auto id = tx.fresh<MessageId>();
              tx.session.execute_text(
                  "INSERT INTO setting (key, value) VALUES ('lost_" + to_string(id) + "', 'x')", {},
                  [](const db::Row&) {});
              return id.value;
            }};
  }
  int rows() {
    int found = 0;
    database_->read([&](db::Session& session) {
      session.execute_text("SELECT count(*) FROM setting WHERE key LIKE 'lost%'", {},
                           [&](const db::Row& row) { found = static_cast<int>(row.integer(0)); });
    });
    return found;
  }

  db::testing::Wire wire_{test_database_.options};
  std::unique_ptr<db::Database> through_ = db::open(wire_.through());
  Desk far_{*through_, clock_, {"https://desk.example", "desk.example"}};
  std::atomic<int> runs_{0};
};

TEST_P(LostCommit, a_change_with_a_command_id_finds_out_that_it_was_done) {
  wire_.cut_after_commit(true);
  const auto result = far_.change_now(command(), counted());
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(rows(), 1);
  EXPECT_EQ(far_.change_now(command(), counted()), result);
  EXPECT_EQ(rows(), 1);
}

TEST_P(LostCommit, without_a_command_id_nobody_says_that_nothing_was_changed) {
  wire_.cut_after_commit(true);
  const auto result = far_.change_now(by_owner(), counted());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, RefusalKind::unavailable);
  EXPECT_EQ(result.error().code, "outcome_unknown");
  EXPECT_EQ(rows(), 1);
}

TEST_P(LostCommit, while_the_server_stays_away_the_outcome_stays_unknown) {
  wire_.cut_after_commit(false);
  const auto result = far_.change_now(command(), counted());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "outcome_unknown");
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(rows(), 1);
  const auto later = desk_->change_now(command(), counted());
  ASSERT_TRUE(later) << "asked again under the same key";
  EXPECT_EQ(rows(), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, LostCommit, ::testing::ValuesIn([] {
                           auto engines = db::testing::engines();
                           std::erase(engines, db::Engine::sqlite);
                           return engines;
                         }()),
                         [](const auto& at) { return db::testing::engine_name(at.param); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LostCommit);

}  // namespace
}  // namespace mg::desk
