#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/db.h"
#include "facts/fact.h"
#include "views/outward.h"

// The append-only log. Everything that happens is in it; rows are made from it.
namespace mg::store {

// A place in the log. Opaque outside this folder; on PostgreSQL (transaction id, row), because row
// numbers become visible out of order. Everything after a position is read exactly once.
struct Position {
  std::int64_t transaction = 0;
  std::int64_t row = 0;

  auto operator<=>(const Position&) const = default;
};

std::string to_string(Position position);
std::optional<Position> position_from(std::string_view text);
// The same, but none unless the text is written exactly as to_string() writes positions of this
// engine: read as one of ours, one of the other engine's would mean the log's beginning or end.
std::optional<Position> position_of_engine(db::Engine engine, std::string_view text);

struct LoggedFact {
  Position position;
  facts::Header header;
  facts::Fact fact;
};

// A fact that this program does not know: written by a newer one. Who meets it must stop deciding.
class UnknownFact : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// When and by whom the facts of one command were made.
struct Stamp {
  Instant happened_at;
  Instant recorded_at;
  facts::Actor actor;
  int depth = 0;
};

void append_to_log(db::Session& session, const facts::Header& header, const facts::Fact& fact);

// Appends to the stream of a workspace noun (agent, inbox ...), whose rows are kept by hand. Behind
// lock_workspace(), unless the stream is new or another lock keeps everybody else from it.
void append_to_workspace(db::Session& session, std::int64_t stream, const Stamp& stamp,
                         const facts::Fact& fact);

// At most `facts_max` facts after `after`, in the order of the log.
std::vector<LoggedFact> facts_after(db::Session& session, Position after, int facts_max);

// The facts of one stream after `seq`.
std::vector<LoggedFact> history(db::Session& session, std::int64_t stream, std::int64_t seq,
                                int facts_max);

// Throws UnknownFact when one of the newest `facts_max` facts is of a kind that is not known here.
void expect_known_kinds(db::Session& session, int facts_max);

// What our side has said to the customer in this conversation (views/outward.h).
std::vector<views::Outward> outward_of(db::Session& session, ConversationId conversation);

// Whether the customer's side has said something since that reply of the conversation was written.
bool was_crossed(db::Session& session, ConversationId conversation, MessageId reply);

Position log_head(db::Session& session);

// Facts after `after`, counted to at most `counted_max`.
std::int64_t log_lag(db::Session& session, Position after, int counted_max);

std::optional<Position> load_follower(db::Session& session, std::string_view name);
void save_follower(db::Session& session, std::string_view name, Position position);

}  // namespace mg::store
