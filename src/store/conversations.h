#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/log.h"
#include "views/conversation.h"
#include "views/message.h"

// Conversations: their rows, and the one road on which facts change them.
namespace mg::store {

// The conversation as its facts have made it so far; nullopt when there is none. `lock` (inside a
// write transaction that will append) makes others on other nodes wait.
enum class Lock { none, row };
std::optional<views::Conversation> load_conversation(db::Session& session, ConversationId id,
                                                     Lock lock);

// The conversation that people call by this number.
std::optional<ConversationId> find_conversation(db::Session& session, std::int64_t number);

// All that ConversationLinked has linked to it; linked_to() (lists.h) tells more of the newest.
struct ConversationLink {
  ConversationId other;
  bool answers = false;  // This one answers a message of the other.

  bool operator==(const ConversationLink&) const = default;
};
std::vector<ConversationLink> links_of(db::Session& session, ConversationId id);
// Whether they are linked because this one answers a message of the other.
bool answers_other(db::Session& session, ConversationId id, ConversationId other);
// The newest conversation of the contact that answers this one and is open.
std::optional<ConversationId> find_beside(db::Session& session, ConversationId id,
                                          ContactId contact);

// Appends `facts` to the log and brings rows and timers up to them, all in the caller's
// transaction. `conversation` is folded on; for a new one pass an empty value with only `id` set.
void append(db::Session& session, views::Conversation& conversation, const facts::Facts& facts,
            const Stamp& stamp);

// What append() would make of it.
views::Conversation folded(views::Conversation conversation, const facts::Facts& facts,
                           const Stamp& stamp);

struct ConversationWords {
  std::string subject;
  std::string excerpt;  // The last words of the customer's side, at most excerpt_characters_max.
  std::string first_subject = {};  // Before save_subject() changed it; "" where it never did.
};
inline constexpr std::size_t excerpt_characters_max = 300;

// `first_subject` is not saved: it begins with this subject.
void save_words(db::Session& session, ConversationId id, const ConversationWords& words);
void save_subject(db::Session& session, ConversationId id, std::string_view subject);
void save_excerpt(db::Session& session, ConversationId id, std::string_view excerpt);
std::optional<ConversationWords> load_words(db::Session& session, ConversationId id);

struct PromiseWords {
  std::string text;
  std::string reason;  // Why it was moved, when it was.
};
void save_words(db::Session& session, PromiseId id, const PromiseWords& words);
PromiseWords load_words(db::Session& session, PromiseId id);
std::optional<views::Promise> load_promise(db::Session& session, PromiseId id);

struct PromiseCounts {
  std::int64_t kept = 0;
  std::int64_t broken = 0;
};
PromiseCounts promise_counts(db::Session& session, ContactId contact);

// What somebody takes part in, as the requester or beside them: neither spam nor merged, nor of a
// requester who was erased.
struct TakenPart {
  ConversationId conversation;
  ContactId requester;
  InboxId inbox;
  Instant ended_at;  // The epoch: it goes on.
};
// Those that go on or ended at `since` or later, newest first; then the others, newest first.
std::vector<TakenPart> taken_part(db::Session& session, ContactId contact, Instant since,
                                  int count_max);

// Whether a person has ever answered this contact: then it is known to be who it says.
bool was_answered(db::Session& session, ContactId contact);

// One difference between what the log says and what the rows say.
struct Difference {
  ConversationId conversation;
  std::string what;
};

// Replays the log of one conversation and compares it with every row kept for it.
std::vector<Difference> check_conversation(db::Session& session, ConversationId id);

// Ids of conversations after `after`, ascending: also of those that only the log knows any more.
std::vector<ConversationId> conversations_after(db::Session& session, ConversationId after,
                                                int count_max);

}  // namespace mg::store
