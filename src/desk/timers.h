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
// A reminder that was due before `running_since` was missed because nobody ran: the next one and
// the end of the silence then move with it.
Change fire(store::DueTimer timer, Instant running_since = {});

// When the next timer, outgoing copy or stored mail may be taken up; nullopt: none waits. A past
// instant means now. Timers and copies that somebody holds a lease on are not counted: look again
// every few seconds.
std::optional<Instant> next_timer(Desk& desk);
std::optional<Instant> next_outgoing(Desk& desk);
std::optional<Instant> next_incoming(Desk& desk);

// At the start of the jobs: on SQLite this process is the only one, so what a process that died had
// leased is due at once. On PostgreSQL another node may be at it; there the lease runs out.
void take_back_leases(Desk& desk);

// Forgets receipts, ended sessions and the like. Once an hour is enough.
void forget_old(Desk& desk);

}  // namespace mg::desk
