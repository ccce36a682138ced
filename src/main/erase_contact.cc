#include "desk/erase_contact.h"

#include <thread>

#include "desk/workspace.h"
#include "main/commands.h"
#include "main/counted.h"

// makegood contact erase: a person goes, in turns, and the command says what went.
namespace mg::app {
namespace {

std::string told(const store::Erasure& erasure) {
  return "Erased:\n" + counted(erasure.conversations, "conversation\n", "conversations\n") +
         counted(erasure.messages, "message\n", "messages\n") +
         counted(erasure.attachments, "attachment\n", "attachments\n") +
         counted(erasure.mails, "mail as it had come\n", "mails as they had come\n") +
         counted(erasure.cancelled, "mail that had not been sent yet\n",
                 "mails that had not been sent yet\n") +
         "Backups made before now still hold the person.";
}

// Waits until nothing is left; a server's own job may take turns, too.
Result<std::string> erase_to_the_end(desk::Desk& desk, ContactId contact,
                                     const Progress& progress) {
  constexpr int turns_per_line = 200;
  constexpr int waits_per_line = 20;  // A server that stops is heard of when a line is said.
  constexpr int waits_max = 3000;
  constexpr auto pause = std::chrono::milliseconds(100);
  int waits = 0;
  const auto say = [&](const store::Erasure& job) {
    progress(counted(job.conversations, "conversation erased", "conversations erased"));
  };
  for (int turn = 1; waits < waits_max; ++turn) {
    const auto job = desk.read<std::optional<store::Erasure>>(
        [&](db::Session& session) -> Result<std::optional<store::Erasure>> {
          return desk::erasure(session, contact);
        });
    if (!job) return std::unexpected(job.error());
    if (!*job) return desk::not_found();
    if ((*job)->finished_at != Instant{}) return told(**job);
    if (turn % turns_per_line == 0) say(**job);
    try {
      if (desk::erase_more(desk) == desk::EraseTurn::more) continue;
    } catch (const db::Error&) {  // Said below, when it lasts.
    }
    if (++waits % waits_per_line == 0) say(**job);
    std::this_thread::sleep_for(pause);
  }
  return refuse(RefusalKind::unavailable, "unavailable",
                "The person is out of reach, but the database is too busy to finish. The server "
                "goes on by itself; or run makegood serve, which does.");
}

}  // namespace

Result<std::string> erase_contact(desk::Desk& desk, const Arguments& arguments,
                                  const Progress& progress) {
  const std::string email = argument(arguments, "email");
  const auto contact = desk.read<std::optional<ContactId>>(
      [&](db::Session& session) -> Result<std::optional<ContactId>> {
        return store::find_contact(session, email);
      });
  if (!contact) return std::unexpected(contact.error());
  if (!*contact) {
    return refuse(RefusalKind::not_found, "unknown_contact",
                  "Nobody with the address " + email + " is known here.");
  }
  if (argument(arguments, "yes") != "yes") {
    return refuse(RefusalKind::bad_input, "not_confirmed",
                  "This erases the person and every word of theirs, for ever. Run it again with "
                  "--yes to do so. Nothing was erased.");
  }
  const auto started =
      desk.change_now(by_operator(), desk::erase_contact({**contact, email, ErasureReason::asked}));
  if (!started) return std::unexpected(started.error());
  return erase_to_the_end(desk, **contact, progress);
}

}  // namespace mg::app
