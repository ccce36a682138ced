#pragma once

#include <string_view>
#include <vector>

#include "base/json.h"
#include "rules/conversation/recipients.h"

// Whom a message is addressed to, as it is kept beside the log: store::MessageWords::people.
namespace mg::desk {

// As a mail's head or an agent's choice says it; Bcc only by an agent's choice.
struct People {
  std::vector<rules::Person> to, cc, bcc, reply_to;
  bool disowned = false;  // A mail server found that the mail is not from whom it says: whom it
                          // names was not named by that person (catalogue row E2).
};
BOOST_DESCRIBE_STRUCT(People, (), (to, cc, bcc, reply_to, disowned))
constexpr auto member_rules(const People*) {
  return std::array{MemberRule{.member = "to", .may_be_absent = true},
                    MemberRule{.member = "cc", .may_be_absent = true},
                    MemberRule{.member = "bcc", .may_be_absent = true},
                    MemberRule{.member = "reply_to", .may_be_absent = true},
                    MemberRule{.member = "disowned", .may_be_absent = true}};
}

// Nobody when the text is none of ours.
People people_from(std::string_view json);

}  // namespace mg::desk
