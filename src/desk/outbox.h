#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "rules/conversation/recipients.h"
#include "store/blob.h"
#include "store/mail.h"

// Mail going out: leased, built once, its bytes and Message-ID frozen, then attempted until the
// server has taken it or said no.
namespace mg::desk {

struct MailAttachment {
  std::string name, type, content_id, bytes;
  bool is_inline = false;
};

// Everything that a mail's builder has to know.
struct MailToBuild {
  OutboxId outbox;
  MessageId message;
  MessageKind kind = MessageKind::reply;
  SystemKind system = SystemKind::none;
  std::string workspace_name, language, time_zone;
  std::string inbox_name, inbox_address;
  std::string reply_to;               // The inbox's address with the conversation's token.
  std::string to_name, to_address;    // Of the one whom this copy goes to.
  std::vector<rules::Person> to, cc;  // What the head says when there are more: never Bcc.
  bool for_requester = true;          // Else without a link to the page, and asked nothing.
  bool knows_recipient = false;       // A person has answered this address before.
  std::string agent_name;             // Of the writer; "" for the program's own.
  std::string subject;                // As the conversation's is; the builder adds "Re:".
  bool starts = false;                // An agent began, and the requester has not yet written.
  std::string subject_token;          // Names the conversation where the subject is ours.
  std::string text, html;
  std::optional<Instant> promise_due;  // The next word is promised by then.
  bool asks_if_solved = false;
  std::string page_url;
  std::string message_id;
  std::string marker;                   // Hidden in the HTML (token.h).
  std::string thread_index;             // Of the mail that is answered; "" without.
  std::vector<std::string> references;  // Oldest first; the last one is answered.
  std::vector<MailAttachment> attachments;
  Instant date;
};

// How the mail server of an inbox is reached.
struct MailServer {
  std::string url, user, password;

  friend auto operator<=>(const MailServer&, const MailServer&) = default;
};

// A leased copy: either still to be built, or its frozen bytes.
struct OutboxItem {
  OutboxId id;
  std::int64_t fence = 0;
  int attempts = 0;
  MailServer server;
  std::string sender, recipient;  // Of the envelope.
  std::optional<MailToBuild> build;
  std::string bytes;
};

std::vector<store::OutboxLease> lease_outbox(Desk& desk, int count_max,
                                             store::WantedCopies which = {});

// An inbox with copies that are due and that nobody holds.
struct MailDue {
  InboxId inbox;
  MailServer server;
  bool has_untried = false;  // Some of them were never attempted.
};
// The one whose copy has waited longest first.
std::vector<MailDue> mail_due(Desk& desk);

// To be called every few seconds while sending goes on: a lease lasts 20 seconds, so that another
// node soon takes over from one that has died, and not before. One that was taken over all the
// same stays with its new holder (the fence).
void keep_leases(Desk& desk, const std::vector<store::OutboxLease>& held);

// What will not be sent soon, for whoever comes next.
void give_back(Desk& desk, const std::vector<store::OutboxLease>& held);

// nullopt: nothing is left to do for it.
Result<std::optional<OutboxItem>> load_outbox_item(Desk& desk, store::OutboxLease lease);

// Keeps the bytes before the first attempt; the Message-ID becomes known for threading.
Change freeze(store::OutboxLease lease, std::string message_id,
              std::shared_ptr<const store::PreparedBlob> bytes);

struct Attempt {
  DeliveryState state = DeliveryState::deferred;  // sent, deferred or failed.
  int code = 0;
  std::string answer;
  bool mail_begun = false;  // The server had taken us in, and something of this mail was said.
};

// After the clock went back: copies whose next attempt is further away than any back-off are due at
// once.
void recall_far_attempts(Desk& desk);

// Records what became of an attempt. Deferred mail is tried again, later each time, for five days;
// then it has failed. A report under an older fence is dropped.
Change report(store::OutboxLease lease, Attempt attempt);

}  // namespace mg::desk
