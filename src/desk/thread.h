#pragma once

#include <span>
#include <string>

#include "db/db.h"
#include "desk/token.h"

// Which conversation a mail answers: by what only we could have written (a signed token in the
// address, in a Message-ID, or in what is quoted), or by a Message-ID that its inbox knows. Two
// weak clues count for people who take part alone: Outlook's thread and a token in the subject.
// Never by the subject's words.
namespace mg::desk {

// Kept with each mail: a number never changes its meaning.
enum class ThreadedBy {
  nothing = 0,
  plus_address = 1,
  signed_id = 2,
  known_id = 3,
  marker = 4,
  thread_index = 5,
  subject_token = 6
};

struct Thread {
  ThreadedBy by = ThreadedBy::nothing;
  ConversationId conversation;
  MessageId message;  // The one that it answers, where its id tells.
  std::string value;  // The address, Message-ID or token that told.
};

struct ThreadClues {
  InboxId inbox;
  std::span<const std::string> addressed_to;  // Addresses that may carry a token of ours.
  std::span<const std::string> references;    // Ids it answers, the most telling first.
  std::span<const std::string> markers = {};  // As find_markers() found them.
  std::string thread_root = {};               // Of its Thread-Index; "" without one.
  std::string subject = {};
  std::string sender = {};  // Its address.
};

// With `before`: as it was before that message existed.
Thread find_thread(db::Session& session, const Keyring& keys, const ThreadClues& clues,
                   MessageId before = {});

// Whether only a copy of a mail of ours can have told.
bool is_signed(ThreadedBy by);

}  // namespace mg::desk
