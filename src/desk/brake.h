#pragma once

#include <string>
#include <string_view>

#include "desk/desk.h"

// The brake on guessing passwords. A guess counts before it is looked at, so that guesses made at
// the same time all count. It costs the same whether the account exists or not. All calls block.
namespace mg::desk {

class Brake {
 public:
  // `account` is what names the account (its mail address), `address` the client's IP address.
  Brake(Desk& desk, std::string_view account, std::string_view address);

  // Refuses (too_many) without counting, or counts this guess as a wrong one:
  // - for this account from this network: after 5 each costs a pause that doubles, to 15 minutes;
  // - for this network: after 50, whatever the accounts;
  // - for this account from anywhere: after 100 in an hour each costs half a minute.
  // So nobody far away locks an owner out: the last two do not hold for a network from which the
  // account has signed in before.
  Result<void> reserve() const;

  // The guess was right: it no longer counts, and the account is known in this network from now on.
  Result<void> was_right() const;

 private:
  Result<void> write(const db::Database::Work& work) const;

  Desk& desk_;
  const std::string pair_, network_, account_, known_;
};

}  // namespace mg::desk
