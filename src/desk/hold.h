#pragma once

#include <optional>

#include "desk/desk.h"

// Outgoing mail on hold. What waited to be sent when a backup was made may have gone out since, so
// a restored workspace keeps it until an owner or admin says "send" or "drop". What is written
// after the restore goes out as always.
namespace mg::desk {

struct OutgoingHold {
  std::int64_t copies = 0;  // Still on hold.
  std::optional<Instant> since;
};
OutgoingHold outgoing_hold(db::Session& session);

// In the transaction of a restore: puts every waiting copy on hold. Replies that could still be
// taken back are released first: their time was over long ago. Returns the number on hold.
std::int64_t hold_outgoing(db::Session& session, Instant now);

enum class HoldEnd { send = 1, drop = 2 };
BOOST_DESCRIBE_ENUM(HoldEnd, send, drop)

// Sends or drops at most held_per_change_max copies; receipt: how many are still on hold, so ask
// again until it is 0. Refuses (conflict, nothing_on_hold) when nothing is: whoever decides after
// somebody else is told that this decision has changed nothing. A dropped message can still be sent
// by itself (retry_delivery).
inline constexpr int held_per_change_max = 200;
Change end_hold(HoldEnd how);

}  // namespace mg::desk
