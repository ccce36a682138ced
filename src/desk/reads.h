#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "store/lists.h"
#include "store/messages.h"
#include "store/people.h"
#include "store/search.h"
#include "store/workspace.h"

// What screens and the API show. Each is one read snapshot; the functions that take a Session run
// inside one, so that an answer can be read in the transaction that made the change.
namespace mg::desk {

struct Delivery {
  DeliveryState state = DeliveryState::queued;
  std::string recipient;  // "" when erased.
  std::string answer;
  Instant at;               // Of the last report; the epoch: none yet.
  Instant next_attempt_at;  // The epoch: none.
};

struct Attached {
  AttachmentId id;
  std::string name, type, content_id;
  std::int64_t size = 0;
  bool is_inline = false;
};

// When a person was erased, and by whom ("": whoever runs the server).
struct Erased {
  Instant at;
  std::string by;
};
std::optional<Erased> erased(db::Session& session, ContactId contact);

// One message as people see it.
struct Said {
  store::ShownMessage shown;
  std::string author_name, author_email;
  std::optional<Erased> erased;       // The customer who wrote it was.
  std::vector<Attached> attachments;  // Without those of no use to a reader.
  std::vector<Delivery> copies;
  std::optional<Delivery> delivery;  // The worst of its copies.
  ProposalId asks;  // The question "is it solved?" that it asks or repeats, once it has gone out.
};

std::optional<Said> said(db::Session& session, MessageId id);
std::vector<Said> thread(db::Session& session, ConversationId id, MessageId after, int count_max);

// The newest messages of a conversation that a customer may read (with `before`: of those before
// that one), oldest first: see store::messages_of_customer.
std::vector<Said> customer_thread(db::Session& session, ConversationId id, ContactId reader,
                                  MessageId before, int count_max);

// A conversation with what whoever looks at it is shown.
struct Case {
  store::ListItem item;
  views::Conversation conversation;  // Whole.
  std::string proposed_by_name;
};
std::optional<Case> load_case(db::Session& session, ConversationId id);

using Participant = store::Involved;

// The same, with all that its head shows agents.
struct CaseHead : Case {
  std::vector<Participant> participants;  // The requester first.
  std::vector<store::Previous> previous;
  std::vector<store::Previous>
      linked;                        // First the one it continues, then the one that continues it.
  std::vector<store::Linked> apart;  // At most ten, the newest first.
  store::PromiseCounts promises;
  std::string position;  // Of the log, for the live stream.
};
std::optional<CaseHead> case_head(db::Session& session, ConversationId id);

Result<store::ListPage> list(Desk& desk, const store::ListQuery& query);

struct ViewCount {
  std::string id;
  std::int64_t count = 0, late = 0;
};
inline constexpr int view_count_max = 1000;  // That many means "that many or more".
Result<std::vector<ViewCount>> view_counts(Desk& desk, AgentId agent);
// The query of a view by its id; nullopt: no such view. Sort, cursor and limit are the caller's.
std::optional<store::ListQuery> view_query(std::string_view id, AgentId agent);

struct HistoryEntry {
  std::string position;
  facts::Header header;
  std::string fact, data;  // Its name, its fields as JSON.
  std::string actor_name;
};
std::vector<HistoryEntry> history(db::Session& session, ConversationId id, std::int64_t after_seq,
                                  int count_max);

// Texts have their matches between U+0002 and U+0003.
struct FoundItem {
  store::ListItem item;
  MessageId message;  // The newest that fits, and whose it is.
  MessageKind kind = MessageKind::customer;
  facts::Actor author;
  std::string author_name, author_email;
  Instant at;
  std::string snippet;  // Of the message's words; cut at words, with U+2026 where it was cut.
  std::string subject;
  bool subject_matches = false;
};
struct SearchPage {
  std::vector<FoundItem> items;
  std::string next;
  std::int64_t lag_facts = 0;  // How far the index is behind the log.
};
Result<SearchPage> search(Desk& desk, std::string_view words, std::string_view cursor, int limit);

// A file's bytes; not_found when there is none.
struct File {
  store::Attachment attachment;
  std::string bytes;
};
Result<File> file(Desk& desk, AttachmentId id);
// The mail as it came, for a message that was one.
Result<std::string> raw_mail(Desk& desk, MessageId id);

// Facts for live readers, each with the list's row as it is now.
struct LiveFact {
  std::string position;
  facts::Header header;
  std::string fact;
  MessageId message;  // The one it is about, if any.
  std::string actor_name;
};
struct LivePage {
  std::vector<LiveFact> facts;
  std::string position;  // To go on from.
};
Result<LivePage> live_after(Desk& desk, std::string_view position, int count_max);
Result<std::string> live_position(Desk& desk);
// The place in this workspace's log that a reader names; none unless it is one that this engine
// could have given.
std::optional<store::Position> position_in_log(Desk& desk, std::string_view text);

}  // namespace mg::desk
