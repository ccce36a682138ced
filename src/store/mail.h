#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/db.h"
#include "facts/ids.h"
#include "views/message.h"

// Mail as it came, Message-IDs, and the outbox.
namespace mg::store {

enum class RawMailState { waiting = 1, done = 2, duplicate = 3, quarantined = 4 };

struct RawMail {
  RawMailId id;
  InboxId inbox;
  std::string recipient, sender;  // Of the envelope.
  std::int64_t blob = 0;
  Instant received_at;
  int attempts = 0;
  std::int64_t size = 0;  // Of the blob; 0 where it was not asked for.
};

void add_raw_mail(db::Session& session, const RawMail& mail);

// Every lease ends by the database's real clock, so that what a dead node held comes free even
// while the workspace's clock stands still.

// Takes up to `count_max` waiting mails for this node, for so long; an attempt is counted. In the
// order in which they came.
std::vector<RawMail> lease_raw_mail(db::Session& session, Duration lease, int count_max);

struct MailLease {
  RawMailId id;
  int attempts = 0;  // As the lease counted them: whoever takes the mail over counts one more.

  friend bool operator==(const MailLease&, const MailLease&) = default;
};
// Holds it for so long from now on; false when it is done or somebody else has taken it over.
bool keep_lease(db::Session& session, const MailLease& held, Duration lease);

// Ends a lease whose attempt shall not count; taken up again after `pause`.
void give_back(db::Session& session, RawMailId id, Duration pause);

// False when somebody else finished it first.
bool finish_raw_mail(db::Session& session, RawMailId id, RawMailState state,
                     ConversationId conversation, MessageId message, std::string_view error);
// Waiting mails of the inbox (leased ones, too) that came before this one, the oldest first; only
// those of one sender (of the envelope) unless it is "".
std::vector<RawMailId> older_raw_mails(db::Session& session, InboxId inbox, RawMailId before,
                                       std::string_view sender, int count_max);
// How long until the first waiting mail may be taken up; nullopt: none waits.
std::optional<Duration> raw_mail_wait(db::Session& session);
std::int64_t raw_mail_waiting(db::Session& session);
std::optional<RawMail> load_raw_mail(db::Session& session, RawMailId id);

struct MessagePlace {
  MessageId message;
  ConversationId conversation;
};

// What has to be known of a mail before it is taken in.
struct MailLook {
  std::optional<ContactId> sender;    // Who has this address.
  bool from_inbox = false;            // Another address of the sender is one of our inboxes.
  std::optional<MessagePlace> known;  // What has its Message-ID already.
  std::optional<RawMailState> raw;    // None for what never was queued.
  TeamId team;                        // The inbox's.
  bool inbox_can_send = false;
};
struct MailToLookAt {
  InboxId inbox;
  RawMailId raw;
  std::string_view sender, mailbox, from;  // Addresses; the last two may be an inbox's.
  std::string_view message_id;
};
MailLook look_at(db::Session& session, const MailToLookAt& mail);

// The same as finish_raw_mail() and add_message_id(), but whether somebody else was faster shows
// later, as Error{serialization}.
void finish_once(db::Session& session, RawMailId id, RawMailState state,
                 ConversationId conversation, MessageId message);
void take_message_id(db::Session& session, InboxId inbox, std::string_view id, MessagePlace place);

// False when the inbox knows this Message-ID already.
bool add_message_id(db::Session& session, InboxId inbox, std::string_view id, MessagePlace place);
std::optional<MessagePlace> find_message_id(db::Session& session, InboxId inbox,
                                            std::string_view id);

// Message-IDs of the newest messages of a conversation, oldest first, for References: without those
// that only others than `reader` have got, and without those of whoever is there in Bcc.
std::vector<std::string> message_ids_of(db::Session& session, InboxId inbox,
                                        ConversationId conversation, int count_max,
                                        ContactId reader);

// What a mail says of its place in a thread; the newest of each writer in a conversation is kept.
struct MailThread {
  std::string ancestors;     // Message-IDs, the oldest first, apart by blanks.
  std::string thread_index;  // As in its header.
  std::string thread_root;   // See mime/thread_index.h; "" without an index.
};
void save_thread(db::Session& session, InboxId inbox, ContactId writer, MessagePlace place,
                 const MailThread& thread);
std::optional<MailThread> load_thread(db::Session& session, ConversationId conversation,
                                      ContactId writer);
// Where mails of that root are, the newest first.
std::vector<MessagePlace> places_of_thread_root(db::Session& session, InboxId inbox,
                                                std::string_view root, int count_max);

struct OutboxWords {
  std::string recipient;
  std::string message_id;  // Fixed before the first attempt; "" until the mail is built.
  std::int64_t blob = 0;   // The frozen MIME bytes; 0 until built.
  std::string answer;      // The server's last words.
};

struct OutboxLease {
  OutboxId id;
  std::int64_t fence = 0;  // Raised by every lease; who holds an older one must not report.

