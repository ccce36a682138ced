#include "rules/access/access.h"

#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace mg::rules {
namespace {

template <class E>
std::vector<E> every() {
  std::vector<E> all;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto d) { all.push_back(d.value); });
  return all;
}

// Written out, so that a change of the policy is a change of this table.
TEST(Access, an_agent_serves_customers_and_manages_nothing) {
  const std::vector<Right> managing{Right::manage_people, Right::manage_inboxes,
                                    Right::manage_settings, Right::block_domains,
                                    Right::erase_people};
  for (const Right right : every<Right>()) {
    const bool manages = std::ranges::find(managing, right) != managing.end();
    EXPECT_EQ(may(Role::agent, right), !manages) << word_of(right);
  }
}

TEST(Access, admins_and_owners_have_every_right) {
  for (const Right right : every<Right>()) {
    EXPECT_TRUE(may(Role::admin, right)) << word_of(right);
    EXPECT_TRUE(may(Role::owner, right)) << word_of(right);
  }
}

TEST(Access, a_role_or_right_that_does_not_exist_may_nothing) {
  for (const Right right : every<Right>()) {
    EXPECT_FALSE(may(static_cast<Role>(0), right)) << word_of(right);
    EXPECT_FALSE(may(static_cast<Role>(9), right)) << word_of(right);
  }
  EXPECT_FALSE(may(Role::owner, static_cast<Right>(999)));
}

TEST(Access, only_an_owner_makes_or_unmakes_an_owner) {
  for (const Role other : every<Role>()) {
    EXPECT_TRUE(may_change_role(Role::owner, other, Role::owner));
    EXPECT_TRUE(may_change_role(Role::owner, Role::owner, other));
    EXPECT_FALSE(may_change_role(Role::admin, other, Role::owner)) << word_of(other);
    EXPECT_FALSE(may_change_role(Role::admin, Role::owner, other)) << word_of(other);
  }
}

TEST(Access, an_admin_changes_the_others_and_an_agent_nobody) {
  EXPECT_TRUE(may_change_role(Role::admin, Role::agent, Role::admin));
  EXPECT_TRUE(may_change_role(Role::admin, Role::admin, Role::agent));
  for (const Role from : every<Role>()) {
    for (const Role to : every<Role>()) EXPECT_FALSE(may_change_role(Role::agent, from, to));
  }
}

}  // namespace
}  // namespace mg::rules
