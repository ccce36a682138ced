#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "desk/recipients.h"

// What agents do in a conversation. Receipts: the message's id, unless said otherwise.
namespace mg::desk {

inline constexpr std::size_t message_bytes_max = 1u << 20;
inline constexpr std::size_t attachments_max = 50;
// All files of a message together: what most mail servers take.
inline constexpr std::int64_t message_files_bytes_max = 25 << 20;

struct NewPromise {
  Instant due_at;
  std::string text;
};

struct NewReply {
  ConversationId conversation;
  std::string text;
  std::string html;  // Sanitised by the caller; may be empty.
  std::vector<AttachmentId> attachments;
  int undo_seconds = 0;
  std::optional<NewPromise> promise;
  bool propose = false;          // Ends with "is it solved?".
  WantedPeople recipients = {};  // By default the requester alone.
  // The newest message (highest id) that the writer had seen: refused (answered_meanwhile) when one
  // of somebody else came in since; imported old mail counts. None: not asked.
  MessageId seen;
};

Change reply(NewReply want);
Change note(NewReply want);                // Only conversation, text, html, attachments.
Change withdraw_reply(MessageId message);  // Once more is no error.

// "Is it solved?" as a message of its own; an empty text asks in the standard words.
Change propose(ConversationId conversation, std::string text);

// Receipt: the promise's id.
Change make_promise(ConversationId conversation, NewPromise want);
Change move_promise(PromiseId promise, Instant due_at, std::string reason);

// Receipt: the conversation's id.
struct Edit {
  ConversationId conversation;
  std::optional<std::string> subject;
  std::optional<AgentId> assignee;  // An empty id: nobody.
  std::optional<TeamId> team;
  std::optional<Priority> priority;
};
Change edit(Edit want);
Change mark_spam(ConversationId conversation);
Change clear_spam(ConversationId conversation);

// An agent writes first. Receipt: the conversation's id.
struct NewConversation {
  InboxId inbox;
  std::string name, email;  // Of the contact.
  std::string subject, text, html;
};
Change start_conversation(NewConversation want);

// A failed, deferred or cancelled mail of this message is tried again at once.
Change retry_delivery(MessageId message);

// Ends the hold of a reply whose time has come (or now), inside the caller's transaction.
void release_reply(Tx& tx, views::Conversation& conversation, MessageId message);

}  // namespace mg::desk