  friend bool operator==(const OutboxLease&, const OutboxLease&) = default;
};

// Which copies; by default all.
struct WantedCopies {
  InboxId inbox = {};    // None: of every inbox.
  bool untried = false;  // Only those that were never attempted.
};
// Copies that are due at `now` and that nobody holds.
std::vector<OutboxLease> lease_outbox(db::Session& session, Instant now, Duration lease,
                                      int count_max, WantedCopies which = {});

struct DueInbox {
  InboxId inbox;
  bool has_untried = false;
};
// Inboxes that have such copies, whose copy has waited longest first. Looks at all that are due.
std::vector<DueInbox> inboxes_with_mail_due(db::Session& session, Instant now);
// Holds it for so long from now on; false when somebody else has taken it over.
bool keep_lease(db::Session& session, const OutboxLease& held, Duration lease);
// Changes nothing when somebody else has taken it over.
void end_lease(db::Session& session, const OutboxLease& held);
std::int64_t outbox_fence(db::Session& session, OutboxId id);
std::optional<views::Delivery> load_delivery(db::Session& session, OutboxId id);
std::vector<views::Delivery> deliveries_of(db::Session& session, MessageId message);
std::vector<views::Delivery> deliveries_in(db::Session& session, ConversationId conversation);
void save_words(db::Session& session, OutboxId id, const OutboxWords& words);
OutboxWords load_words(db::Session& session, OutboxId id);
void save_answer(db::Session& session, OutboxId id, std::string_view answer);
std::optional<OutboxId> outbox_of_message_id(db::Session& session, std::string_view message_id);
std::optional<Instant> next_outbox_attempt(db::Session& session);

// Copies that wait for longer than `latest` are due at `now`.
void recall_copies(db::Session& session, Instant now, Instant latest);

// Copies that still wait to be sent (queued or deferred), or that are on hold; by conversation.
struct WaitingCopy {
  OutboxId id;
  ConversationId conversation;
  MessageId message;
};
std::vector<WaitingCopy> queued_copies(db::Session& session);
std::vector<WaitingCopy> copies_on_hold(db::Session& session, int count_max);
std::int64_t count_copies_on_hold(db::Session& session);  // Looks at the whole outbox.

// Conversations with a reply that can still be taken back.
std::vector<ConversationId> conversations_with_held_replies(db::Session& session);

struct DueTimer {
  ConversationId conversation;
  TimerKind kind;
  std::int64_t subject = 0;
  Instant due_at;
};
std::vector<DueTimer> lease_timers(db::Session& session, Instant now, Duration lease,
                                   int count_max);
std::optional<Instant> next_timer(db::Session& session);

// Ends all leases on mails, copies and timers. Only for a process that is alone: whoever held them
// has died.
void release_leases(db::Session& session);

std::int64_t acknowledgements_since(db::Session& session, std::string_view address, Instant since);
void drop_acknowledgements(db::Session& session, std::string_view address);
void add_acknowledgement(db::Session& session, std::string_view address, Instant at,
                         MessageId message);

}  // namespace mg::store
