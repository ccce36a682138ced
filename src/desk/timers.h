#pragma once

#include <optional>
#include <vector>

#include "desk/desk.h"
#include "store/mail.h"

// Things that happen because time has passed.
namespace mg::desk {

// Leases up to `count_max` due timers for this node.
std::vector<store::DueTimer> lease_timers(Desk& desk, int count_max);

// Does what the timer is for, if the state still asks for it. Fired twice it does nothing.
Change fire(store::DueTimer timer);

// When the next timer or mail is due; nullopt: nothing waits.
std::optional<Instant> next_due(Desk& desk);

// Forgets receipts, ended sessions and the like. Once an hour is enough.
void forget_old(Desk& desk);

}  // namespace mg::desk
