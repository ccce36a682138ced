#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "store/blocks.h"

// Blocked senders: their mail is kept and goes to spam. Nobody is told, the sender neither.
namespace mg::desk {

// "Ana@Customer.example" or "@Customer.example" or "customer.example", as it is compared; nullopt
// when it is neither an address nor a domain of 2 to 8 names.
std::optional<std::string> block_name(std::string_view typed);

// All names that block this sender: the address, without what follows a plus, its domain and the
// domains above it (but not the last name alone).
store::BlockNames names_that_block(std::string_view address);

// Receipt: the block's id; of the one that is there already if there is one. An address takes the
// right block_senders, a domain block_domains. Our own addresses and domains are refused.
Change block_sender(std::string typed);
// A domain takes block_domains, too.
Change unblock_sender(BlockId id);

struct ShownBlock {
  store::Block block;
  std::string by;  // The agent's name.
};
std::vector<ShownBlock> blocks(db::Session& session, BlockId before, int count_max);
std::optional<ShownBlock> block(db::Session& session, BlockId id);
// The block that this sender's mail meets.
std::optional<ShownBlock> block_of(db::Session& session, std::string_view address);

}  // namespace mg::desk
