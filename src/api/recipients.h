#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/described.h"
#include "desk/recipients.h"

// Whom a reply shall go to, as a client asks for it.
namespace mg::api {

struct Recipient {
  std::string name, email;
};
BOOST_DESCRIBE_STRUCT(Recipient, (), (name, email))
constexpr auto member_rules(const Recipient*) {
  return std::array{MemberRule{.member = "name", .max_length = 200, .may_be_absent = true},
                    MemberRule{.member = "email", .max_length = 320, .format = "email"}};
}
constexpr std::string_view short_form(const Recipient*) {
  return "email";
}

inline constexpr MemberRule to_rule{
    .member = "to",
    .doc =
        "Whom the reply is addressed to; when left out: the person who asked, at the Reply-To of "
        "their newest mail if that is followed. They must be in To or Cc. Our own addresses are "
        "left out.",
    .max_length = rules::recipients_max};
inline constexpr MemberRule cc_rule{.member = "cc", .max_length = rules::recipients_max};
inline constexpr MemberRule bcc_rule{
    .member = "bcc",
    .doc = "Get it, too; no other recipient and no page ever says so.",
    .max_length = rules::recipients_max};
inline constexpr MemberRule reply_all_rule{
    .member = "reply_all",
    .doc = "Where neither to nor cc is given: everybody of the last mail, see get_recipients.",
    .may_be_absent = true};

inline std::optional<std::vector<rules::Person>> people_of(
    std::optional<std::vector<Recipient>> recipients) {
  if (!recipients) return {};
  std::vector<rules::Person> people;
  for (Recipient& one : *recipients) people.push_back({std::move(one.name), std::move(one.email)});
  return people;
}

}  // namespace mg::api
