#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "store/people.h"
#include "store/workspace.h"

// The workspace: its first owner, agents, teams, inboxes and settings. Receipts: the id of what
// was made or changed. Passwords come hashed (desk/sign_in.h), since hashing is slow.
namespace mg::desk {

struct NewAgent {
  std::string email, name;
  Role role = Role::agent;
  std::string password_hash;
};

// Refuses what nobody can be called; leaves the address without the blanks that were typed around
// it.
Result<void> check_agent(NewAgent& agent);

// Refused (conflict, owner_exists) while there is an active owner.
Change create_owner(NewAgent owner, std::string workspace_name);
// Refused (conflict, no_owner) for anybody but an owner while there is none: nobody could make one.
Change add_agent(NewAgent agent);
Refusal no_owner_yet();

struct AgentEdit {
  AgentId agent;
  std::optional<std::string> name;
  std::optional<Role> role;
  std::optional<bool> active;  // false: signs out everywhere at once.
};
Change edit_agent(AgentEdit want);

Change save_team(store::Team team);  // An empty id: a new team.

// Refuses what no inbox can be; leaves the addresses without the blanks that were typed around
// them.
Result<void> check_inbox(store::Inbox& inbox);
Change save_inbox(store::Inbox inbox);  // An empty id: a new inbox.

Change save_settings(Settings settings);

// Where mail for an address goes. Remembers what it has seen; an address it does not know is
// looked up each time, so that what another process added is found.
class Directory {
 public:
  explicit Directory(Desk& desk) : desk_(desk) {}
  Result<InboxId> inbox_of(std::string_view address);
  void forget();  // After an inbox changed.

 private:
  Desk& desk_;
  std::mutex mutex_;
  std::map<std::string, InboxId, std::less<>> known_;
};

}  // namespace mg::desk
