#pragma once

#include "desk/desk.h"
#include "desk/token.h"

// How much one customer's link may have stored. Whoever holds a link is believed to be that
// customer and nothing more is asked, so without a bound one link could fill the disk. Counted for
// a conversation and a contact, so a new link of the same person gives no more room.
namespace mg::desk {

inline constexpr std::int64_t page_files_bytes_a_day = 250ll << 20;
// A message counts for its words and message_bytes more, for all that is kept with it.
inline constexpr std::int64_t page_words_bytes_an_hour = 4ll << 20;
inline constexpr std::int64_t message_bytes = 1024;

// Counts files of this size before anything of them is stored: they stay counted when they are
// refused later, since their pieces lie on the disk by then (desk/ahead.h). Blocks. Refuses
// (too_many, files_of_day_too_large), or says that the database is away.
Result<void> take_room_for_files(Desk& desk, const PageClaim& claim, std::int64_t bytes);

// Counts words in the transaction that keeps them, after its conversation is locked. Refuses
// (too_many, words_too_often).
Result<void> take_room_for_words(Tx& tx, const PageClaim& claim, std::int64_t bytes);

}  // namespace mg::desk
