#include "rules/access/access.h"

namespace mg::rules {

bool may(Role role, Right right) {
  switch (right) {
    case Right::anyone:
    case Right::signed_in:
    case Right::read_conversations:
    case Right::answer:
    case Right::start_conversation:
    case Right::read_people:
    case Right::see_raw_mail:
    case Right::block_senders:
      return role == Role::owner || role == Role::admin || role == Role::agent;
    case Right::manage_people:
    case Right::manage_inboxes:
    case Right::manage_settings:
    case Right::block_domains:
    case Right::erase_people:
      return role == Role::owner || role == Role::admin;
  }
  return false;
}

bool may_change_role(Role by, Role from, Role to) {
  if (!may(by, Right::manage_people)) return false;
  return by == Role::owner || (from != Role::owner && to != Role::owner);
}

}  // namespace mg::rules
