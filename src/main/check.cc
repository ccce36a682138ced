#include "main/commands.h"
#include "main/counted.h"
#include "store/absence.h"
#include "store/conversations.h"

namespace mg::app {
namespace {

// What was found, a line each, and how far the look went.
struct Findings {
  std::string differences, absences;
  std::int64_t conversations = 0;
  bool index_is_behind = false;
};

Result<void> replay_all(desk::Desk& desk, const Progress& progress, Findings& findings) {
  constexpr int conversations_per_turn = 200;
  ConversationId after;
  for (;;) {
    std::size_t turn = 0;
    const auto differences = desk.read<std::vector<store::Difference>>(
        [&](db::Session& session) -> Result<std::vector<store::Difference>> {
          std::vector<store::Difference> all;
          const auto ids = store::conversations_after(session, after, conversations_per_turn);
          for (const ConversationId id : ids) {
            for (auto& d : store::check_conversation(session, id)) all.push_back(std::move(d));
            after = id;
          }
          turn = ids.size();
          return all;
        });
    if (!differences) return std::unexpected(differences.error());
    findings.conversations += static_cast<std::int64_t>(turn);
    for (const store::Difference& d : *differences) {
      findings.differences += "conversation " + to_string(d.conversation) + ": " + d.what + "\n";
    }
    if (turn < conversations_per_turn) return {};
    progress(counted(findings.conversations, "conversation checked", "conversations checked"));
  }
}

std::string line_of(const store::Absence& absence) {
  std::string line(absence.what);
  const char* before = ": ";
  for (const std::int64_t id : absence.ids) {
    line += before + std::to_string(id);
    before = ", ";
  }
  return line + (absence.more ? " and more\n" : "\n");
}

Result<void> look_for_absences(desk::Desk& desk, const Progress& progress, Findings& findings) {
  store::AbsenceCheck check;
  for (bool more = true; more;) {
    const auto turn =
        desk.read<bool>([&](db::Session& session) -> Result<bool> { return check.turn(session); });
    if (!turn) return std::unexpected(turn.error());
    more = *turn;
    if (more) progress("looking for what is missing");
  }
  for (const store::Absence& absence : check.found()) findings.absences += line_of(absence);
  if (!store::search_works(desk.database())) findings.absences += "the search index is broken\n";
  findings.index_is_behind = check.index_is_behind();
  return {};
}

}  // namespace

Result<std::string> check_workspace(desk::Desk& desk, const Progress& progress) {
  Findings findings;
  if (auto done = replay_all(desk, progress, findings); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = look_for_absences(desk, progress, findings); !done) {
    return std::unexpected(done.error());
  }
  std::string found = findings.differences;
  if (!found.empty()) found += "The rows above differ from the log.\n";
  if (!findings.absences.empty())
    found += findings.absences + "The above is not as it should be.\n";
  if (!found.empty()) {
    return refuse(RefusalKind::conflict, "differences", found + "Restore a backup, or report it.");
  }
  return counted(findings.conversations, "conversation", "conversations") +
         " replayed from the log: all rows agree with it, and nothing that they need is missing." +
         (findings.index_is_behind
              ? " The search index has not caught up; it does while the server runs."
              : "");
}

}  // namespace mg::app
