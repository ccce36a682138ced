#pragma once

#include <span>
#include <string>

#include "db/db.h"
#include "desk/token.h"

// Which conversation a mail answers: by what only we could have written (a signed token), else by a
// Message-ID that its inbox knows. Never by the subject.
namespace mg::desk {

enum class ThreadedBy { nothing, plus_address, signed_id, known_id };

struct Thread {
  ThreadedBy by = ThreadedBy::nothing;
  ConversationId conversation;
  MessageId message;  // The one that it answers, where its id tells.
  std::string value;  // The address or Message-ID that told.
};

struct ThreadClues {
  InboxId inbox;
  std::span<const std::string> addressed_to;  // Addresses that may carry a token of ours.
  std::span<const std::string> references;    // Ids it answers, the most telling first.
};

// With `before`: as it was before that message existed.
Thread find_thread(db::Session& session, const Keyring& keys, const ThreadClues& clues,
                   MessageId before = {});

}  // namespace mg::desk
