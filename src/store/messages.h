#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/db.h"
#include "views/message.h"

// Messages with their words, attachments and what became of their mailed copies.
namespace mg::store {

struct MessageWords {
  std::string text;    // What was said, without history and signature.
  std::string quoted;  // The folded rest.
  std::string html;    // Sanitised; empty when there was none.
  // Whom it is addressed to, as JSON: desk/mail_people.h. Empty: the requester alone, or nobody.
  std::string people;
  bool remote_images = false;
  RawMailId raw_mail;
};

// By what a mail found its conversation when it was taken in: see desk/thread.h.
struct FoundThread {
  int by = 0;
  ConversationId conversation;
  MessageId message;
  std::string value;
};

void save_words(db::Session& session, MessageId id, const MessageWords& words,
                const std::optional<FoundThread>& found = {});
// None for what was no mail, and for mails that came before this was kept.
std::optional<FoundThread> load_found(db::Session& session, MessageId id);

struct ShownMessage {
  views::Message message;
  MessageWords words;
};

std::optional<ShownMessage> load_message(db::Session& session, MessageId id);

// Oldest first; withdrawn ones are left out.
std::vector<ShownMessage> message_page(db::Session& session, ConversationId conversation,
                                       MessageId after, int count_max);

// Whom a message is addressed to, and by whom.
struct AddressedMessage {
  MessageId id;
  MessageKind kind = MessageKind::customer;
  facts::Actor author;
  bool automatic = false;
  std::string people;
};
// The newest customers' messages and replies that went out, newest first.
std::vector<AddressedMessage> addressed_messages(db::Session& session, ConversationId conversation,
                                                 int count_max);

// A message of the conversation names this address (an address_key).
void name_address(db::Session& session, ConversationId conversation, std::string_view key);

// The newest of what the customer's side may read, oldest first: no notes, no held or withdrawn
// replies, no bounces, no words of whoever is there in Bcc, unless it is the reader. What the
// program itself wrote only when it was mailed to `reader`. With `before` the newest of those that
// were written before that message.
std::vector<ShownMessage> messages_of_customer(db::Session& session, ConversationId conversation,
                                               ContactId reader, MessageId before, int count_max);

// To whom a message of the customer's side was addressed.
struct Addressed {
  ContactId author;
  std::string people;     // As in MessageWords.
  std::string recipient;  // Of the mail's envelope; "" when it was no mail that was delivered.
};
// Of these two writers, oldest first.
std::vector<Addressed> messages_addressed(db::Session& session, ConversationId conversation,
                                          ContactId one, ContactId other, int count_max);

// The first that came in after `seen` (by id, not by time), of the customer or another agent.
std::optional<MessageId> newer_than(db::Session& session, ConversationId conversation,
                                    MessageId seen, AgentId but_not_by);

struct Attachment {
  AttachmentId id;
  MessageId message;
  ConversationId conversation;
  AgentId uploader;  // None: came with a mail.
  std::string name, type;
  std::int64_t size = 0;
  std::string content_id;
  bool is_inline = false;
  bool hidden = false;
  std::int64_t blob = 0;
};

void add_attachment(db::Session& session, const Attachment& attachment, int position, Instant now);
std::optional<Attachment> load_attachment(db::Session& session, AttachmentId id);
std::vector<Attachment> attachments_of(db::Session& session, MessageId message);

// False for a message that is not there.
bool is_withdrawn(db::Session& session, MessageId message);

// A file of a message as it was stored, to be compared.
struct FilePrint {
  std::string name;
  std::int64_t size = 0;
  std::string sha256;  // 32 bytes.
};
std::vector<FilePrint> file_prints(db::Session& session, MessageId message);

// Gives an upload of `uploader` to a message; false when it is not theirs or already used.
bool use_attachment(db::Session& session, AttachmentId id, MessageId message,
                    ConversationId conversation, int position, AgentId uploader);

}  // namespace mg::store
