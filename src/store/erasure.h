#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/db.h"
#include "facts/enums.h"
#include "facts/fact.h"

// Taking the words of a person out of every table that holds words. What is done and in which
// order is in desk/erase_contact.h; here is the work's own row and the single cuts.
namespace mg::store {

// In this order. Each goes through something bounded and moves the cursor on.
enum class ErasureStep {
  own = 1,         // Conversations that the person asked for help in; the cursor is their number.
  taken_part = 2,  // Conversations of others; the cursor is their id.
  mail = 3,        // Stored mail that is in no conversation; the cursor is its id.
  index = 4,       // What the search index keeps of deleted documents.
  files = 5,       // What the database's files keep of deleted rows.
};

struct Erasure {
  ContactId contact;
  ErasureReason reason = ErasureReason::other;
  facts::Actor by;  // An agent; 0 is whoever runs the server.
  Instant started_at;
  ErasureStep step = ErasureStep::own;
  std::int64_t cursor = 0;
  ConversationId conversation;  // Being worked on, its messages up to `message` done; none.
  MessageId message;
  std::vector<std::string> addresses;  // Keys, to find mail by; none once no step needs them.
  std::int64_t conversations = 0, messages = 0, attachments = 0, mails = 0, cancelled = 0;
  Instant finished_at;  // The epoch: under way.
};

void save(db::Session& session, const Erasure& erasure);
std::optional<Erasure> load_erasure(db::Session& session, ContactId contact);
// Makes others wait for the rest of the transaction; to be taken before anything is read.
void lock_erasure(db::Session& session, ContactId contact);
// Keeps whoever has this address from being erased until the end of the transaction, or waits until
// the erasure has begun and the address is nobody's. For what writes in a person's name where an
// erasure may have looked already; to be taken before anything is read.
void hold_contact(db::Session& session, std::string_view address);
// When the newest erasure that is under way for somebody with this address was asked for. An
// erasure forgets the addresses as soon as no mail can be waiting from before it.
std::optional<Instant> erasure_asked_at(db::Session& session, std::string_view address);
std::optional<ContactId> erasure_under_way(db::Session& session);

// Name and addresses, and what is kept by address alone. False when it was done before.
bool erase_contact(db::Session& session, ContactId contact, Instant at, AgentId by);

struct NextConversation {
  ConversationId id;
  std::int64_t cursor = 0;
};
std::optional<NextConversation> next_own(db::Session& session, ContactId contact,
                                         std::int64_t cursor);
// One that the person took part in, or in which a mail named one of these addresses (keys).
std::optional<NextConversation> next_taken_part(db::Session& session, ContactId contact,
                                                const std::vector<std::string>& addresses,
                                                std::int64_t cursor);
// One of the contact's that is not marked as erased, or one that names an address.
bool has_unerased(db::Session& session, ContactId contact,
                  const std::vector<std::string>& addresses);
// The conversation names these no more.
void forget_names(db::Session& session, ConversationId conversation,
                  const std::vector<std::string>& addresses);

struct ErasableMessage {
  MessageId id;
  facts::Actor author;
  bool has_words = false;
  std::string people;
  RawMailId raw_mail;
};
std::vector<ErasableMessage> erasable_messages(db::Session& session, ConversationId conversation,
                                               MessageId after, int count_max);

// Subject, excerpt, drafts with the uploads that they name, and the words of promises.
void erase_conversation_words(db::Session& session, ConversationId conversation);

struct ErasedPieces {
  std::int64_t attachments = 0, mails = 0, bytes = 0;
};
// The words of a message, if it has any, with everything that hangs on it, but for its mailed
// copies.
ErasedPieces erase_message(db::Session& session, const ErasableMessage& message);

// Recipient, Message-ID and bytes of a mailed copy; `answer` takes the place of the server's.
void erase_copy(db::Session& session, OutboxId copy, std::string_view answer);

// The mail as it was built, which names whom it went to. One that still waits is built anew under
// the same Message-ID; whoever is just building it stops.
void forget_bytes(db::Session& session, OutboxId copy);

// Receipts of requests that made or changed this: their keys are the client's own words.
void drop_receipts(db::Session& session, std::int64_t made);

void save_people(db::Session& session, MessageId message, std::string_view people);

// The newest words of the customer's side that are left, and whose they are; "" when there are
// none.
struct LatestWords {
  std::string text, writer;
};
LatestWords latest_customer_words(db::Session& session, ConversationId conversation);

struct UnthreadedMail {
  RawMailId id;
  std::string sender;  // Of the envelope.
  std::int64_t blob = 0;
};
// Mail that waits, is in quarantine or came twice; received until `until`.
std::vector<UnthreadedMail> unthreaded_mail(db::Session& session, std::int64_t after, Instant until,
                                            int count_max);
// With its bytes, unless another inbox got the same mail. Returns the bytes freed.
std::int64_t drop_raw_mail(db::Session& session, RawMailId id, std::int64_t blob);

// Deleted documents leave their words in the index of SQLite until its parts are merged. Merges a
// little, the first time with `begin`; false when nothing is left to merge.
bool merge_index(db::Session& session, bool begin);

}  // namespace mg::store
