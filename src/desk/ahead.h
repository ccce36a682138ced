#pragma once

#include <functional>
#include <vector>

#include "desk/desk.h"
#include "store/blob.h"

// Megabytes on their way in. What is larger than blob_ahead_bytes is stored in pieces, each in a
// transaction of its own that gives way to people, before the small transaction that refers to it:
// so nobody's write waits for somebody's attachment. docs/decisions/0008.
namespace mg::desk {

// Stores the large ones of `blobs` ahead; add_blob() then only names what is there. Call it before
// the change that adds them. They must live until `done`, which is called once: at once when none
// is large, else on a thread of the database.
void store_ahead(Desk& desk, std::vector<store::PreparedBlob*> blobs,
                 std::function<void(Result<void>)> done);

// The same, waiting: for jobs and commands.
Result<void> store_ahead_now(Desk& desk, std::vector<store::PreparedBlob*> blobs);

// Pieces whose change never came (the program died, a sender gave up), an hour later.
void drop_unfinished_blobs(Desk& desk);

}  // namespace mg::desk
