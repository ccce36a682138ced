#pragma once

#include <optional>
#include <string>

#include "api/item.h"

// A blocked sender as agents see it.
namespace mg::api {

struct Block {
  BlockId id;
  std::string name;
  bool domain = false;
  Instant created_at;
  std::optional<Named<AgentId>> by;
};
BOOST_DESCRIBE_STRUCT(Block, (), (id, name, domain, created_at, by))
constexpr auto member_rules(const Block*) {
  return std::array{
      MemberRule{.member = "name", .doc = "An address or a domain.", .example = "customer.example"},
      MemberRule{.member = "domain", .doc = "Everybody at the domain and at those below it."},
      MemberRule{.member = "by", .doc = "Null for whoever runs the server."}};
}

// What blocks the sender with this address, in the caller's snapshot.
std::optional<Block> find_block_of(db::Session& session, std::string_view address);

}  // namespace mg::api
