#include "store/log.h"

#include <charconv>

#include "facts/codec.h"
#include "gen/store/sql.h"

namespace mg::store {
namespace {

std::optional<std::int64_t> number_from(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return {};
  return value;
}

UnknownFact unknown(int number) {
  return UnknownFact("The log holds a fact of kind " + std::to_string(number) +
                     " that this version of makegood cannot read. Run the newer version that wrote "
                     "it.");
}

facts::Fact fact_from(int number, std::string_view body) {
  auto fact = facts::decode(number, body);
  if (!fact) throw unknown(number);
  return std::move(*fact);
}

LoggedFact logged_fact(const db::Row& row) {
  LoggedFact logged;
  logged.position = {row.integer(0), row.integer(1)};
  facts::Header& header = logged.header;
  header.stream = row.integer(2);
  header.seq = row.integer(3);
  header.happened_at = row.instant(5);
  header.recorded_at = row.instant(6);
  header.actor = {row.enumeration<ActorKind>(7), row.integer(8)};
  header.depth = static_cast<int>(row.integer(9));
  logged.fact = fact_from(static_cast<int>(row.integer(4)), row.blob(10));
  return logged;
}

Position position_of(const db::Row& row) {
  return {row.integer(0), row.integer(1)};
}

}  // namespace

std::string to_string(Position position) {
  if (position.transaction == 0) return std::to_string(position.row);
  return std::to_string(position.transaction) + "-" + std::to_string(position.row);
}

std::optional<Position> position_from(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) {
    const auto row = number_from(text);
    return row ? std::optional(Position{0, *row}) : std::nullopt;
  }
  const auto transaction = number_from(text.substr(0, dash));
  const auto row = number_from(text.substr(dash + 1));
  if (!transaction || !row) return {};
  return Position{*transaction, *row};
}

std::optional<Position> position_of_engine(db::Engine engine, std::string_view text) {
  const auto position = position_from(text);
  if (!position || to_string(*position) != text) return {};
  const bool of_postgres = position->transaction > 0;
  if (*position != Position{} && of_postgres != (engine == db::Engine::postgres)) return {};
  return position;
}

void append_to_log(db::Session& session, const facts::Header& h, const facts::Fact& fact) {
  const std::string body = facts::encode(fact);
  session.post(sql::log_append, h.stream, h.seq, facts::number_of(fact), h.happened_at,
               h.recorded_at, h.actor.kind, h.actor.id, h.depth, db::Blob{body});
}

void append_to_workspace(db::Session& session, std::int64_t stream, const Stamp& stamp,
                         const facts::Fact& fact) {
  const std::int64_t last = *session.one(
      sql::log_last_seq, [](const db::Row& row) { return row.integer(0); }, stream);
  append_to_log(session,
                {stream, last + 1, stamp.happened_at, stamp.recorded_at, stamp.actor, stamp.depth},
                fact);
}

std::vector<LoggedFact> facts_after(db::Session& session, Position after, int facts_max) {
  std::vector<LoggedFact> found;
  session.each(
      sql::log_after, [&](const db::Row& row) { found.push_back(logged_fact(row)); },
      after.transaction, after.row, facts_max);
  return found;
}

std::vector<LoggedFact> history(db::Session& session, std::int64_t stream, std::int64_t seq,
                                int facts_max) {
  std::vector<LoggedFact> found;
  session.each(
      sql::log_history, [&](const db::Row& row) { found.push_back(logged_fact(row)); }, stream, seq,
      facts_max);
  return found;
}

void expect_known_kinds(db::Session& session, int facts_max) {
  session.each(
      sql::log_newest_kinds,
      [](const db::Row& row) {
        const int number = static_cast<int>(row.integer(0));
        const auto fact = facts::decode(number, "");
        if (!fact && fact.error() == facts::CodecError::unknown_number) throw unknown(number);
      },
      facts_max);
}

std::vector<views::Outward> outward_of(db::Session& session, ConversationId conversation) {
  std::vector<views::Outward> said;
  session.each(
      sql::log_outward,
      [&](const db::Row& row) {
        views::fold(said, fact_from(static_cast<int>(row.integer(0)), row.blob(1)));
      },
      conversation);
  return said;
}

bool was_crossed(db::Session& session, ConversationId conversation, MessageId reply) {
  views::Crossing crossing{reply};
  session.each(
      sql::log_said,
      [&](const db::Row& row) {
        views::fold(crossing, fact_from(static_cast<int>(row.integer(0)), row.blob(1)));
      },
      conversation);
  return crossing.crossed;
}

Position log_head(db::Session& session) {
  return session.one(sql::log_head, position_of).value_or(Position{});
}

std::int64_t log_lag(db::Session& session, Position after, int counted_max) {
  return session
      .one(
          sql::log_lag, [](const db::Row& row) { return row.integer(0); }, after.transaction,
          after.row, counted_max)
      .value_or(0);
}

std::optional<Position> load_follower(db::Session& session, std::string_view name) {
  const auto text = session.one(
      sql::follower_load, [](const db::Row& row) { return row.string(0); }, name);
  return text ? position_from(*text) : std::nullopt;
}

void save_follower(db::Session& session, std::string_view name, Position position) {
  session.post(sql::follower_save, name, to_string(position));
}

}  // namespace mg::store
