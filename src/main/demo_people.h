#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "main/demo_random.h"
#include "main/demo_story.h"

// Who works at the demo's shop, and who writes to it.
namespace mg::app::demo {

struct Agent {
  AgentId id;
  Role role = Role::agent;
  std::string name, email;

  std::string first_name() const { return name.substr(0, name.find(' ')); }
  desk::Context context() const { return desk::as_agent(id, role); }
};

struct Shop {
  std::vector<Agent> agents;  // The first is the owner.
  TeamId teams[3];            // By TeamName.
  InboxId inboxes[2];         // By InboxName.

  // The members of a team; everybody else may lend a hand in notes.
  std::vector<const Agent*> members(TeamName team) const;
};

inline constexpr std::string_view owner_email = "tomas@fernhill.example";
inline constexpr std::string_view demo_password = "makegood demo";

// Owner, agents, teams, inboxes and settings, in an empty workspace.
Result<Shop> open_shop(desk::Desk& desk);
std::string_view address_of(InboxName inbox);

// How a person writes.
enum class Manner { plain, first_name, full_name, from_phone, lower_case };

struct Customer {
  std::string name, email;
  Manner manner = Manner::plain;

  std::string first_name() const { return name.substr(0, name.find(' ')); }
};

// Somebody new each time, or now and then somebody who has written before.
class Crowd {
 public:
  explicit Crowd(Random& random) : random_(random) {}
  Customer somebody(Language language);

 private:
  Random& random_;
  std::vector<std::pair<Language, Customer>> known_;
};

// The address somebody of this name would have: "Zoë Müller" -> "zoe.muller@...".
std::string mail_address(std::string_view name, Random& random);

// `text` as this person would send it.
std::string in_the_manner_of(const Customer& customer, std::string text, Language language);

}  // namespace mg::app::demo
