#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "store/blob.h"
#include "store/mail.h"

// Mail coming in: first stored, then understood.
namespace mg::desk {

// One recipient of a mail that arrived, with the inbox that it belongs to.
struct MailRecipient {
  std::string address;
  InboxId inbox;
};

// Stores the raw bytes and one waiting row for each recipient's inbox; durable when `done` is
// called. The bytes must have been prepared (compressed, hashed) by the caller.
Change accept_mail(std::string sender, std::vector<MailRecipient> recipients,
                   std::shared_ptr<const store::PreparedBlob> raw);

struct MailPart {
  std::string name, type, content_id;
  bool is_inline = false;
  bool hidden = false;
  store::PreparedBlob bytes;
};

struct MailBounce {
  std::string recipient, status, answer;
  bool failed = false;
  bool delayed = false;  // Neither: it was delivered, or passed on.
};

// A mail as its parser understood it.
struct ReceivedMail {
  RawMailId raw;  // None for what was never queued (an import).
  InboxId inbox;
  std::string from_address, from_name;
  std::string sender_address;  // Who wrote in the name of From; "" where nobody else did.
  std::string recipient;       // Of the envelope.
  bool null_sender = false;    // The envelope names no sender, as that of a delivery report.
  std::string subject, message_id;
  std::optional<Instant> written_at;      // What the mail says of itself.
  std::vector<std::string> references;    // Ids it answers, the most telling first.
  std::vector<std::string> addressed_to;  // Addresses that may carry a token of ours.
  std::vector<std::string> ancestors;     // Ids of References, the oldest first.
  std::vector<std::string> markers;       // What looks like one of ours (token.h).
  std::string thread_index, thread_root;  // Of Outlook; "" without.
  std::string text, quoted;
  bool nothing_own = false;  // The text is a quote or a signature alone.
  std::string html;          // Sanitised; "/_cid/N" stands for the address of part N.
  std::string people;        // JSON of People.
  bool remote_images = false;
  std::vector<MailPart> parts;
  bool automatic = false;
  bool from_list = false;    // A person wrote it to many: it counts, but no machine may answer it.
  bool marked_spam = false;  // By a filter on the way.
  std::vector<MailBounce> bounces;
  std::string original_message_id;                 // Of the mail a bounce is about.
  bool imported = false;                           // Old mail: nobody is written to because of it.
  std::shared_ptr<store::PreparedBlob> raw_bytes;  // Kept when `raw` is none.
};
// Everything that will be stored of it, for store_ahead().
std::vector<store::PreparedBlob*> blobs_of(ReceivedMail& mail);

// Whether it is the address of somebody to whom mail can be addressed.
bool is_somebodys_address(std::string_view address);
// Stands for the sender of a mail that names none: each such sender gets a contact of its own, to
// whom nothing can be sent. Equal `words` (whatever the mail says of its sender), equal address.
std::string nobodys_address(std::string_view words);
bool is_nobodys_address(std::string_view address);

// The place of a mail among those that are taken in at the same time.
struct MailTurn {
  // Whether that older mail is taken in before this one if the two share a thread key.
  std::function<bool(RawMailId older)> is_ahead;
  // Called in the transaction when this mail has to wait: it is ahead of none any more.
  std::function<void()> fall_back;
};
inline constexpr std::string_view older_mail_waits = "older_mail_waits";

// What a mail has in common with the mails that it belongs together with: its own id, the ids, the
// Outlook thread and the conversation that it refers to (by a signed id, a marker or an address of
// ours), and its sender if it may go on with something: by any of these, or by a signed number in
// its subject. All of its inbox. Hashed: chance may add one.
std::vector<std::uint64_t> thread_keys(const ReceivedMail& mail, const Keyring& keys);

// An imported mail from one of our addresses to nobody else is nobody's conversation: refused.
inline constexpr std::string_view between_ourselves = "between_ourselves";

// Threads the mail to its conversation or opens one, in the transaction that marks the raw mail
// done. Receipt: the message's id, 0 for a duplicate and for what goes with an erased person.
// Idempotent through the raw mail's state. With a turn it is refused (code older_mail_waits) while
// an older mail that may be the one it answers, or that its sender wrote before, has not been taken
// in; without one it waits for none.
Change receive_mail(std::shared_ptr<const ReceivedMail> mail, std::shared_ptr<const Keyring> keys,
                    std::optional<MailTurn> turn = {});

// Takes up to `count_max` waiting mails for this node; each attempt is counted.
std::vector<store::RawMail> lease_mail(Desk& desk, int count_max);
// To be called every few seconds for the mails that wait here or are being understood: a lease
// lasts 8 seconds.
void keep_mail(Desk& desk, const std::vector<store::MailLease>& held);
inline constexpr int mail_attempts_max = 3;  // Then it is quarantined.
// The attempt did not count. Taken up again after the pause.
Change give_back(std::vector<RawMailId> mails, Duration pause);
Result<std::string> raw_bytes(Desk& desk, const store::RawMail& mail);
// Of several at once (at most store::blobs_at_once_max), by their blobs. What cannot be read is
// left out: raw_bytes() of it says why.
std::map<std::int64_t, std::string> raw_bytes(Desk& desk, std::span<const store::RawMail> mails);
std::int64_t mail_waiting(Desk& desk);

// Gives up on a mail that cannot be understood; the raw bytes stay.
Change quarantine_mail(RawMailId id, std::string error);

}  // namespace mg::desk
