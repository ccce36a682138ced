#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/json.h"

// To, Cc and Reply-To of a mail, as ingest keeps them: store::MessageWords::people.
namespace mg::desk {

struct Address {
  std::string name, email;
};
BOOST_DESCRIBE_STRUCT(Address, (), (name, email))
constexpr auto member_rules(const Address*) {
  return std::array{MemberRule{.member = "name", .may_be_absent = true}};
}

struct People {
  std::vector<Address> to, cc, reply_to;
};
BOOST_DESCRIBE_STRUCT(People, (), (to, cc, reply_to))
constexpr auto member_rules(const People*) {
  return std::array{MemberRule{.member = "to", .may_be_absent = true},
                    MemberRule{.member = "cc", .may_be_absent = true},
                    MemberRule{.member = "reply_to", .may_be_absent = true}};
}

}  // namespace mg::desk
