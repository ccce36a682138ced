#pragma once

#include <memory>
#include <string>

#include "desk/desk.h"
#include "store/blob.h"

// Uploads and drafts of agents, and the search index.
namespace mg::desk {

inline constexpr std::size_t upload_bytes_max = 25u << 20;

// A file's name without control, bidirectional and zero-width characters and path separators.
std::string safe_file_name(std::string_view name);

// Stores an upload that no message uses yet; it is forgotten after a day,
// unless a saved draft names it. Receipt: its id.
Change upload(std::string name, std::string type, std::shared_ptr<const store::PreparedBlob> bytes);

// `body` is the client's JSON; "" removes the draft.
Change save_draft(ConversationId conversation, std::string body);

// Facts that the index has not seen, counted to at most `counted_max`.
std::int64_t index_lag(Desk& desk, int counted_max);

// Indexes what the log says after the follower's position; returns the number of facts read.
// 0: nothing was new.
int index_more(Desk& desk, int facts_max);

// Drops uploads of more than a day ago that no message uses and no draft of their uploader names,
// up to a hundred. True: there may be more.
bool drop_unused_uploads(Desk& desk);

}  // namespace mg::desk
