#pragma once

#include <map>
#include <vector>

#include "desk/reads.h"
#include "pages/case_page.h"

namespace mg::pages {

// What the log tells a customer about a conversation: its first facts and its newest ones.
struct Story {
  std::vector<ProgressStep> steps;  // Oldest first.
  std::map<PromiseId, Instant>
      missed;             // Those that broke: when the word was due that did not come.
  MessageId proposed_in;  // The message with the latest question; none: not found.
  std::map<Instant, Instant> acknowledged;  // When it was acknowledged: what that promised.
};

Story story_of(db::Session& session, const views::Conversation& conversation, ContactId reader);

}  // namespace mg::pages
