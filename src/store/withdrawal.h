#pragma once

#include "base/time.h"
#include "db/db.h"
#include "facts/ids.h"

namespace mg::store {

// Of a reply that was withdrawn: its words go, those of the `promise` that it would have made (or
// none) too, and its files are unused uploads of their uploader again, as if uploaded `now`.
void take_back_words(db::Session& session, MessageId message, PromiseId promise, Instant now);

}  // namespace mg::store
