#include "store/blocks.h"

#include <limits>

#include "gen/store/sql.h"

namespace mg::store {
namespace {

Block block_from(const db::Row& row) {
  return {row.id<BlockId>(0), row.string(1), row.instant(2), row.id<AgentId>(3)};
}

}  // namespace

void add_block(db::Session& session, const Block& block) {
  session.run(sql::block_add, block.id, block.name, block.created_at, block.created_by);
}

std::optional<Block> load_block(db::Session& session, BlockId id) {
  return session.one(sql::block_load, block_from, id);
}

bool drop_block(db::Session& session, BlockId id) {
  return session.run(sql::block_drop, id) == 1;
}

std::vector<Block> block_page(db::Session& session, BlockId before, int count_max) {
  std::vector<Block> page;
  const std::int64_t end = before ? before.value : std::numeric_limits<std::int64_t>::max();
  session.each(
      sql::block_page, [&](const db::Row& row) { page.push_back(block_from(row)); }, end,
      count_max);
  return page;
}

std::optional<BlockId> find_block(db::Session& session, const BlockNames& names) {
  return session.one(
      sql::block_find, [](const db::Row& row) { return row.id<BlockId>(0); }, names[0], names[1],
      names[2], names[3], names[4], names[5], names[6], names[7], names[8]);
}

}  // namespace mg::store
