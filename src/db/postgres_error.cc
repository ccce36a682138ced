#include "db/postgres_connection.h"

namespace mg::db {
namespace {

struct State {
  std::string_view code;  // SQLSTATE or its first characters; the first fitting line counts.
  ErrorKind kind;
};

// PostgreSQL manual, appendix A.
constexpr State states[] = {
    {"23505", ErrorKind::unique},
    {"23503", ErrorKind::foreign_key},
    {"23502", ErrorKind::not_null},
    {"23", ErrorKind::check},  // 23514 check, 23P01 exclusion.
    {"40001", ErrorKind::serialization},
    {"40P01", ErrorKind::serialization},
    {"40", ErrorKind::other},
    {"55P03", ErrorKind::busy},  // Lock time-out.
    {"57014", ErrorKind::busy},  // Statement time-out.
    {"53100", ErrorKind::disk_full},
    {"53300", ErrorKind::connection_lost},  // Too many connections.
    {"53", ErrorKind::busy},                // Out of memory, and other things that pass.
    {"58", ErrorKind::io},
    {"XX001", ErrorKind::corrupt},
    {"XX002", ErrorKind::corrupt},
    {"08P01", ErrorKind::schema},  // The number of parameters is wrong.
    {"08", ErrorKind::connection_lost},
    {"57P", ErrorKind::connection_lost},    // The server stops or starts.
    {"25P03", ErrorKind::connection_lost},  // Idle in transaction for too long.
    {"25006", ErrorKind::connection_lost},  // We talk to a standby, or an old primary.
    {"42", ErrorKind::schema},
    {"0A000", ErrorKind::schema},
    {"3F000", ErrorKind::schema},
};

std::string field(const PGresult* result, int code) {
  const char* text = result ? PQresultErrorField(result, code) : nullptr;
  return text ? text : "";
}

ErrorKind kind_of(std::string_view code, bool connected) {
  for (const State& state : states) {
    if (!code.empty() && code.starts_with(state.code)) return state.kind;
  }
  return connected ? ErrorKind::other : ErrorKind::connection_lost;
}

}  // namespace

Error postgres_error(PGconn* connection, const PGresult* result, std::string_view doing) {
  const std::string code = field(result, PG_DIAG_SQLSTATE);
  // Only the primary message: DETAIL repeats values, which may be a person's words.
  std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) message = PQerrorMessage(connection);
  std::string constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
  if (constraint.empty() && !field(result, PG_DIAG_COLUMN_NAME).empty()) {
    constraint = field(result, PG_DIAG_TABLE_NAME) + "." + field(result, PG_DIAG_COLUMN_NAME);
  }
  const bool connected = PQstatus(connection) == CONNECTION_OK;
  return Error(means_stale_statement(result) ? ErrorKind::serialization : kind_of(code, connected),
               "PostgreSQL, " + std::string(doing) + ": " + message + " (" + code + ")",
               std::move(constraint));
}

bool means_stale_statement(const PGresult* result) {
  const std::string code = field(result, PG_DIAG_SQLSTATE);
  if (code == "26000") return true;  // A pooler has given us another server process.
  // Another node has migrated: "cached plan must not change result type". The text may be
  // translated, so the function that says it tells.
  return code == "0A000" && field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

bool worth_another_try(const Error& error) {
  return error.kind == ErrorKind::serialization || error.kind == ErrorKind::connection_lost;
}

}  // namespace mg::db
