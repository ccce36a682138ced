#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "db/db.h"
#include "facts/ids.h"

// Senders whose mail goes to spam.
namespace mg::store {

struct Block {
  BlockId id;
  std::string name;  // An address, or a domain that stands for all below it; as compared.
  Instant created_at;
  AgentId created_by;  // None: whoever runs the server.
};

// Throws db::Error{unique} when the name is blocked already.
void add_block(db::Session& session, const Block& block);
std::optional<Block> load_block(db::Session& session, BlockId id);
bool drop_block(db::Session& session, BlockId id);  // False: there was none.

// The newest first, those before `before` (none: from the newest on).
std::vector<Block> block_page(db::Session& session, BlockId before, int count_max);

// The names under which one sender may be blocked; those that are not needed are "".
using BlockNames = std::array<std::string, 9>;
std::optional<BlockId> find_block(db::Session& session, const BlockNames& names);

}  // namespace mg::store
