#include "desk/ahead.h"

#include <gtest/gtest.h>

#include "desk/files.h"
#include "desk/people.h"
#include "desk/test_desk.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

using namespace std::chrono_literals;

std::string noise(std::size_t size) {
  std::string bytes;
  std::uint32_t state = 1;
  while (bytes.size() < size)
    bytes += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return bytes;
}

class AheadTest : public ::testing::TestWithParam<db::Engine> {
 protected:
  std::int64_t count(const std::string& sql) {
    std::int64_t found = -1;
    database().read([&](db::Session& session) {
      session.execute_text(sql, {}, [&](const db::Row& row) { found = row.integer(0); });
    });
    return found;
  }
  db::Database& database() { return desk_.desk().database(); }
  Result<std::int64_t> keep(std::shared_ptr<store::PreparedBlob> blob) {
    return desk_.desk().change_now(as_agent(AgentId{1}, Role::owner),
                                   upload("a.bin", "application/octet-stream", std::move(blob)));
  }
  static std::shared_ptr<store::PreparedBlob> prepared(std::size_t size) {
    return std::make_shared<store::PreparedBlob>(store::prepare_blob(noise(size)));
  }

  testing::TestDesk desk_{GetParam()};
};

TEST_P(AheadTest, what_was_stored_in_pieces_is_read_back_whole) {
  const auto blob = prepared(3'500'000);
  ASSERT_TRUE(store_ahead_now(desk_.desk(), {blob.get()}));
  ASSERT_NE(blob->ahead, 0);
  EXPECT_EQ(count("SELECT count(*) FROM blob_chunk"), 14);
  EXPECT_EQ(count("SELECT count(*) FROM blob"), 0) << "nothing refers to it yet";
  ASSERT_TRUE(keep(blob));
  database().read([&](db::Session& session) {
    EXPECT_EQ(store::load_blob(session, blob->ahead), noise(3'500'000));
    EXPECT_FALSE(store::load_setting(session, "storing_blob/" + std::to_string(blob->ahead)));
  });
}

TEST_P(AheadTest, what_is_small_waits_for_its_own_transaction) {
  const auto blob = prepared(1'000'000);
  ASSERT_TRUE(store_ahead_now(desk_.desk(), {blob.get()}));
  EXPECT_EQ(blob->ahead, 0);
  EXPECT_EQ(count("SELECT count(*) FROM blob_chunk"), 0);
  ASSERT_TRUE(keep(blob));
  EXPECT_EQ(count("SELECT count(*) FROM blob_chunk"), 4);
}

TEST_P(AheadTest, pieces_that_nothing_came_to_refer_to_go_after_an_hour) {
  const auto lost = prepared(2'000'000);
  ASSERT_TRUE(store_ahead_now(desk_.desk(), {lost.get()}));
  desk_.clock().set(desk_.clock().now() + 59min);
  const auto kept = prepared(1'500'000);
  ASSERT_TRUE(store_ahead_now(desk_.desk(), {kept.get()}));
  drop_unfinished_blobs(desk_.desk());
  EXPECT_EQ(count("SELECT count(*) FROM blob_chunk"), 14);
  desk_.clock().set(desk_.clock().now() + 2min);
  drop_unfinished_blobs(desk_.desk());
  EXPECT_EQ(count("SELECT count(*) FROM blob_chunk"), 6);
  ASSERT_TRUE(keep(kept));
  const auto late = keep(lost);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, RefusalKind::unavailable);
  drop_unfinished_blobs(desk_.desk());
  EXPECT_EQ(count("SELECT count(*) FROM blob_chunk"), 6) << "what is referred to stays";
}

MG_ON_EVERY_ENGINE(AheadTest);

}  // namespace
}  // namespace mg::desk
