#pragma once

#include <string_view>

#include "facts/enums.h"

// The one policy for who may do what. Every read and write path asks here, through the endpoint's
// declared right; a test walks every route with every role.
namespace mg::rules {

enum class Right {
  anyone,              // No sign-in: setup, sign-in, health, the API document.
  signed_in,           // Own session, own tokens, own password.
  read_conversations,  // Lists, threads, search, contacts, attachments.
  answer,              // Reply, note, promise, propose, assign, spam, drafts, uploads.
  start_conversation,
  read_people,    // Names of agents, teams, inboxes (needed to assign and to show).
  manage_people,  // Add agents, change roles, teams.
  manage_inboxes,
  manage_settings,
  see_raw_mail,
  block_senders,  // One address: its mail goes to spam. And to see who is blocked.
  block_domains,  // Everybody at a domain.
  erase_people,   // Erase a person, and hand out all that is kept about one.
};
BOOST_DESCRIBE_ENUM(Right, anyone, signed_in, read_conversations, answer, start_conversation,
                    read_people, manage_people, manage_inboxes, manage_settings, see_raw_mail,
                    block_senders, block_domains, erase_people)

bool may(Role role, Right right);

// Only an owner makes or unmakes an owner; an admin manages the others.
bool may_change_role(Role by, Role from, Role to);

}  // namespace mg::rules
